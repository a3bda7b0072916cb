/** Builds the console, if its sources changed, for `concordat network up`. */
import { run } from "./bootstrap.mjs"

await run("scripts/console.ts")
