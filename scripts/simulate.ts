/**
 * `npm run simulate -- --seeds 1..2000 [--nodes N]`: simulated consortia, one a seed, each with its
 * own faults; the command of `test/simulation`.
 */
import { runCommand } from "./run-command.ts"

await runCommand("simulation")
