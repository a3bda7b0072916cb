/**
 * How a run comes to money of its own on a development ledger: by the sign-in that such a ledger
 * offers over HTTP, a principal with keys of ours and with rights of money; by those keys an asset,
 * its accounts, and what they begin with.
 */
import { randomBytes } from "node:crypto"
import {
  type Key,
  newKey,
  possessionOf,
  type Transaction,
  transactionOf,
  type Value,
} from "./bytes.ts"
import type { Act, Counters, Mode } from "./record.ts"
import { ask, read, submit } from "./wire.ts"

const ROLES = ["money.issue", "money.operate", "money.pay"]
const ACCOUNTS = 24
const TREASURY_BEGINS = 10_000_000
const ACCOUNT_BEGINS = 1_000
/** How long a transaction, and a proof that a key is there, may wait. */
const EXPIRES_MS = 600_000
const HOLD_MS = 30 * 86_400_000
const ID_BYTES = 16
const SALT_BYTES = 8
const TIME_BYTES = 6
const OK = 200

/** Money of one run, and who moves it. */
export type Money = {
  readonly chain: string
  readonly organisation: string
  readonly asset: string
  readonly issuance: string
  readonly treasury: string
  readonly accounts: readonly string[]
  readonly keys: readonly Key[]
  /** Counters after the block of `height`. */
  readonly begins: ReadonlyMap<string, Counters>
  readonly height: number
  /** The ledger's time, in milliseconds, as the clock of this process carries it on. */
  now(): number
}

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString("hex")
const number = () => hex(randomBytes(ID_BYTES))

/** A fresh id whose first 48 bits are the time (RFC 9562, version 7). */
export function idAt(ms: number): string {
  const bytes = randomBytes(ID_BYTES)
  bytes.writeUIntBE(Math.floor(ms), 0, TIME_BYTES)
  bytes[TIME_BYTES] = 0x70 | (bytes[TIME_BYTES]! & 0x0f)
  return hex(bytes)
}

type Ledger = Pick<Money, "chain" | "now">

/** A transaction of some operations, by one key. */
export function written(
  { chain, now }: Ledger,
  key: Key,
  mode: Mode,
  operations: readonly Value[],
): Transaction {
  const heading = { chain, expires: Math.floor(now()) + EXPIRES_MS, memo: null, mode }
  return transactionOf(key, { ...heading, salt: randomBytes(SALT_BYTES), operations })
}

const bytes = (text: string) => Buffer.from(text, "hex")

/** What an operation needs to know of the money that it moves. */
type Paid = Pick<Money, "organisation" | "asset" | "now">

/** An operation as the ledger takes it. */
export function operationOf({ organisation, asset, now }: Paid, act: Act): Value {
  const say = (command: string, input: Value): Value => ({ command: `money.${command}`, input })
  switch (act.kind) {
    case "issue": {
      const treasury = bytes(act.to)
      const given = { asset, treasury, amount: act.amount, backing: null }
      return say("mint", { entry: bytes(act.id), ...given })
    }
    case "pay": {
      const line = { debit: bytes(act.from), credit: bytes(act.to), amount: act.amount, code: 100 }
      const nothing = { uetr: null, memo: null, consent: null }
      return say("transfer", { entry: bytes(act.id), line: { ...line, ...nothing } })
    }
    case "hold": {
      const [from, to] = [bytes(act.from), bytes(act.to)]
      const expires = Math.floor(now()) + HOLD_MS
      const given = { from, to, amount: act.amount, condition: { by: organisation } }
      return say("hold", { hold: bytes(act.id), ...given, notBefore: 0, expires, consent: null })
    }
    case "post":
      return say("postHold", { hold: bytes(act.hold), amount: act.amount, release: null })
    case "void":
      return say("voidHold", { hold: bytes(act.hold) })
  }
}

/** Calls a command by the development sign-in. */
async function call(url: string, who: readonly string[], command: string, input: object) {
  const [first, ...others] = who
  const headers = {
    ...{ "content-type": "application/json", "concordat-as": first! },
    ...(others.length > 0 && { "concordat-cosigners": others.join(",") }),
  }
  const path = `${url}/v1/${command.replace(".", "/")}`
  const answer = await ask(path, { method: "POST", headers, body: JSON.stringify(input) })
  if (answer?.status === OK || answer?.json["code"] === "already_exists") return
  throw new Error(`${command}: ${answer?.status} ${answer?.json["detail"] ?? ""}`)
}

type Development = { readonly principals: readonly string[] }
type Members = { readonly rows: readonly { readonly key: object; readonly value: Row }[] }
type Row = Readonly<Record<string, unknown>>

/** Administrators of all members, that of the first principal's organisation before the others. */
async function administrators(url: string): Promise<readonly string[]> {
  const { principals } = (await read(`${url}/v1/development`)) as unknown as Development
  const { rows } = (await read(`${url}/v1/organisations/organisations?limit=200`)) as Members
  const members = rows
    .filter(({ value }) => value["class"] === "member" && value["status"] === "active")
    .map(({ key }) => Object.values(key)[0] as string)
  const held = principals.filter((name) => name.endsWith("/administrator-1"))
  const ours = held.filter((name) => members.includes(name.split("/")[0]!))
  if (ours.length === 0) throw new Error("this ledger has no sign-in for administrators")
  return ours
}

/** A principal with keys of ours and all that money asks for. */
async function principal(url: string, { chain, now }: Ledger, keys: readonly Key[]) {
  const all = await administrators(url)
  const [chief] = all as [string]
  const organisation = chief.split("/")[0]!
  const name = `history-${number().slice(0, 8)}`
  const holder = `${organisation}/${name}`
  const from = new Date(0).toISOString()
  const terms = { scope: "", from, until: null, limit: null, delegable: false }
  await Promise.all([
    call(url, [chief], "organisations.addPrincipal", { name, kind: "service" }),
    ...ROLES.map((role) =>
      call(url, all, "organisations.grantOrganisation", { organisation, role, ...terms }),
    ),
  ])
  const expires = Math.floor(now()) + EXPIRES_MS
  await Promise.all([
    ...keys.map((key) => {
      const claim = { chain, expires, holder, purpose: "sign", thumbprint: key.kid }
      const proof = possessionOf(key, claim).toString("base64url")
      const about = { holder, purpose: "sign", algorithm: "ed25519", from, until: null }
      const shown = { public: key.cose.toString("base64url"), possession: proof }
      return call(url, [chief], "organisations.addKey", { ...about, ...shown })
    }),
    ...ROLES.map((role) => call(url, [chief], "organisations.grant", { holder, role, ...terms })),
  ])
  return organisation
}

const NONE: Counters = { credits: 0, debits: 0, creditsPending: 0, debitsPending: 0 }

function beginnings(issuance: string, treasury: string, accounts: readonly string[]) {
  const given = accounts.length * ACCOUNT_BEGINS
  return new Map<string, Counters>([
    [issuance, { ...NONE, debits: TREASURY_BEGINS }],
    [treasury, { ...NONE, credits: TREASURY_BEGINS, debits: given }],
    ...accounts.map((account) => [account, { ...NONE, credits: ACCOUNT_BEGINS }] as const),
  ])
}

/** Brings the money of a run into being at a node. Throws where the ledger does not let it. */
export async function found(url: string, clients: number): Promise<Money> {
  const status = await read(`${url}/v1/status`)
  const [chain, began] = [String(status["chain"]), performance.now()]
  const ledgerTime = Date.parse(String(status["now"]))
  const now = () => ledgerTime + performance.now() - began
  const keys = Array.from({ length: clients }, newKey)
  const organisation = await principal(url, { chain, now }, keys)
  const [issuance, treasury] = [number(), number()]
  const accounts = Array.from({ length: ACCOUNTS }, number)
  const asset = `history-${issuance.slice(0, 8)}`
  const begins = beginnings(issuance, treasury, accounts)
  const money = { chain, organisation, asset, issuance, treasury, accounts, keys, begins, now }
  const terms = { class: "unit", decimals: 2, iso4217: null, isin: null, approvals: 1 }
  const registered = {
    ...terms,
    asset,
    issuance: bytes(issuance),
    document: bytes("00".repeat(32)),
  }
  const open = (account: string, kind: string): Value => {
    const owner = { account: bytes(account), asset, owner: organisation, kind }
    return { command: "money.openAccount", input: { ...owner, tier: 0, wallet: null } }
  }
  const acts: Act[] = [
    { kind: "issue", id: idAt(now()), to: treasury, amount: TREASURY_BEGINS },
    ...accounts.map((to): Act => {
      return { kind: "pay", id: idAt(now()), from: treasury, to, amount: ACCOUNT_BEGINS }
    }),
  ]
  const first = written(money, keys[0]!, "atomic", [
    { command: "money.registerAsset", input: registered },
    ...[open(treasury, "treasury"), ...accounts.map((account) => open(account, "omnibus"))],
    ...acts.map((act) => operationOf(money, act)),
  ])
  const [answer] = await submit(url, [first])
  if (answer?.is !== "placed") throw new Error(`no money: ${JSON.stringify(answer)}`)
  return { ...money, height: answer.height }
}
