/** `npm run fuzz`: installs what is missing, then runs scripts/fuzz.ts with the pinned Node. */
import { run } from "./bootstrap.mjs"

await run("scripts/fuzz.ts")
