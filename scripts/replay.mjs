/** `npm run replay`: installs what is missing, then runs scripts/replay.ts as the others. */
import { run } from "./bootstrap.mjs"

await run("scripts/replay.ts")
