/**
 * For tests: random stories of a consortium, right more often than wrong, in the words of the naive
 * register and in those of the service.
 */
import type { Operation, Party } from "@concordat/kernel"
import {
  type GivenRow,
  saltOf,
  type TestLedger,
  testSigner,
  writeTransaction,
} from "@concordat/kernel/testing"
import fc from "fast-check"
import {
  BEGAN,
  beginning,
  consortiumRow,
  DAY,
  DAY_SECONDS,
  grantRow,
  officeRows,
  possessionOf,
} from "./consortium.testing.ts"
import {
  type NaiveCommand,
  NaiveConsortium,
  type NaiveState,
  type NaiveTerms,
} from "./naive-register.testing.ts"

const OPERATIONS = 10
const MEMBERS = ["alpha", "beta", "delta", "gamma"] as Party[]
const GUESTS = ["omega", "sigma"]
const NAMES = ["a", "b", "c", "d"]
const HEADS: Readonly<Record<string, readonly string[]>> = {
  ...{ alpha: ["a", "b", "c"], beta: ["a", "b"], delta: ["a"], gamma: ["a"] },
}

/** The key of a name: `alpha/a 1` is the second one of alpha's `a`. */
function signerOf(name: string) {
  const [holder, number] = name.split(" ") as [string, string]
  return testSigner(holder, "ed25519", number === "0" ? "sign" : `key ${number}`)
}
export const kidOf = (name: string) => signerOf(name).kid

const office = fc.constantFrom(...MEMBERS, ...MEMBERS, ...GUESTS)
const name = fc.constantFrom(...NAMES)
const number = fc.constantFrom(0, 1, 1, 2, 2, 3, 4)
const role = fc.constantFrom("permits.issue", "permits.issue", "org.operator", "org.admin", "x.y")
const scope = fc.constantFrom("", "", "road")
const days = fc.constantFrom(0, 1, 6, 8)
const threshold = fc.constantFrom(0, 1, 1, 1, 2, 3, 6)
const terms = fc.record({
  from: fc.constantFrom(0, 0, 0, 2),
  until: fc.constantFrom(null, null, null, 0, 5, 20),
  limit: fc.constantFrom(null, null, 5n, 9n),
  delegable: fc.boolean(),
})
const plain = { from: 0, until: null, limit: null, delegable: false } as const

/** Whose affair a command is; its own organisation's, where it names none. */
const drawn = fc.oneof(
  draw(3, "admit", { office: fc.constantFrom(...GUESTS, "alpha"), name, number, threshold }),
  draw(2, "activate", {}),
  draw(3, "suspend", { office: fc.constantFrom(...MEMBERS, ...GUESTS, "nobody") }),
  draw(3, "reinstate", { office: fc.constantFrom(...MEMBERS, ...GUESTS) }),
  draw(2, "resetAdministrators", { office, name, number, threshold }),
  draw(2, "update", { threshold }),
  draw(4, "addPrincipal", { name, kind: fc.constantFrom("person", "service", "node") }),
  draw(3, "suspendPrincipal", { name }),
  draw(4, "reinstatePrincipal", { name }),
  draw(2, "retirePrincipal", { name }),
  draw(6, "addKey", {
    ...{ office: fc.constantFrom(null, null, null, "beta"), name, number, days, terms },
    purpose: fc.constantFrom("sign", "sign", "sign", "seal", "witness"),
    proof: fc.constantFrom(true, true, true, false),
    organisation: fc.constantFrom(false, false, true),
  }),
  draw(4, "rotateKey", {
    name,
    number,
    next: number,
    days,
    proof: fc.constantFrom(true, true, false),
  }),
  draw(2, "revokeKey", {
    ...{ office: fc.constantFrom(null, null, "beta"), name, number },
    since: fc.constantFrom(null, -1, 1),
  }),
  draw(5, "grantOrganisation", { office, role, scope, terms }),
  draw(2, "revokeOrganisation", { office, role, scope }),
  draw(9, "grant", { office: fc.constantFrom(null, null, null, "beta"), name, role, scope, terms }),
  draw(2, "grant", { name, ...constant({ role: "org.admin", scope: "", terms: plain }) }),
  draw(5, "grant", { name, scope, ...constant({ role: "permits.issue", terms: plain }) }),
  draw(4, "revokeGrant", { office: fc.constantFrom(null, null, null, "beta"), name, role, scope }),
)
type Drawn = Readonly<Record<string, never>> & { readonly do: NaiveCommand["do"] }
function constant(parts: Readonly<Record<string, unknown>>) {
  const entries = Object.entries(parts).map(([name, part]) => [name, fc.constant(part)])
  return Object.fromEntries(entries) as Readonly<Record<string, fc.Arbitrary<unknown>>>
}
function draw(
  weight: number,
  of: NaiveCommand["do"],
  parts: Readonly<Record<string, fc.Arbitrary<unknown>>>,
) {
  const arbitrary = fc.record({ do: fc.constant(of), ...parts }) as unknown as fc.Arbitrary<Drawn>
  return { weight, arbitrary }
}

/** Who signs: heads of an organisation, one of each of some members, or one principal. */
const signing = fc.oneof(
  { weight: 4, arbitrary: fc.record({ heads: office, count: fc.constantFrom(1, 2, 3) }) },
  { weight: 4, arbitrary: fc.record({ members: fc.integer({ min: 1, max: 5 }) }) },
  { weight: 3, arbitrary: fc.record({ office, name }) },
  { weight: 3, arbitrary: fc.record({ office, name: fc.constant("d") }) },
)
type Signing =
  | { heads: string; count: number }
  | { members: number }
  | { office: string; name: string }

/** Blocks of commands, each with its signers and the time that passes before. */
export const storyOf = (blocks: number) =>
  fc.array(
    fc.record({
      signers: signing as fc.Arbitrary<Signing>,
      commands: fc.array(drawn, { minLength: OPERATIONS, maxLength: OPERATIONS }),
      passes: fc.constantFrom(0, 0, 0, 0, DAY, 3 * DAY, 29 * DAY),
    }),
    { minLength: blocks, maxLength: blocks, size: "max" },
  )

/** What register and naive register begin with. Those called d may pass a right on. */
export function begun() {
  const rows: GivenRow[] = [consortiumRow(MEMBERS)]
  const state: NaiveState = {
    ...{ offices: new Map(), persons: new Map(), keys: new Map(), rights: new Map() },
    heads: new Set(),
  }
  const times = { since: BEGAN, changed: BEGAN }
  const right = (holder: string, role: string, delegable: boolean) => {
    rows.push(grantRow(holder as Party, role, { delegable }))
    state.rights.set(`${holder} ${role} `, {
      ...{ holder, role, scope: "", grantor: holder.split("/")[0]!, from: BEGAN, until: null },
      ...{ limit: null, delegable, depth: holder.includes("/") ? 1 : 0, revoked: false },
      changed: BEGAN,
    })
  }
  for (const of of MEMBERS) {
    rows.push(...officeRows(of, HEADS[of]!, ["d"]))
    state.offices.set(of, {
      ...{ class: "member", status: "active", threshold: 1, reason: null, ...times },
    })
    for (const who of [...HEADS[of]!, "d"].map((one) => `${of}/${one}`)) {
      state.persons.set(who, { kind: "person", status: "active", ...times })
      const key = { purpose: "sign", status: "active", from: BEGAN, until: null, since: null }
      state.keys.set(`${who} 0`, { holder: who, ...key })
    }
    for (const head of HEADS[of]!.map((one) => `${of}/${one}`)) {
      state.heads.add(head)
      right(head, "org.admin", false)
    }
    right(of, "permits.issue", true)
    right(`${of}/d`, "permits.issue", true)
  }
  return { ledger: beginning(rows).ledger, naive: new NaiveConsortium(state) }
}

/** The names of the keys that sign: of each signer one that stands, if there is one. */
function keysOf(drawnSigners: Signing, naive: NaiveConsortium, now: number): string[] {
  const usable = (who: string) => {
    const own = [...naive.state.keys].filter(
      ([, key]) => key.holder === who && key.purpose === "sign",
    )
    const good = own.find(
      ([, { status, from, until }]) =>
        status === "active" && from <= now && (until === null || now < until),
    )
    return (good ?? own[0])?.[0] ?? `${who} 0`
  }
  const active = (of: string) => {
    const heads = naive.headsOf(of)
    const good = heads.filter((who) => naive.state.persons.get(who)?.status === "active")
    return good.length > 0 ? good : heads
  }
  if ("heads" in drawnSigners) {
    const { heads, count } = drawnSigners
    const who = active(heads).slice(0, count)
    return (who.length > 0 ? who : [`${heads}/a`]).map(usable)
  }
  if ("members" in drawnSigners) {
    const who = naive.members().flatMap((of) => active(of).slice(0, 1))
    return who.slice(-drawnSigners.members).map(usable)
  }
  return [usable(`${drawnSigners.office}/${drawnSigners.name}`)]
}

/** All that a drawn command may say; each says some of it. */
type Words = NaiveTerms & {
  readonly office?: string | null
  readonly name: string
  readonly number: number
  readonly next: number
  readonly role: string
  readonly scope: string
  readonly terms?: NaiveTerms
  readonly proof: boolean
  readonly purpose: string
  readonly organisation: boolean
  readonly days: number
  readonly since: number | null
  readonly threshold: number
}

/** What was drawn, as a command of this signer at this time. */
function commandOf(one: Drawn, caller: string, now: number): NaiveCommand {
  const part = one as unknown as Words
  const own = part.office ?? caller.split("/")[0]!
  const holder = `${own}/${part.name}`
  const moment = (after: number | null) => (after === null ? null : now + after * DAY)
  const { role, scope, terms = plain } = part
  const right = { role, scope }
  const { limit, delegable } = terms
  const period = { from: now + terms.from * DAY, until: moment(terms.until) }
  const lasting = { limit, delegable, ...period }
  const heads = [{ name: part.name, key: `${holder} ${part.number}` }]
  const seated = { organisation: own, threshold: part.threshold, heads }
  const { do: kind } = one
  switch (kind) {
    case "admit":
      return { do: kind, ...seated, class: part.number > 2 ? "observer" : "member" }
    case "resetAdministrators":
      return { do: kind, ...seated }
    case "suspend":
    case "reinstate":
      return { do: kind, organisation: own, reason: "audit" }
    case "addKey":
    case "rotateKey":
    case "revokeKey":
      return keyCommandOf(kind, part, { own, now, ...period })
    case "grantOrganisation":
      return { do: kind, organisation: own, ...right, ...lasting }
    case "revokeOrganisation":
      return { do: kind, organisation: own, ...right }
    case "grant":
      return { do: kind, holder, ...right, ...lasting }
    case "revokeGrant":
      return { do: kind, holder, ...right }
    default:
      return one as unknown as NaiveCommand
  }
}

function keyCommandOf(
  kind: "addKey" | "rotateKey" | "revokeKey",
  { name, number, next, days, since, organisation, purpose, proof }: Words,
  { own, now, from, until }: { own: string; now: number; from: number; until: number | null },
): NaiveCommand {
  const person = `${own}/${name}`
  const key = `${person} ${number}`
  if (kind === "rotateKey") return { do: kind, old: key, key: `${person} ${next}`, days, proof }
  if (kind === "revokeKey")
    return { do: kind, key, since: since === null ? null : now + since * DAY }
  const holder = organisation ? own : person
  return { do: kind, holder, key, purpose, from, until, proof }
}

/** A proof that this key may be the holder's, or one that has expired. */
function proofOf(key: string, holder: string, purpose: string, good: boolean, now: number) {
  const expires = good ? now + 60_000 : now
  return possessionOf(signerOf(key), holder as Party, purpose as "sign", { expires })
}

/** The same command in the words of the service. */
function operationOf(command: NaiveCommand, naive: NaiveConsortium, now: number): Operation {
  const of = (input: Readonly<Record<string, unknown>>): Operation => ({
    ...{ command: `organisations.${command.do}`, input },
  })
  const heads = (given: readonly { name: string; key: string }[]) =>
    given.map((one) => ({ name: one.name, public: signerOf(one.key).public }))
  switch (command.do) {
    case "admit":
    case "resetAdministrators": {
      const { organisation, threshold } = command
      const more = command.do === "admit" ? { class: command.class, name: "Office" } : {}
      return of({
        organisation,
        ...more,
        adminThreshold: threshold,
        administrators: heads(command.heads),
      })
    }
    case "update":
      return of({ name: "Office", page: null, adminThreshold: command.threshold })
    case "addPrincipal":
      return of({ name: command.name, kind: command.kind })
    case "activate":
      return of({})
    case "suspendPrincipal":
    case "reinstatePrincipal":
    case "retirePrincipal":
      return of({ name: command.name })
    case "addKey": {
      const { holder, key, purpose, from, until, proof } = command
      const possession = proofOf(key, holder, purpose, proof, now)
      const { algorithm, public: bytes } = signerOf(key)
      return of({ holder, purpose, algorithm, public: bytes, from, until, possession })
    }
    case "rotateKey": {
      const { old, key, days, proof } = command
      const row = naive.state.keys.get(old)
      const possession = proofOf(key, row?.holder ?? "x1/y", row?.purpose ?? "sign", proof, now)
      const { algorithm, public: bytes } = signerOf(key)
      const overlap = days * DAY_SECONDS
      return of({ old: kidOf(old), algorithm, public: bytes, possession, overlap })
    }
    case "revokeKey":
      return of({ key: kidOf(command.key), compromisedSince: command.since })
    default: {
      const { do: _, ...input } = command
      return of(input)
    }
  }
}

/** A block of a story. */
export type Block = {
  readonly signers: Signing
  readonly commands: readonly Drawn[]
  readonly passes: number
}

/** What a block of a story comes to: its bytes, and what the naive register says of them. */
export type Step = {
  readonly bytes: Uint8Array
  /** The code that stops the whole transaction. */
  readonly whole: string | null
  /** The code of each operation. */
  readonly each: readonly (string | null)[]
}

/** The next block, which the naive register has gone through; null where nobody can sign. */
export function stepOf(
  naive: NaiveConsortium,
  { signers, commands }: Block,
  { runtime, state: { chain, height }, time: now }: TestLedger,
): Step | null {
  const names = keysOf(signers, naive, now)
  const [first] = names
  if (first === undefined) return null
  const caller = naive.state.keys.get(first)?.holder ?? first.split(" ")[0]!
  const whole = naive.signed(names, now)
  const operations: Operation[] = []
  const each = commands.map((one) => {
    const command = commandOf(one, caller, now)
    // Put into words when its turn comes: a rotation asks whose key it is then.
    operations.push(operationOf(command, naive, now))
    return whole === null ? naive.apply(command) : null
  })
  const plain = { chain, expires: now + 60_000, memo: null, mode: "each" } as const
  const heading = { ...plain, salt: saltOf(Number(height)) }
  const bytes = writeTransaction(runtime, heading, operations, names.map(signerOf))
  return { bytes, whole, each }
}
