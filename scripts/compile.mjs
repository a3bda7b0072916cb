/** `npm run compile`: installs what is missing, then compiles with the pinned Node. */
import { run } from "./bootstrap.mjs"

await run("scripts/compile.ts")
