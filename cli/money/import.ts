/**
 * `concordat money import`: a message of ISO 20022 or a CSV file becomes payments. On a development
 * ledger the gateway signs for a principal; elsewhere drafts are written that their signers sign.
 */
import { type Hash, type Hex, type JsonObject, parseTime } from "@concordat/kernel"
import { type Client, commandsOf, getRow, SdkError, status } from "@concordat/sdk"
import {
  accountNames,
  answersOf,
  draftsOf,
  type KnownAccount,
  type Outcome,
  type Plan,
  planPayments,
  readAccount,
  refusedReturns,
} from "@concordat/sdk/iso20022"
import { meetLedger } from "../anchors.ts"
import { connect, type SignerFlags, signersOf } from "../connect.ts"
import type { Common, Environment } from "../environment.ts"
import { ensureWritable, writeOutput } from "../files.ts"
import type { Answer } from "../output.ts"
import { services } from "../services.ts"
import { kidOf } from "../signing-keys.ts"
import { originalsOf } from "./original.ts"
import { answerOf } from "./outcomes.ts"
import { payPlan, planRefusals } from "./pay-plan.ts"
import { readAccountNames, readPaymentFile } from "./payment-file.ts"
import { paymentSecret } from "./payment-secret.ts"
import { recallAnswer } from "./recall-state.ts"

/** Flags of `import`. */
export type ImportFlags = Common &
  SignerFlags & {
    readonly dryRun?: boolean
    readonly signers?: string
    readonly out?: string
    readonly status?: string
    readonly schemas?: string
    readonly secret?: string
    readonly refuse?: string
    readonly accounts?: string
    readonly code: string
    readonly payTwins?: boolean
  }

const EXPIRES_MS = 14 * 60_000

/** Accounts of the ledger by the names of a file; `names` is what a bank keeps of its own. */
async function knownAccounts(
  client: Client,
  asked: readonly string[],
  names: ReadonlyMap<string, Hex>,
): Promise<ReadonlyMap<string, KnownAccount>> {
  const known = new Map<string, KnownAccount>()
  const assets = new Map<string, JsonObject>()
  const columns = async (table: string, key: string) => {
    const { row } = await getRow(client, "money", table, [key])
    return (row as { readonly value: JsonObject }).value
  }
  for (const name of asked) {
    try {
      const account = names.get(name) ?? readAccount(name)
      const { asset: of, kind } = await columns("accounts", account)
      const asset = String(of)
      const terms = assets.get(asset) ?? (await columns("assets", asset))
      assets.set(asset, terms)
      const currency = terms["iso4217"] as string | null
      const isIssuance = kind === "issuance"
      const decimals = Number(terms["decimals"])
      known.set(name, { account, asset, decimals, currency, isIssuance })
    } catch (failure) {
      const code = failure instanceof Error && "code" in failure ? failure.code : ""
      const absent = failure instanceof SdkError ? code === "unknown_account" : true
      if (!absent || !["account_malformed", "unknown_account"].includes(String(code))) throw failure
    }
  }
  return known
}

/** Writes a plan as drafts for its signers. */
async function writeDrafts(
  environment: Environment,
  client: Client,
  plan: Plan,
  { names, out, chain, now }: { names: string; out: string; chain: string; now: number },
): Promise<string[]> {
  const signers: Hash[] = []
  for (const name of names.split(",")) signers.push(await kidOf(client, name.trim()))
  const drafts = draftsOf(plan.operations, {
    ...{ chain, expires: now + EXPIRES_MS, signers, commands: commandsOf(services) },
    random: environment.random,
  })
  const files: string[] = []
  for (const [i, bytes] of drafts.entries()) {
    const file = drafts.length === 1 ? out : `${out}.${i + 1}`
    await writeOutput(environment, file, bytes)
    files.push(file)
  }
  return files
}

/** Plans the file, then says so, writes drafts, or pays. */
export async function importVerb(
  environment: Environment,
  file: string,
  flags: ImportFlags,
): Promise<Answer> {
  if (flags.status !== undefined) await ensureWritable(environment, flags.status)
  const client = connect(environment, flags)
  const { chain, now: at } = await status(client)
  const now = parseTime(at)
  const { payments, digest: backing } = await readPaymentFile(environment, file, {
    ...{ now, keep: flags.dryRun !== true, twins: flags.payTwins === true },
    schemas: flags.schemas ?? null,
  })
  const names =
    flags.accounts === undefined ? new Map() : await readAccountNames(environment, flags.accounts)
  const known = await knownAccounts(client, accountNames(payments), names)
  const originals = await originalsOf(client, payments)
  const { refuse } = flags
  if (payments.booked === "answered" && refuse === undefined) {
    return recallAnswer(client, payments, originals, flags)
  }
  const nothing = { payments, operations: [], lines: [], refused: [] }
  if (refuse !== undefined) {
    const said = "returned, nothing was sent"
    const outcomes = refusedReturns(payments, refuse)
    return answerOf(environment, nothing, outcomes, { now, status: flags.status, said })
  }
  if (payments.booked === "asked") {
    const outcomes = answersOf(payments, originals)
    const said = "final on the ledger"
    return answerOf(environment, nothing, outcomes, { now, status: flags.status, said })
  }
  const secret = await paymentSecret(environment, flags.secret)
  const code = Number(flags.code)
  const plan = planPayments(payments, { known, originals, now, secret, code, backing })
  const told = { now, status: flags.status }
  const planned: Outcome[] = plan.lines.map(({ instruction, entry }) => ({
    ...{ instruction, entry, fault: null, status: "ACTC" },
  }))
  const all = [...planned, ...planRefusals(plan)]
  // A spreadsheet with a wrong row is corrected first: nothing of it is sent.
  const held = payments.form === "csv" && plan.refused.length > 0
  if (flags.dryRun === true || held || plan.operations.length === 0) {
    return answerOf(environment, plan, all, { ...told, said: "could be paid, nothing was sent" })
  }
  if (flags.signers !== undefined) {
    const out = flags.out ?? `${file}.draft`
    const drafting = { names: flags.signers, out, chain, now }
    const files = await writeDrafts(environment, client, plan, drafting)
    const answer = await answerOf(environment, plan, all, { ...told, said: "drafted" })
    const next = files.map((one) => `Written to ${one}. Each signer: concordat sign ${one}`)
    return { ...answer, lines: [...answer.lines, ...next] }
  }
  await meetLedger(environment, client)
  const { outcomes, again } = await payPlan(client, plan, signersOf(flags))
  const answer = await answerOf(environment, plan, outcomes, { ...told, said: "paid, final" })
  const before = again.map((entry) => `Entry ${entry} was booked before.`)
  return { ...answer, lines: [...answer.lines, ...before] }
}
