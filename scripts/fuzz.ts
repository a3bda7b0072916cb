/**
 * `npm run fuzz -- [NAME] --runs N`: readers of bytes fuzzed under the guidance of coverage; the
 * command of `test/bad-inputs/fuzz`.
 */
import { runCommand } from "./run-command.ts"

await runCommand("bad-inputs/fuzz")
