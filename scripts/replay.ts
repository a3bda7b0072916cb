/** `npm run replay`: a recorded chain under many circumstances; see `test/determinism`. */
import { runCommand } from "./run-command.ts"

await runCommand("determinism")
