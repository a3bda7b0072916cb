/** The verbs of a node as parts of the command line. */
import { resolve } from "node:path"
import type { Command } from "commander"
import type { Common, Environment } from "../environment.ts"
import type { Answer } from "../output.ts"
import {
  DATA_DEFAULT,
  type ReadModelFlags,
  type RetainFlags,
  readModelRebuildVerb,
  readModelRetainVerb,
  readModelStatusVerb,
  readModelVerifyVerb,
} from "../verbs/read-model.ts"
import {
  type BackupFlags,
  backupVerb,
  type RestoreFlags,
  restoreVerb,
  type VerifyBackupFlags,
  verifyBackupVerb,
} from "./backup.ts"
import { type ConfigFlags, checkConfigVerb, diffConfigVerb, explainVerb } from "./config.ts"
import { diffStateVerb } from "./diff-state.ts"
import { type DropFlags, dropPeerVerb } from "./drop-peer.ts"
import { FILE_NAME } from "./file.ts"
import { checkGenesisVerb, type FoundFlags, foundGenesisVerb } from "./genesis.ts"
import { initVerb } from "./init.ts"
import type { InitFlags } from "./init-folder.ts"
import { type KeyFlags, keyVerb } from "./key.ts"
import { type RollbackFlags, rollbackVerb } from "./rollback.ts"
import { processSignals, runNode } from "./run.ts"
import {
  listSnapshotsVerb,
  makeSnapshotVerb,
  type SnapshotFlags,
  verifySnapshotVerb,
} from "./snapshot.ts"

type Run = (common: Common, work: (environment: Environment) => Promise<Answer>) => Promise<void>

/** What every verb of a node has. */
function verb(parent: Command, name: string, about: string, ...examples: readonly string[]) {
  const lines = examples.map((line) => `  $ concordat ${line}`).join("\n")
  return parent
    .command(name)
    .description(about)
    .option("--json", "one JSON value for programs")
    .addHelpText("after", `\n${examples.length === 1 ? "Example" : "Examples"}:\n${lines}`)
}

const CONFIG = ["--config <file>", "configuration of the node", FILE_NAME] as const

function addInit(program: Command, run: Run): void {
  verb(
    program,
    "init <folder>",
    "Make a node: its keys, its configuration, and a genesis if it founds alone",
    'init mint --organisation mint --title "Royal Mint" --chain mint-1',
    "init mint --organisation mint --engine cometbft",
    "init eye --organisation audit-office --profile full --genesis genesis.json",
  )
    .option("--organisation <name>", "whose node it is (required)")
    .option("--title <text>", "its name for people")
    .option("--engine <kind>", "solo, or cometbft for several organisations; default: solo")
    .option(
      "--profile <name>",
      "validator, or full: it keeps and proves all, and never votes",
      "validator",
    )
    .option("--servers <urls>", "of a full node: gateways to join by, two at least, with commas")
    .option("--anchor <file>", "of a full node: the header that it trusts to join by")
    .option("--chain <id>", "found a ledger of this organisation alone")
    .option("--genesis <file>", "join the ledger of this genesis file")
    .option("--passphrase-file <file>", "passphrase of the keystore; default: a new one")
    .action((folder: string, flags: InitFlags) =>
      run(flags, (environment) => initVerb(environment, folder, flags)),
    )
}

function addSnapshot(program: Command, run: Run): void {
  const snapshot = program.command("snapshot").description("What joining nodes are served")
  const one = (name: string, about: string, ...examples: readonly string[]) =>
    verb(snapshot, name, about, ...examples)
      .option(...CONFIG)
      .option("--url <url>", "gateway of a running node")
  one("list", "The snapshots of a node, the newest first", "snapshot list").action(
    (flags: SnapshotFlags) =>
      run(flags as Common, (environment) => listSnapshotsVerb(environment, flags, process.env)),
  )
  one(
    "make",
    "Write one now: of a stopped node, or by --url of a running development node",
    "snapshot make --config n1.toml",
    "snapshot make --url http://127.0.0.1:4401",
  ).action((flags: SnapshotFlags) =>
    run(flags as Common, (environment) => makeSnapshotVerb(environment, flags, process.env)),
  )
  one(
    "verify <height>",
    "Judge one as a joiner does; with --url also by the header above it",
    "snapshot verify 5000 --url https://ledger.example.org",
  ).action((height: string, flags: SnapshotFlags) =>
    run(flags as Common, (environment) =>
      verifySnapshotVerb(environment, height, flags, process.env),
    ),
  )
}

function addConfig(program: Command, run: Run): void {
  const config = program.command("config").description("The configuration file of a node")
  verb(config, "check", "Every fault of file, environment and genesis at once", "config check")
    .option(...CONFIG)
    .action((flags: ConfigFlags) =>
      run(flags, (environment) => checkConfigVerb(environment, flags, process.env)),
    )
  verb(
    config,
    "explain [setting]",
    "What a setting means and takes",
    "config explain log.level",
  ).action((name: string | undefined, flags: Common) => run(flags, () => explainVerb(name, flags)))
  verb(config, "diff", "What differs from the defaults", "config diff --config n1.toml")
    .option(...CONFIG)
    .action((flags: ConfigFlags) =>
      run(flags, (environment) => diffConfigVerb(environment, flags, process.env)),
    )
}

function addGenesis(program: Command, run: Run): void {
  const genesis = program.command("genesis").description("The file that a ledger begins with")
  verb(
    genesis,
    "check <file>",
    "Every fault of a genesis file at once",
    "genesis check g.json",
  ).action((file: string, flags: Common) =>
    run(flags, (environment) => checkGenesisVerb(environment, file, flags)),
  )
  verb(
    genesis,
    "found <members...>",
    "Write the genesis of a ledger from its founders' member.json",
    "genesis found mint.json hall.json port.json --chain example-1",
  )
    .option("--chain <id>", "name and revision of the ledger (required)")
    .option("--name <text>", "the consortium's name for people")
    .option("--out <file>", "where to write", "genesis.json")
    .action((files: readonly string[], flags: FoundFlags) =>
      run(flags, (environment) => foundGenesisVerb(environment, files, flags)),
    )
}

function addBackup(program: Command, run: Run): void {
  verb(
    program,
    "backup",
    "Copy what a node cannot get elsewhere, also while it runs, and prove it",
    "backup --config mint/concordat.toml --to /mnt/copies/monday",
  )
    .option(...CONFIG)
    .option("--to <folder>", "where to; default: named by chain and time")
    .action((flags: BackupFlags) =>
      run(flags, (environment) => backupVerb(environment, flags, process.env)),
    )
  const proving = (command: Command) =>
    command
      .option("--anchor <file>", "trust this anchor; default: those at hand")
      .option("--every-commit", "verify the signatures of all commits, not of the last 100")
  proving(
    verb(
      program,
      "verify-backup <folder>",
      "Prove a copy: every file, every block from the genesis on",
      "verify-backup /mnt/copies/monday",
    ),
  ).action((folder: string, flags: VerifyBackupFlags) =>
    run(flags, (environment) => verifyBackupVerb(environment, folder, flags)),
  )
  proving(
    verb(
      program,
      "restore <folder>",
      "Bring a copy back, once it is proved; nothing is written over",
      "restore /mnt/copies/monday --to mint",
    ),
  )
    .option("--to <folder>", "folder of the node; default: its chain id")
    .action((folder: string, flags: RestoreFlags) =>
      run(flags, (environment) => restoreVerb(environment, folder, flags)),
    )
}

function addOwn(program: Command, run: Run): void {
  const node = program.command("node").description("The keys and links of a node of one's own")
  verb(
    node,
    "key",
    "The key that the engine votes with, as the ledger wants to be told of it",
    "node key --organisation mint",
    "node key --organisation mint --next",
    `node key --organisation mint --replaces ${"0123456789".repeat(4)}`,
  )
    .option(...CONFIG)
    .option("--organisation <name>", "whose validator it is (required)")
    .option("--next", "the key that takes its place once the ledger says so; made at first")
    .option("--replaces <address>", "the validator whose lost key this one replaces")
    .action((flags: KeyFlags) =>
      run(flags, (environment) => keyVerb(environment, flags, process.env)),
    )
  verb(
    node,
    "rollback",
    "Step one height back where the state of the last block is not that of the others",
    "node rollback",
  )
    .option(...CONFIG)
    .action((flags: RollbackFlags) =>
      run(flags, (environment) => rollbackVerb(environment, flags, process.env)),
    )
  verb(
    node,
    "drop-peer <id>",
    "End the link to a node that the ledger lets connect no more",
    `node drop-peer ${"0123456789".repeat(4)}`,
  )
    .option(...CONFIG)
    .action((peer: string, flags: DropFlags) =>
      run(flags, (environment) => dropPeerVerb(environment, peer, flags, process.env)),
    )
}

function addReadModel(program: Command, run: Run): void {
  const model = program.command("read-model").description("The SQL read model beside a node")
  const added = (name: string, about: string, task: typeof readModelStatusVerb) =>
    verb(model, name, about, `read-model ${name}`, `read-model ${name} --config concordat.toml`)
      .option("--data <folder>", "data folder of the node", DATA_DEFAULT)
      .option("--config <file>", "take folder and database from a node's file")
      .action((flags: ReadModelFlags) => run(flags, (environment) => task(environment, flags)))
  added("status", "How far it is, and where its history begins", readModelStatusVerb)
  added("verify", "Compare its rows with the state, hash against hash", readModelVerifyVerb)
  added("rebuild", "Make it anew from the blocks, then compare", readModelRebuildVerb)
  verb(
    model,
    "retain",
    "Which partitions of the past would go, and by --drop let them go",
    "read-model retain --keep-days 365",
    "read-model retain --before-height 1000000 --drop --config concordat.toml",
  )
    .option("--before-height <number>", "what rows were from this height on is kept")
    .option("--keep-days <number>", "what rows were in so many days up to the last block is kept")
    .option("--drop", "do it; else it is only said")
    .option("--data <folder>", "data folder of the node", DATA_DEFAULT)
    .option("--config <file>", "take folder and database from a node's file")
    .action((flags: RetainFlags) =>
      run(flags, (environment) => readModelRetainVerb(environment, flags)),
    )
}

function addCompare(program: Command, run: Run): void {
  verb(
    program,
    "diff-state <a> <b>",
    "Where the states of two nodes part, and which transaction wrote what differs",
    "diff-state http://127.0.0.1:9464 http://127.0.0.1:9465",
    "diff-state n1 http://127.0.0.1:9464",
  ).action((a: string, b: string, flags: Common) =>
    run(flags, (environment) => diffStateVerb(environment, [a, b], flags, process.env)),
  )
}

/** Adds the verbs of a node; `ended` is told the exit status of one that ran. */
export function addNode(
  program: Command,
  environment: Environment,
  run: Run,
  ended: (exit: number) => void,
): void {
  addInit(program, run)
  program
    .command("run")
    .description("Run the node of a configuration file, until SIGTERM")
    .option(...CONFIG)
    .addHelpText("after", "\nExample:\n  $ concordat run --config /etc/concordat/concordat.toml")
    .action(async ({ config }: { readonly config: string }) => {
      const path = resolve(environment.cwd, config)
      ended(await runNode({ path, variables: process.env, signals: processSignals() }))
    })
  addConfig(program, run)
  addSnapshot(program, run)
  addGenesis(program, run)
  addBackup(program, run)
  addOwn(program, run)
  addReadModel(program, run)
  addCompare(program, run)
}
