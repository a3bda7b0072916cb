/** `npm run bench`: installs what is missing, then runs scripts/bench.ts with the pinned Node. */
import { run } from "./bootstrap.mjs"

await run("scripts/bench.ts")
