/** The verbs of a network as parts of the command line. */
import type { Command } from "commander"
import type { Common, Environment } from "../environment.ts"
import type { Answer } from "../output.ts"
import { killVerb, startVerb } from "./faults.ts"
import {
  type DownFlags,
  downVerb,
  type LogsFlags,
  logsVerb,
  type NetworkFlags,
  networkStatusVerb,
  type UpFlags,
  upVerb,
} from "./verbs.ts"

type Run = (common: Common, work: (environment: Environment) => Promise<Answer>) => Promise<void>

/** Adds `network` and its verbs to the program. */
export function addNetwork(program: Command, run: Run): void {
  const network = program
    .command("network")
    .description("A network of several validators on this machine, on CometBFT")
  const verb = (name: string, about: string, example: string) =>
    network
      .command(name)
      .description(about)
      .option("--dir <folder>", "folder of the network (.concordat/network/default)")
      .option("--json", "one JSON value for programs")
      .addHelpText("after", `\nExample:\n  $ concordat network ${example}`)
  verb("up", "Start the network; found it where there is none", "up --nodes 4")
    .option("--nodes <count>", "validators of a new network: 1, 4 or 7 (4)")
    .option("--port <number>", "port of the first gateway of a new network (4401)")
    .option("--peer-port <number>", "first of its ports for peers, ten a node (26610)")
    .action((flags: UpFlags) => run(flags, (environment) => upVerb(environment, flags)))
  verb("status", "How every node stands, and how many more may fail", "status").action(
    (flags: NetworkFlags) => run(flags, (environment) => networkStatusVerb(environment, flags)),
  )
  verb("kill", "End one node and its engine with kill -9, as a power cut would", "kill n3")
    .argument("<node>", "n3, 3, or its organisation")
    .action((name: string, flags: NetworkFlags) =>
      run(flags, (environment) => killVerb(environment, name, flags)),
    )
  verb("start", "Start one node again; it catches up", "start n3")
    .argument("<node>", "n3, 3, or its organisation")
    .action((name: string, flags: NetworkFlags) =>
      run(flags, (environment) => startVerb(environment, name, flags)),
    )
  verb("down", "End the network; its data stay", "down")
    .option("--wipe", "delete its data too")
    .action((flags: DownFlags) => run(flags, (environment) => downVerb(environment, flags)))
  verb("logs", "The last lines that the nodes logged", "logs --node n2 --engine")
    .option("--node <name>", "one node, such as n2")
    .option("--engine", "what its engine logged instead")
    .option("--lines <count>", "how many of each", "20")
    .action((flags: LogsFlags) => run(flags, (environment) => logsVerb(environment, flags)))
}
