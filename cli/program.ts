/** The `concordat` command: friendly verbs, and every command of every service behind them. */

import type { Service } from "@concordat/kernel"
import { organisationsService } from "@concordat/services/organisations"
import { provenanceService } from "@concordat/services/provenance"
import { Command } from "commander"
import { addDerived } from "./derived.ts"
import { type Common, type Environment, URL_DEFAULT } from "./environment.ts"
import { failureOf } from "./failure.ts"
import { type Answer, printAnswer, printFailure } from "./output.ts"
import { addAnchor, listAnchors } from "./verbs/anchors.ts"
import { type BatchFlags, batchVerb } from "./verbs/batch.ts"
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

/** Services whose commands the program knows. */
const SERVICES: readonly Service[] = [organisationsService, provenanceService]

/** Commands that friendly verbs take the place of. */
const REPLACED = new Set(
  ["register", "revoke", "suspend", "reinstate", "supersede", "dispose"].map(
    (name) => `provenance.${name}`,
  ),
)

type Runner = {
  /** Runs a verb and prints what it answers, or why it failed. */
  run(common: Common, work: (environment: Environment) => Promise<Answer>): Promise<void>
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

/** Flags that every verb has. */
function common(program: Command, online = true): Command {
  if (online) program.option("--url <url>", "gateway of the ledger", URL_DEFAULT)
  return program.option("--json", "one JSON value for programs")
}

function addGeneral(program: Command, { run }: Runner): void {
  common(program.command("status").description("What the ledger is at now")).action(
    (flags: Common) => run(flags, (environment) => statusVerb(environment, flags)),
  )
  common(
    program
      .command("verify <file>")
      .description("Is this document genuine, and why? Asks no network")
      .option("--evidence <file>", "evidence beside the document; default: what it carries")
      .option("--anchor <file>", "trust this anchor alone")
      .option("--no-why", "leave out the steps"),
    false,
  ).action((file: string, flags: VerifyFlags) =>
    run(flags, (environment) => verifyVerb(environment, file, flags)),
  )
  const anchors = program.command("anchors").description("Ledgers that are trusted here")
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
    .option("--cosigners <parties>", "further principals that sign, separated by commas")
}

function addDocuments(provenance: Command, { run }: Runner): void {
  common(
    provenance
      .command("register <file>")
      .description("Register a document; the file is hashed here and never sent")
      .requiredOption("--title <text>", "title, as a field of the record")
      .option("--as <party>", "principal to act as, on a development ledger")
      .option("--class <name>", "class to register in")
      .option("--until <time>", "when the document ends")
      .option("--evidence <file>", "where to write the evidence")
      .option("--out <file>", "where to write the PDF with its evidence inside"),
  ).action((file: string, flags: RegisterFlags) =>
    run(flags, (environment) => registerVerb(environment, file, flags)),
  )
  common(
    provenance
      .command("batch <folder>")
      .description("Register every file of a folder under one root; goes on where it stopped")
      .option("--as <party>", "principal to act as, on a development ledger")
      .option("--class <name>", "class to register in")
      .option("--out <folder>", "where to write the evidence"),
  ).action((folder: string, flags: BatchFlags) =>
    run(flags, (environment) => batchVerb(environment, folder, flags)),
  )
  const supersede = provenance
    .command("supersede <old> <file>")
    .description("Register a newer document in the place of an older one")
    .requiredOption("--title <text>", "title of the newer one")
    .option("--reason <name>", "why", "corrected")
    .option("--class <name>", "class to register in")
    .option("--old-evidence <file>", "evidence of the older one, if it is not inside")
    .option("--evidence <file>", "where to write the evidence")
    .option("--out <file>", "where to write the PDF with its evidence inside")
  common(signing(supersede)).action((old: string, file: string, flags: SupersedeFlags) =>
    run(flags, (environment) => supersedeVerb(environment, old, file, flags)),
  )
}

function addStanding(provenance: Command, { run }: Runner): void {
  const about = {
    revoke: "Revoke a document for ever",
    suspend: "Suspend a document until a time",
    reinstate: "End a suspension",
  } as const
  for (const verb of ["revoke", "suspend", "reinstate"] as const) {
    const program = provenance
      .command(`${verb} <document>`)
      .description(`${about[verb]}; named by file, evidence or organisation/handle`)
      .option("--evidence <file>", "evidence of the document, if it is not inside")
    if (verb !== "reinstate") {
      program.option("--reason <name>", "why", "unspecified")
      program.option("--order <hash>", "hash of the order behind it")
    }
    if (verb === "suspend") program.requiredOption("--until <time>", "RFC 3339")
    common(signing(program)).action((named: string, flags: StandingFlags) =>
      run(flags, (environment) => standingVerb(environment, verb, named, flags)),
    )
  }
  const dispose = provenance
    .command("dispose <documents...>")
    .description("End the record of documents whose retention is over")
    .requiredOption("--destruction <hash>", "hash of the record of their destruction")
  common(signing(dispose)).action((named: readonly string[], flags: StandingFlags) =>
    run(flags, (environment) => disposeVerb(environment, named, flags)),
  )
}

/** The whole program; `ended` is told the exit status of the verb that ran. */
export function createProgram(
  environment: Environment,
  ended: (exit: number) => void,
  version: string,
): Command {
  const program = new Command("concordat")
    .description("A ledger that several organisations keep together, and the services on it")
    .version(version)
    .configureHelp({ showGlobalOptions: true })
    .showSuggestionAfterError()
    .exitOverride()
    .configureOutput({ writeOut: environment.out, writeErr: () => {} })
  const verbs = runner(environment, ended)
  addGeneral(program, verbs)
  for (const service of SERVICES) {
    const part = program.command(service.name).description(service.about)
    if (service.name === "provenance") {
      addDocuments(part, verbs)
      addStanding(part, verbs)
    }
    addDerived(part, service, REPLACED, verbs.run)
  }
  return program
}
