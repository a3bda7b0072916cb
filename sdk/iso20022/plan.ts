/**
 * From what a message asks for to what is to be signed: entries of lines as operations, and what is
 * refused before anybody signs. Nothing is booked by it, and no key is needed for it.
 */
import { type Hash, type Hex, Invalid, type JsonObject } from "@concordat/kernel"
import { ID_AHEAD_MS, ID_WINDOW_MS } from "@concordat/services/money"
import { readAmount } from "../amount.ts"
import { entryIdOf } from "./entry-id.ts"
import { plainDecimal } from "./header.ts"
import type { Instruction, Payments } from "./instruction.ts"
import { LINES_PER_ENTRY } from "./limits.ts"
import type { OriginalLine } from "./original.ts"
import { type Fault, faultAt } from "./reasons.ts"

/** An account that a message names, as the ledger knows it. */
export type KnownAccount = {
  readonly account: Hex
  readonly asset: string
  readonly decimals: number
  /** ISO 4217; null where the asset has none. */
  readonly currency: string | null
  /** Whether it is the account that its asset is issued from: only issuing moves it. */
  readonly isIssuance?: boolean
}

/** An earlier line with what the ledger says of its asset. */
export type KnownOriginal = OriginalLine & Omit<KnownAccount, "account">

/** What a plan is made with. */
export type Planning = {
  /** Accounts by the names in the message; who is not among them is unknown. */
  readonly known: ReadonlyMap<string, KnownAccount>
  /** The lines that returns are about, by the path of the instruction, with their accounts. */
  readonly originals?: ReadonlyMap<string, KnownOriginal>
  /** The ledger's time, milliseconds of 1970. */
  readonly now: number
  /** The sender's secret, in hex: it keys the ids of entries, so that nobody else can tell them. */
  readonly secret: Hex
  /** What the lines are for; 100 unless given. */
  readonly code?: number
  /** The digest of the message, which stands behind money that is issued for it. */
  readonly backing?: Hash
}

/** One payment as a line of an entry. */
export type PlannedLine = {
  readonly instruction: Instruction
  readonly entry: Hex
  /** Its number in the entry. */
  readonly index: number
  readonly asset: string
  readonly line: JsonObject
  /** The earlier line that it gives back; null for a payment. */
  readonly original: JsonObject | null
  /** The command that issues or takes back, its input without the entry; null for a payment. */
  readonly issue: Issue | null
}

type Issue = { readonly command: "money.mint" | "money.burn"; readonly input: JsonObject }

/** A payment that is not among the operations. */
export type RefusedInstruction = { readonly instruction: Instruction; readonly fault: Fault }

/** What is to be signed, and what is not. */
export type Plan = {
  readonly payments: Payments
  /** In order; one signature may cover any number of them. */
  readonly operations: readonly { readonly command: string; readonly input: JsonObject }[]
  readonly lines: readonly PlannedLine[]
  readonly refused: readonly RefusedInstruction[]
}

/** The currency of an asset without one (ISO 4217). */
export const NO_CURRENCY = "XXX"
const CODE = 100
/** `pain.001`: what a message is, whatever its version. */
const KIND_CHARACTERS = 8
/** The line code that the ledger gives to returns. */
const CODE_OF_RETURNS = 3

/** Names of accounts that a plan needs to know. */
export function accountNames({ instructions }: Payments): readonly string[] {
  const names = instructions.flatMap(({ debtor, creditor }) => [debtor, creditor])
  return [...new Set(names)].filter((name) => name !== "")
}

/** The first thing wrong with a payment against accounts and time. */
function knownFault(one: Instruction, { known, now }: Planning): Fault | null {
  const { path, debtor, creditor, currency, day } = one
  for (const [side, name] of [["debit", debtor] as const, ["credit", creditor] as const]) {
    const account = known.get(name)
    if (account === undefined) {
      const text = `The account to ${side} is not one of this ledger.`
      return faultAt(path, "unknown_account", text, side)
    }
    if ((account.currency ?? NO_CURRENCY) === currency) continue
    const text = `The account to ${side} is one of ${account.asset}, not of ${currency || "none"}.`
    return faultAt(path, "asset_mismatch", text)
  }
  if (day !== null && Date.parse(day) > now) {
    return faultAt(path, "not_due", `It is to be paid on ${day}; a ledger waits for nobody.`)
  }
  return null
}

/** The amount in smallest units, or what is wrong with it. */
function unitsOf({ amount, path }: Instruction, decimals: number): string | Fault {
  try {
    const units = readAmount(plainDecimal(amount) ?? amount, decimals)
    if (units !== "0") return units
    return faultAt(path, "zero_amount", "The amount is zero.")
  } catch (failure) {
    if (!(failure instanceof Invalid)) throw failure
    return faultAt(path, failure.code, failure.message)
  }
}

/** The time of all ids of a message must be in the ledger's window. */
function windowFault({ created, form }: Payments, now: number): Fault | null {
  if (created < now - ID_WINDOW_MS) {
    return faultAt(`/${form}`, "id_too_old", "The message was made more than seven days ago.")
  }
  return created > now + ID_AHEAD_MS
    ? faultAt(`/${form}`, "id_in_future", "The message says that it was made in the future.")
    : null
}

/**
 * A payment out of the account of issuance issues money, one into it takes money back: by the
 * issuer, with the message as its backing.
 */
function issueOf(debit: KnownAccount, credit: KnownAccount, amount: string, backing?: Hash) {
  const rest = { asset: debit.asset, amount, backing: backing ?? null }
  if (debit.isIssuance) {
    return { command: "money.mint", input: { ...rest, treasury: credit.account } } as const
  }
  return credit.isIssuance
    ? ({ command: "money.burn", input: { ...rest, treasury: debit.account } } as const)
    : null
}

/** A line, or what is wrong with the payment. */
function lineOf(one: Instruction, planning: Planning) {
  const wrong = one.fault ?? knownFault(one, planning)
  if (wrong !== null) return wrong
  const debit = planning.known.get(one.debtor)!
  const credit = planning.known.get(one.creditor)!
  const amount = unitsOf(one, debit.decimals)
  if (typeof amount !== "string") return amount
  if (debit.account === credit.account) {
    return faultAt(one.path, "same_account", "Debit and credit are one account.")
  }
  if (debit.asset !== credit.asset) {
    const text = `The accounts are of ${debit.asset} and of ${credit.asset}.`
    return faultAt(one.path, "asset_mismatch", text)
  }
  const line = { debit: debit.account, credit: credit.account, amount, uetr: one.uetr }
  const { code = CODE } = planning
  return {
    ...{ asset: debit.asset, original: null },
    issue: issueOf(debit, credit, amount, planning.backing),
    line: { ...line, code, memo: null, consent: null },
  }
}

/** A line that gives back all or part of an earlier one, or what is wrong with the return. */
function returnOf(one: Instruction, planning: Planning) {
  if (one.fault !== null) return one.fault
  const original = planning.originals?.get(one.path)
  if (original === undefined) {
    return faultAt(one.path, "unknown_entry", "No line of the last seven days is the original.")
  }
  const { asset, decimals, currency, shown, line } = original
  const whole = one.amount === ""
  if (!whole && (currency ?? NO_CURRENCY) !== one.currency) {
    return faultAt(one.path, "asset_mismatch", `The original is one of ${asset}.`)
  }
  const amount = whole ? line.amount.toString() : unitsOf(one, decimals)
  if (typeof amount !== "string") return amount
  const back = { debit: line.credit, credit: line.debit, amount, code: CODE_OF_RETURNS }
  const of = { asset, original: shown, issue: null }
  return { ...of, line: { ...back, uetr: null, memo: null, consent: null } }
}

/** A return that is asked for: of the whole line, and of that very one. */
function recallOf(one: Instruction, planning: Planning) {
  const made = returnOf(one, planning)
  if ("reason" in made) return made
  const { line } = planning.originals!.get(one.path)!
  if (made.line["amount"] === line.amount.toString()) return made
  return faultAt(one.path, "unknown_entry", "The line under this id is of another amount.")
}

/** What a bundle of lines of one entry is sent as. */
function operationOf(booked: Payments["booked"], entry: Hex, own: readonly PlannedLine[]) {
  const [{ line, original, instruction, issue }] = own as [PlannedLine]
  if (booked === "together") {
    const lines = own.map((one) => one.line)
    return { command: "money.post", input: { entry, mode: "each", lines } }
  }
  if (issue !== null) return { command: issue.command, input: { entry, ...issue.input } }
  if (original === null) return { command: "money.transfer", input: { entry, line } }
  const reason = instruction.original?.reason ?? "NARR"
  const amount = line["amount"]!
  const input = { entry, original, amount, reason, consent: null }
  return { command: "money.returnLine", input }
}

/** Payments that share an entry: of one group, so many each; or each alone. */
function bundles({ booked, instructions }: Payments): (readonly Instruction[])[] {
  if (booked !== "together") return instructions.map((one) => [one])
  const groups = Map.groupBy(instructions, ({ group }) => group)
  return [...groups.values()].flatMap((group) => {
    const count = Math.ceil(group.length / LINES_PER_ENTRY)
    return Array.from({ length: count }, (_, i) =>
      group.slice(i * LINES_PER_ENTRY, (i + 1) * LINES_PER_ENTRY),
    )
  })
}

/** What makes lines of what is no payment. */
const MAKERS: Partial<Record<Payments["booked"], typeof returnOf>> = {
  ...{ returns: returnOf, recalled: recallOf },
}

/**
 * Plans the payments of a message. Its entries depend on the message and its sender's secret alone,
 * so a message that its sender plans again, in part or whole, is never paid twice.
 */
export function planPayments(payments: Payments, planning: Planning): Plan {
  const operations: Plan["operations"][number][] = []
  const lines: PlannedLine[] = []
  const refused: RefusedInstruction[] = []
  const whole = payments.fault ?? windowFault(payments, planning.now)
  const seen = new Set<string>()
  const { messageId, created, form, booked } = payments
  const kind = form.slice(0, KIND_CHARACTERS)
  const make = MAKERS[booked] ?? lineOf
  for (const [number, bundle] of bundles(payments).entries()) {
    const [{ group = "" } = {}] = bundle
    const entry = entryIdOf(planning.secret, created, kind, messageId, group, String(number))
    const own: PlannedLine[] = []
    for (const instruction of bundle) {
      const made = whole ?? twiceFault(instruction, seen) ?? make(instruction, planning)
      if ("reason" in made) refused.push({ instruction, fault: made })
      else own.push({ instruction, entry, index: own.length, ...made })
    }
    if (own.length === 0) continue
    lines.push(...own)
    operations.push(operationOf(booked, entry, own))
  }
  return { payments, operations, lines, refused }
}

/** A UETR stands in one message once; a payment may be returned in parts. */
function twiceFault({ uetr, path, original }: Instruction, seen: Set<string>): Fault | null {
  if (uetr === null || original !== null) return null
  if (seen.has(uetr)) return faultAt(path, "uetr_exists", "The UETR stands in the message twice.")
  seen.add(uetr)
  return null
}
