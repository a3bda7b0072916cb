/** `npm test`: installs what is missing, then runs scripts/test.ts with the pinned Node. */
import { run } from "./bootstrap.mjs"

await run("scripts/test.ts")
