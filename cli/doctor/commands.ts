/** The doctor as a part of the command line. */
import type { Command } from "commander"
import type { Common, Environment } from "../environment.ts"
import type { Answer } from "../output.ts"
import { type DoctorFlags, doctorVerb } from "./doctor.ts"

type Run = (
  common: Pick<Common, "json">,
  work: (environment: Environment) => Promise<Answer>,
) => Promise<void>

/** Adds `doctor` to the program. */
export function addDoctor(program: Command, run: Run): void {
  program
    .command("doctor")
    .description("Why does no block come? The first cause that holds, and what to do")
    .argument("[what]", "`stall`: the cause alone, without the checks of the machine")
    .option("--node <name>", "one node of a network, such as n3; default: all of it")
    .option("--dir <folder>", "folder of the network (.concordat/network/default)")
    .option("--config <file>", "the node of this configuration file; default: concordat.toml here")
    .option("--url <url>", "ask a gateway, from anywhere")
    .option("--bundle <file>", "write an archive without secrets (.tar.gz) for whoever helps")
    .option("--json", "one JSON value for programs")
    .addHelpText(
      "after",
      "\nExamples:\n  $ concordat doctor\n  $ concordat doctor stall --node n3" +
        "\n  $ concordat doctor --url http://127.0.0.1:4401 --json",
    )
    .action((what: string | undefined, flags: DoctorFlags) =>
      run(flags, (environment) => doctorVerb(environment, flags, what)),
    )
}
