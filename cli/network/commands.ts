/** The verbs of a network as parts of the command line. */
import type { Command } from "commander"
import type { Common, Environment } from "../environment.ts"
import { processSignals } from "../node/run.ts"
import type { Answer } from "../output.ts"
import { killVerb, pauseVerb, removeNodeVerb, resumeVerb, startVerb, stopVerb } from "./faults.ts"
import { type AddFlags, addNodeVerb, wipeVerb } from "./join.ts"
import {
  disconnectVerb,
  healVerb,
  type PartitionFlags,
  partitionVerb,
  type SlowFlags,
  slowVerb,
} from "./partition.ts"
import { restartVerb } from "./restart.ts"
import {
  type DownFlags,
  downVerb,
  folderOf,
  type LogsFlags,
  logsVerb,
  type NetworkFlags,
  networkStatusVerb,
  type UpFlags,
  upVerb,
} from "./verbs.ts"
import { runWires } from "./wires/run.ts"

type Run = (common: Common, work: (environment: Environment) => Promise<Answer>) => Promise<void>

type Verb = (name: string, about: string, example: string) => Command

/** Verbs about one node. */
function addFaults(verb: Verb, run: Run): void {
  const one = (
    name: string,
    about: string,
    work: (environment: Environment, node: string, flags: NetworkFlags) => Promise<Answer>,
  ) =>
    verb(name, about, `${name} n3`)
      .argument("<node>", "n3, 3, or its organisation")
      .action((node: string, flags: NetworkFlags) =>
        run(flags, (environment) => work(environment, node, flags)),
      )
  one("kill", "End one node and its engine with kill -9, as a power cut would", killVerb)
  one("stop", "End one node in good order, such as to rehearse an upgrade at it", stopVerb)
  one("start", "Start one node again; it catches up", startVerb)
  verb("restart", "End and start all nodes, one at a time, while the others go on", "restart")
    .argument("[node]", "only n3, 3, or its organisation")
    .action((node: string | undefined, flags: NetworkFlags) =>
      run(flags, (environment) => restartVerb(environment, node, flags)),
    )
  one("pause", "Make one node and its engine wait, as a machine that hangs", pauseVerb)
  one("resume", "Let a paused node go on", resumeVerb)
  one("disconnect", "Cut all wires of one node, and end its connections", (env, node, flags) =>
    disconnectVerb(env, node, flags, true),
  )
  one("reconnect", "Make all wires of one node whole again", (env, node, flags) =>
    disconnectVerb(env, node, flags, false),
  )
  one(
    "wipe",
    "Delete what one node holds but its keys; it joins anew at its start",
    wipeVerb,
  ).option("--yes", "do not ask")
  one("remove-node", "Delete one node with its keys and data", removeNodeVerb).option(
    "--yes",
    "do not ask",
  )
}

/** Verbs about the wires between nodes, and the process that holds them. */
function addWires(verb: Verb, run: Run): void {
  verb("partition", "Cut the wires between groups of nodes", 'partition "n1,n2|n3,n4"')
    .argument("<groups>", "names with commas between them, groups with bars")
    .option("--one-way", "later groups hear nothing of earlier ones, the other way all arrives")
    .action((groups: string, flags: PartitionFlags) =>
      run(flags, (environment) => partitionVerb(environment, groups, flags)),
    )
  verb("slow", "Delay what one node says and hears, or lose part of it", "slow n3 --delay 200")
    .argument("<node>", "n3, 3, or its organisation")
    .option("--delay <ms>", "milliseconds, one way", "0")
    .option("--drop <percent>", "of pieces; they come again 200 ms later, as with TCP", "0")
    .action((node: string, flags: SlowFlags) =>
      run(flags, (environment) => slowVerb(environment, node, flags)),
    )
  verb("heal", "Make all wires whole again", "heal").action((flags: NetworkFlags) =>
    run(flags, (environment) => healVerb(environment, flags)),
  )
  verb("wires", "Hold the wires between the nodes, until SIGTERM; `up` starts it", "wires").action(
    (flags: NetworkFlags) =>
      run(flags, async (environment) => {
        await runWires(folderOf(environment, flags), processSignals().stop)
        return { lines: [], json: {} }
      }),
  )
}

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
    .option(
      "--rehearsal [seconds]",
      "decide by proposals alone, as in production; a day to object lasts so long (60)",
    )
    .action((flags: UpFlags) => run(flags, (environment) => upVerb(environment, flags)))
  verb("status", "How every node stands, and how many more may fail", "status").action(
    (flags: NetworkFlags) => run(flags, (environment) => networkStatusVerb(environment, flags)),
  )
  addFaults(verb, run)
  verb("add-node", "Let a further node join by state sync, with a console of its own", "add-node")
    .option("--organisation <name>", "whose node it is (that of n1)")
    .option("--keys <folder>", "its own keystore, with which an administrator registers the node")
    .option("--passphrase-file <file>", "its passphrase; default: FOLDER/passphrase")
    .option("--profile <name>", "full: it never votes, as one of a supervisor or an auditor")
    .action((flags: AddFlags) => run(flags, (environment) => addNodeVerb(environment, flags)))
  addWires(verb, run)
  verb("down", "End the network; its data stay", "down")
    .option("--wipe", "delete its data too")
    .action((flags: DownFlags) => run(flags, (environment) => downVerb(environment, flags)))
  verb("logs", "The last lines that the nodes logged", "logs --node n2 --engine")
    .option("--node <name>", "one node, such as n2")
    .option("--engine", "what its engine logged instead")
    .option("--lines <count>", "how many of each", "20")
    .action((flags: LogsFlags) => run(flags, (environment) => logsVerb(environment, flags)))
}
