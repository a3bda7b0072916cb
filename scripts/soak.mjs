/** `npm run soak`: installs what is missing, then runs scripts/soak.ts with the pinned Node. */
import { run } from "./bootstrap.mjs"

await run("scripts/soak.ts")
