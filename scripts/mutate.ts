/** `npm run mutate -- [FILES]`: mutation score of the kernel; the command of `test/mutation`. */
import { runCommand } from "./run-command.ts"

await runCommand("mutation")
