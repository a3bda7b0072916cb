/** `npm run history`: installs what is missing, then runs history.ts with the pinned Node. */
import { run } from "./bootstrap.mjs"

await run("scripts/history.ts")
