/**
 * A message of ISO 20022 to the lines that are to be signed for it. The gateway signs nothing and
 * sends nothing: whoever asked signs the operations, or the drafts of them, and sends them.
 */
import {
  type Hash,
  type Hex,
  Invalid,
  type Json,
  type JsonObject,
  Refusal,
  sha256Hex,
  time,
  toBase64url,
} from "@concordat/kernel"
import {
  accountNames,
  answersOf,
  draftsOf,
  ensureValid,
  groupStatus,
  type KnownAccount,
  type KnownOriginal,
  type Outcome,
  type Payments,
  type Plan,
  paymentsOf,
  planPayments,
  type ReturnedLine,
  readAccount,
  readMessage,
  readSecret,
  recallStates,
  refusedReturns,
  type Schemas,
  statusReport,
  writeXml,
} from "@concordat/sdk/iso20022"
import type { GatewayOptions } from "../gateway.ts"
import { hashText } from "../routes/record.ts"
import { type Answer, type Asked, JSON_TYPE, jsonAnswer } from "../routes/route.ts"
import { originalOf, returnedOf } from "./original.ts"
import { accountOf, assetOf } from "./rows.ts"

/** Media type of messages. */
export const XML_TYPE = "application/xml"
/** What keys the ids of a message's entries, in hex. */
export const SECRET_HEADER = "Payment-Secret"
/** How long the drafts may travel: a minute less than the ledger takes. */
const EXPIRES_MS = 14 * 60_000
const ID_BYTES = 16

/** Which of these names are accounts here. Unknown names are the plan's to refuse. */
async function knownAccounts(
  ledger: GatewayOptions["ledger"],
  names: readonly string[],
): Promise<ReadonlyMap<string, KnownAccount>> {
  const known = new Map<string, KnownAccount>()
  const assets = new Map<string, Awaited<ReturnType<typeof assetOf>>>()
  for (const name of names) {
    try {
      const account = readAccount(name)
      const { asset, kind } = (await accountOf(ledger, account)).row
      const terms = assets.get(asset) ?? (await assetOf(ledger, asset))
      assets.set(asset, terms)
      const { decimals, iso4217: currency } = terms
      known.set(name, { account, asset, decimals, currency, isIssuance: kind === "issuance" })
    } catch (failure) {
      const told = failure instanceof Error || failure instanceof Refusal
      const code = told && "code" in failure ? failure.code : ""
      if (code !== "account_malformed" && code !== "unknown_account") throw failure
    }
  }
  return known
}

/** The lines that a message is about, by the path of each instruction. */
async function originalsOf(
  ledger: GatewayOptions["ledger"],
  { instructions }: Payments,
): Promise<ReadonlyMap<string, KnownOriginal>> {
  const found = new Map<string, KnownOriginal>()
  for (const { path, original } of instructions) {
    const known = original === null ? null : await originalOf(ledger, original)
    if (known !== null) found.set(path, known)
  }
  return found
}

/** What became of the returns that a message says to be an answer to. */
async function statesOf(
  ledger: GatewayOptions["ledger"],
  payments: Payments,
  originals: ReadonlyMap<string, KnownOriginal>,
): Promise<Outcome[]> {
  const lines = new Map<string, ReturnedLine>()
  for (const [path, original] of originals) {
    lines.set(path, { ...original, returned: await returnedOf(ledger, original) })
  }
  return recallStates(payments, lines)
}

/** A message that nothing is booked by, with what became of each payment in it; null for others. */
async function answered(
  ledger: GatewayOptions["ledger"],
  payments: Payments,
  originals: ReadonlyMap<string, KnownOriginal>,
  refuse: string | undefined,
): Promise<Outcome[] | null> {
  if (refuse !== undefined) return refusedReturns(payments, refuse)
  if (payments.booked === "asked") return answersOf(payments, originals)
  return payments.booked === "answered" ? statesOf(ledger, payments, originals) : null
}

/** Such a message as a plan of no operations. */
function planOfNone(payments: Payments, outcomes: readonly Outcome[]): Plan {
  const refused = outcomes.flatMap(({ instruction, fault }) =>
    fault === null ? [] : [{ instruction, fault }],
  )
  return { payments, operations: [], lines: [], refused }
}

/** What the plan makes of each payment: nothing is booked yet. */
function outcomesOf({ lines, refused }: Plan): Outcome[] {
  const accepted = lines.map(({ instruction, entry }) => ({
    ...{ instruction, entry, status: "ACTC" as const, fault: null },
  }))
  const rejected = refused.map(({ instruction, fault }) => ({
    ...{ instruction, fault, entry: null, status: "RJCT" as const },
  }))
  return [...accepted, ...rejected]
}

function planJson({ payments, operations, lines, refused }: Plan, outcomes: Outcome[]): JsonObject {
  return {
    ...{ message: payments.form, messageId: payments.messageId, status: groupStatus(outcomes) },
    operations: operations as Json,
    lines: lines.map(({ instruction, entry, index, asset, line }) => ({
      ...{ path: instruction.path, endToEndId: instruction.endToEndId, entry, line: index, asset },
      ...{ debit: line["debit"]!, credit: line["credit"]!, amount: line["amount"]! },
      uetr: line["uetr"]!,
    })),
    outcomes: outcomes.map(({ instruction, status, fault, entry }) => ({
      ...{ path: instruction.path, endToEndId: instruction.endToEndId, status, entry },
      reason: fault?.reason ?? null,
    })),
    refused: refused.map(({ instruction, fault: { code, reason, text, path } }) => ({
      ...{ payment: instruction.path, endToEndId: instruction.endToEndId },
      ...{ path, code, reason, message: text },
    })),
  }
}

/** The drafts for signers that are named; none without. */
function drafts({ ledger, random }: GatewayOptions, plan: Plan, named: string | undefined) {
  if (named === undefined) return []
  const signers = named.split(",").map((kid): Hash => hashText(kid.trim(), "signers"))
  const expires = ledger.status().now + EXPIRES_MS
  const drafting = { chain: ledger.chain, expires, signers, commands: ledger.runtime, random }
  return draftsOf(plan.operations, drafting).map(toBase64url)
}

/** The sender's secret, which the ids of its entries follow from. Throws `field_missing`. */
function secretOf({ headers }: Request): Hex {
  const secret = headers.get(SECRET_HEADER)
  if (secret !== null) return readSecret(secret)
  const why = `Say ${SECRET_HEADER}: bytes that you alone know, the same if you send it again.`
  throw new Invalid("field_missing", `/${SECRET_HEADER}`, why)
}

function noReport({ form }: Payments): Invalid {
  const reason = `${form} is an answer: ISO 20022 has no report on it. Ask for JSON.`
  return new Invalid("accept_unsupported", "", reason, { expected: JSON_TYPE })
}

/** Plans a message; answers the plan, or as XML the status report on it. */
export async function planMessage(
  options: GatewayOptions,
  schemas: Schemas,
  { body, accepted, query, request }: Asked,
): Promise<Answer> {
  const { ledger, random } = options
  const message = readMessage(body)
  const payments = paymentsOf(message)
  const schema = ensureValid(schemas, message)
  const known = await knownAccounts(ledger, accountNames(payments))
  const originals = await originalsOf(ledger, payments)
  const { now, height } = ledger.status()
  const told = await answered(ledger, payments, originals, query["refuse"])
  const plan =
    told === null
      ? planPayments(payments, {
          ...{ known, originals, now, secret: secretOf(request) },
          backing: sha256Hex(body) as Hash,
        })
      : planOfNone(payments, told)
  const outcomes = told ?? outcomesOf(plan)
  if (accepted !== JSON_TYPE) {
    if (payments.booked === "answered") throw noReport(payments)
    const messageId = Buffer.from(random(ID_BYTES)).toString("hex")
    const report = statusReport(payments, outcomes, { messageId, created: now })
    return { status: 200, type: `${XML_TYPE}; charset=utf-8`, body: writeXml(report) }
  }
  return jsonAnswer({
    ...{ ...planJson(plan, outcomes), schema, drafts: drafts(options, plan, query["signers"]) },
    ...{ height: height.toString(), now: time.toJson(now) },
  })
}
