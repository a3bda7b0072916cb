/** `npm run history -- [--operations N] [--node URL,…]`: see `test/history`. */
import { runCommand } from "./run-command.ts"

await runCommand("history")
