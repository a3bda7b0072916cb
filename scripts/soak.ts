/** `npm run soak -- [--minutes N]`: a node under steady load and its memory; see `test/load`. */
import { runCommand } from "./run-command.ts"

await runCommand("load")
