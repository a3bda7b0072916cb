/** `npm run mutate`: installs what is missing, then runs scripts/mutate.ts as the others. */
import { run } from "./bootstrap.mjs"

await run("scripts/mutate.ts")
