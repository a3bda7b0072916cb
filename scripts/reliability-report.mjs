/** `npm run reliability:report`: installs what is missing, then runs the file of that name. */
import { run } from "./bootstrap.mjs"

await run("scripts/reliability-report.ts")
