/** The `concordat` command: friendly verbs, and every command of every service behind them. */
import { Command } from "commander"
import { addAudit } from "./audit/commands.ts"
import { addDerived } from "./derived.ts"
import { addDoctor } from "./doctor/commands.ts"
import { addDrafts } from "./drafts/commands.ts"
import { type Common, type Environment, URL_DEFAULT } from "./environment.ts"
import { failureOf } from "./failure.ts"
import { addPaymentFiles } from "./money/commands.ts"
import { idVerb, type PayFlags, payVerb, supplyVerb } from "./money/verbs.ts"
import { addNetwork } from "./network/commands.ts"
import { addNode } from "./node/commands.ts"
import { FILE_NAME } from "./node/file.ts"
import { isPart, verifyPart } from "./node/verify.ts"
import { type Answer, printAnswer, printFailure } from "./output.ts"
import { addRecovery } from "./recovery/commands.ts"
import { services } from "./services.ts"
import { addTokens } from "./token/commands.ts"
import { type RehearseFlags, rehearseVerb } from "./upgrade/rehearse.ts"
import { addAnchor, listAnchors } from "./verbs/anchors.ts"
import { type BatchFlags, batchVerb } from "./verbs/batch.ts"
import { inboxVerb, showVerb, stoppedVerb } from "./verbs/council.ts"
import { type EvidenceFlags, evidenceVerb } from "./verbs/evidence.ts"
import { type FollowFlags, followVerb } from "./verbs/follow.ts"
import { proposalsVerb, upgradeStatusVerb } from "./verbs/governance.ts"
import { type RefreshFlags, refreshVerb } from "./verbs/refresh.ts"
import { type RegisterFlags, registerVerb } from "./verbs/register.ts"
import {
  disposeVerb,
  type StandingFlags,
  type SupersedeFlags,
  standingVerb,
  supersedeVerb,
} from "./verbs/standing.ts"
import { statusVerb } from "./verbs/status.ts"
import { type VerifyFlags, verifyVerb } from "./verbs/verify.ts"

/** Commands that friendly verbs take the place of. */
const REPLACED = new Set(
  ["register", "revoke", "suspend", "reinstate", "supersede", "dispose"].map(
    (name) => `provenance.${name}`,
  ),
)

const HELP_WIDTH = 80

type Runner = {
  /** Runs a verb and prints what it answers, or why it failed. */
  run(
    common: Pick<Common, "json">,
    work: (environment: Environment) => Promise<Answer>,
  ): Promise<void>
}

function runner(environment: Environment, ended: (exit: number) => void): Runner {
  return {
    async run(common, work) {
      try {
        const answer = await work(environment)
        printAnswer(environment, answer, common.json === true)
        ended(answer.exit ?? 0)
      } catch (error) {
        const failure = failureOf(error)
        printFailure(environment, failure, common.json === true)
        ended(failure.exit)
      }
    },
  }
}

/** Examples under the help of a command. */
function examples(program: Command, ...lines: readonly string[]): Command {
  const shown = lines.map((line) => `  $ concordat ${line}`).join("\n")
  return program.addHelpText("after", `\n${lines.length === 1 ? "Example" : "Examples"}:\n${shown}`)
}

/** Flags that every verb has. */
function common(program: Command, online = true): Command {
  if (online) program.option("--url <url>", "gateway of the ledger", URL_DEFAULT)
  return program.option("--json", "one JSON value for programs")
}

function addGeneral(program: Command, { run }: Runner): void {
  const status = program.command("status").description("What the ledger is at now")
  common(examples(status, "status", "status --json")).action((flags: Common) =>
    run(flags, (environment) => statusVerb(environment, flags)),
  )
  const follow = program
    .command("follow")
    .description("What happens, as it happens; a cut is caught up with")
    .option("--stream <name>", "blocks, transactions, events or rows", "events")
    .option("--service <name>", "only of this service")
    .option("--command <name>", "only transactions with this command")
    .option("--event <name>", "only events of this name")
    .option("--table <name>", "only rows of this table")
    .option("--key <parts>", "only rows whose key begins so, as in a row's address")
    .option("--organisation <name>", "only events and rows that name it")
    .option("--from <height>", "first block; default: the next one")
    .option("--after <cursor>", "go on behind what was told last")
    .option("--limit <count>", "end after so many items")
  const past = "follow --stream rows --service organisations --from 0 --json"
  common(examples(follow, "follow --service provenance", past)).action((flags: FollowFlags) =>
    run(flags, (environment) => followVerb(environment, flags)),
  )
  const verify = program
    .command("verify <file>")
    .description("Is this document genuine, and why? Asks no network. Or: a node's state, blocks")
    .option("--config <file>", "after `state` or `blocks`: configuration of the node", FILE_NAME)
    .option("--evidence <file>", "evidence beside the document; default: inside, or FILE.evidence")
    .option("--anchor <file>", "trust this anchor alone")
    .option("--no-why", "leave out the steps")
  examples(verify, "verify diploma.registered.pdf", "verify diploma.pdf --evidence d.evidence")
  common(verify, false).action((file: string, flags: VerifyFlags & { config: string }) =>
    run(flags, (environment) =>
      isPart(file)
        ? verifyPart(environment, file, flags.config, process.env)
        : verifyVerb(environment, file, flags),
    ),
  )
  const evidence = program
    .command("evidence <service> <table> [key...]")
    .description("The proof of a row, or that there is none, as a file to verify offline")
    .option("--out <file>", "where to write; default: TABLE.evidence")
  const member = "evidence organisations organisations mint"
  common(examples(evidence, "evidence governance constitution", member)).action(
    (service: string, table: string, key: readonly string[], flags: EvidenceFlags) =>
      run(flags, (environment) => evidenceVerb(environment, [service, table, ...key], flags)),
  )
  const anchors = program.command("anchors").description("Ledgers that are trusted here")
  examples(anchors, "anchors list", "anchors add ministry.json")
  common(anchors.command("list").description("All anchors"), false).action((flags: Common) =>
    run(flags, listAnchors),
  )
  common(anchors.command("add <file>").description("Trust an anchor from a file"), false).action(
    (file: string, flags: Common) => run(flags, (environment) => addAnchor(environment, file)),
  )
}

/** Who signs: on a development ledger the gateway holds the keys. */
function signing(program: Command): Command {
  return program
    .option("--as <party>", "principal to act as, on a development ledger")
    .option("--cosigners <parties>", "further principals that sign, with commas between them")
}

/** Flags of a registration. */
function registering(program: Command): Command {
  return program
    .option("--title <text>", "title, as a field of the record (required)")
    .option("--class <name>", "class to register in; default: the development ledger's")
    .option("--until <time>", "when the document ends; default: never")
    .option("--evidence <file>", "where to write the evidence; default: into a PDF, else beside")
    .option("--out <file>", "where to write the PDF with its evidence inside")
}

function addDocuments(provenance: Command, { run }: Runner): void {
  const register = provenance
    .command("register <file>")
    .description("Register a document; the file is hashed here and never sent")
    .option("--as <party>", "principal to act as, on a development ledger")
  examples(
    common(registering(register)),
    'provenance register diploma.pdf --title "Diploma"',
    'provenance register a.pdf --title "A" --evidence a.evidence --until 2031-12-31',
  ).action((file: string, flags: RegisterFlags) =>
    run(flags, (environment) => registerVerb(environment, file, flags)),
  )
  const batch = provenance
    .command("batch <folder>")
    .description("Register every file of a folder under one root; goes on where it stopped")
    .option("--as <party>", "principal to act as, on a development ledger")
    .option("--class <name>", "class to register in; default: the development ledger's")
    .option("--out <folder>", "where to write the evidence; default: FOLDER.registered")
  examples(common(batch), "provenance batch diplomas").action((folder: string, flags: BatchFlags) =>
    run(flags, (environment) => batchVerb(environment, folder, flags)),
  )
  const supersede = provenance
    .command("supersede <old> <file>")
    .description("Register a newer document in the place of an older one")
    .option("--reason <name>", "why", "corrected")
    .option("--old-evidence <file>", "evidence of the older one; default: inside, or beside")
  examples(
    common(signing(registering(supersede))),
    'provenance supersede old.registered.pdf new.pdf --title "Corrected"',
  ).action((old: string, file: string, flags: SupersedeFlags) =>
    run(flags, (environment) => supersedeVerb(environment, old, file, flags)),
  )
}

function addRefresh(provenance: Command, { run }: Runner): void {
  const refresh = provenance
    .command("refresh <document>")
    .description("Bring evidence up to date, so that it shows today's standing offline")
    .option("--evidence <file>", "evidence of the document; default: inside, or beside it")
    .option("--out <file>", "where to write; default: in the place of the older evidence")
  examples(common(refresh), "provenance refresh diploma.registered.pdf").action(
    (named: string, flags: RefreshFlags) =>
      run(flags, (environment) => refreshVerb(environment, named, flags)),
  )
}

function addDecisions(governance: Command, { run }: Runner): void {
  const proposals = governance
    .command("proposals")
    .description("What is being decided, and who has not voted yet")
    .option("--all", "also what is decided")
  common(examples(proposals, "governance proposals")).action(
    (flags: Common & { readonly all?: boolean }) =>
      run(flags, (environment) => proposalsVerb(environment, flags)),
  )
  const show = governance
    .command("show <proposal>")
    .description("What a proposal does, and what it would change now, row by row")
  common(examples(show, "governance show <64 hex digits>")).action((name: string, flags: Common) =>
    run(flags, (environment) => showVerb(environment, name, flags)),
  )
  const inbox = governance
    .command("inbox <party>")
    .description("What waits for an organisation or a principal, the soonest first")
  common(examples(inbox, "governance inbox education")).action((party: string, flags: Common) =>
    run(flags, (environment) => inboxVerb(environment, party, flags)),
  )
  const stopped = governance
    .command("stopped")
    .description("What is frozen, switched off, or planned for all")
  common(examples(stopped, "governance stopped")).action((flags: Common) =>
    run(flags, (environment) => stoppedVerb(environment, flags)),
  )
}

function addUpgrade(program: Command, { run }: Runner): void {
  const upgrade = program.command("upgrade").description("The upgrade that the members planned")
  const status = upgrade.command("status").description("Its height, and who is ready for it")
  common(examples(status, "upgrade status")).action((flags: Common) =>
    run(flags, (environment) => upgradeStatusVerb(environment, flags)),
  )
  const about = "Run the newer services over this ledger's own blocks, and compare"
  examples(
    upgrade
      .command("rehearse")
      .description(about)
      .option("--config <file>", "configuration of the stopped node", FILE_NAME)
      .option("--from <height>", "snapshot to begin with; default: the lowest")
      .option("--services <module>", "the newer services; default: this program's")
      .option("--before <module>", "run these beside, as those that run now")
      .option("--json", "one JSON value for programs"),
    "upgrade rehearse --config mint/concordat.toml",
  ).action((flags: RehearseFlags) =>
    run(flags, (environment) => rehearseVerb(environment, flags, process.env)),
  )
}

/** The verbs that change a standing: what help says, with an example. */
const STANDING = {
  revoke: ["Revoke a document for ever", "diploma.registered.pdf --reason issued_in_error"],
  suspend: ["Suspend a document until a time", "diploma.registered.pdf --until 2030-01-31"],
  reinstate: ["End a suspension", "diploma.registered.pdf"],
} as const

function addStanding(provenance: Command, { run }: Runner): void {
  for (const verb of ["revoke", "suspend", "reinstate"] as const) {
    const [about, example] = STANDING[verb]
    const program = provenance
      .command(`${verb} <document>`)
      .description(`${about}; named by file, evidence or organisation/handle`)
      .option("--evidence <file>", "evidence of the document; default: inside, or beside it")
    if (verb !== "reinstate") {
      program.option("--reason <name>", "why", "unspecified")
      program.option("--order <hash>", "hash of the order behind it")
    }
    if (verb === "suspend") program.option("--until <time>", "when it ends (required)")
    examples(common(signing(program)), `provenance ${verb} ${example}`).action(
      (named: string, flags: StandingFlags) =>
        run(flags, (environment) => standingVerb(environment, verb, named, flags)),
    )
  }
  const dispose = provenance
    .command("dispose <documents...>")
    .description("End the record of documents whose retention is over, for ever")
    .option("--destruction <hash>", "hash of the record of their destruction (required)")
    .option("--yes", "do not ask")
  const two = "--cosigners education/registrar-2"
  examples(
    common(signing(dispose)),
    `provenance dispose old.evidence --destruction <64 hex digits> ${two}`,
  ).action((named: readonly string[], flags: StandingFlags) =>
    run(flags, (environment) => disposeVerb(environment, named, flags)),
  )
}

/** The everyday of money; everything else is derived. */
function addMoney(money: Command, { run }: Runner): void {
  const pay = money
    .command("pay <from> <to> <amount>")
    .description("Pay an amount with its decimals, from account to account; once an entry")
    .option("--code <number>", "what the payment is for, 100 or more", "100")
    .option("--uetr <id>", "id of the payment in ISO 20022")
    .option("--entry <hex>", "id of the entry, to send it again; default: a fresh one")
  examples(
    common(signing(pay)),
    "money pay <account> <account> 24.50 --as north-bank/teller",
  ).action((from: string, to: string, amount: string, flags: PayFlags) =>
    run(flags, (environment) => payVerb(environment, [from, to, amount], flags)),
  )
  const supply = money
    .command("supply <asset>")
    .description("What was issued of an asset and not taken back, and the proof of it")
    .option("--evidence <file>", "where to write the evidence")
  examples(common(supply), "money supply eur-demo --evidence supply.evidence").action(
    (asset: string, flags: Common & { readonly evidence?: string }) =>
      run(flags, (environment) => supplyVerb(environment, asset, flags)),
  )
  const id = money.command("id").description("A fresh id of now, for an entry, a hold, a quote")
  examples(common(id), "money id").action((flags: Common) =>
    run(flags, (environment) => idVerb(environment, flags)),
  )
}

/** The whole program; `ended` is told the exit status of the verb that ran. */
export function createProgram(
  environment: Environment,
  ended: (exit: number) => void,
  version: string,
): Command {
  const width = environment.screen?.width ?? HELP_WIDTH
  const program = new Command("concordat")
    .description("A ledger that several organisations keep together, and the services on it")
    .version(version)
    .enablePositionalOptions()
    .showSuggestionAfterError()
    .exitOverride()
    .configureOutput({
      writeOut: environment.out,
      writeErr: environment.err,
      outputError: () => {},
      getOutHelpWidth: () => width,
      getErrHelpWidth: () => width,
    })
  examples(
    program,
    'provenance register diploma.pdf --title "Diploma"',
    "verify diploma.registered.pdf",
    "status",
  )
  const verbs = runner(environment, ended)
  addGeneral(program, verbs)
  addNode(program, environment, verbs.run, ended)
  addNetwork(program, verbs.run)
  addDoctor(program, verbs.run)
  addDrafts(program, verbs.run)
  addAudit(program, verbs.run)
  addRecovery(program, verbs.run)
  addUpgrade(program, verbs)
  addTokens(program, verbs.run)
  for (const service of services) {
    const part = program.command(service.name).description(service.about)
    if (service.name === "provenance") {
      addDocuments(part, verbs)
      addRefresh(part, verbs)
      addStanding(part, verbs)
    }
    if (service.name === "money") {
      addMoney(part, verbs)
      addPaymentFiles(part, verbs.run)
    }
    if (service.name === "governance") addDecisions(part, verbs)
    addDerived(part, service, REPLACED, verbs.run)
  }
  return program
}
