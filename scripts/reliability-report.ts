/** `npm run reliability:report`: the levels and their long runs; see `test/reliability`. */
import { runCommand } from "./run-command.ts"

await runCommand("reliability")
