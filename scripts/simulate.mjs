/** `npm run simulate`: installs what is missing, then runs scripts/simulate.ts as the others. */
import { run } from "./bootstrap.mjs"

await run("scripts/simulate.ts")
