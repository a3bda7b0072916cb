/** `npm start`: installs what is missing, then runs scripts/start.ts with the pinned Node. */
import { run } from "./bootstrap.mjs"

await run("scripts/start.ts")
