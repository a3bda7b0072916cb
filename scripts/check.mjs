/** `npm run check`: installs what is missing, then lints and checks types with the pinned Node. */
import { run } from "./bootstrap.mjs"

await run("scripts/check.ts")
