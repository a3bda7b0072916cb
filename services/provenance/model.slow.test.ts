/** The whole register against a naive one, by random commands. */
import {
  fromHex,
  type Hash,
  hashOf,
  MerkleTree,
  type Operation,
  type Party,
  verifyState,
} from "@concordat/kernel"
import { operation, type TestLedger } from "@concordat/kernel/testing"
import fc from "fast-check"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { verifyByOpenssl } from "../../test/openssl.ts"
import { runs } from "../../test/runs.ts"
import { setClass } from "./classes.ts"
import { dispose } from "./dispose.ts"
import {
  batchOf,
  isBatch,
  type NaiveCommand,
  NaiveRegister,
  type NaiveSigners,
  type NaiveTarget,
} from "./naive-register.testing.ts"
import {
  ASSISTANT,
  BEGAN,
  CLERK,
  classOf,
  DAY,
  documentOf,
  EDUCATION,
  hashFrom,
  JUSTICE,
  MACHINE,
  openOffices,
  REGISTRAR,
  SECOND,
  sealOf,
  statementOf,
} from "./office.testing.ts"
import { register } from "./register.ts"
import { readStatement } from "./statement.ts"
import { reinstate, revoke, suspend } from "./status.ts"
import { supersede } from "./supersede.ts"
import { chains, items, log, statements } from "./tables.ts"

const BATCH = 4
const OPERATIONS = 20

const ALL = ["provenance.class", "provenance.issue", "provenance.status"]
const SIGNERS: readonly (NaiveSigners & { readonly who: readonly string[] })[] = [
  { who: [REGISTRAR], office: EDUCATION, roles: ALL, persons: 1 },
  { who: [REGISTRAR, SECOND], office: EDUCATION, roles: ALL, persons: 2 },
  { who: [REGISTRAR, SECOND, CLERK], office: EDUCATION, roles: ALL, persons: 2 },
  { who: [SECOND, MACHINE], office: EDUCATION, roles: ["provenance.status"], persons: 1 },
  { who: [ASSISTANT], office: EDUCATION, roles: ["provenance.issue diploma"], persons: 0 },
  { who: [CLERK], office: JUSTICE, roles: ALL, persons: 1 },
]

const of = fc.constantFrom("diploma", "degree", "permit")
const reason = fc.constantFrom("unspecified", "corrected", "court_order")
const single = fc.integer({ min: 0, max: 19 }).map((n) => `d${n}`)
const batch = fc.integer({ min: 0, max: 3 }).map((n) => `b${n}`)
const member = fc.tuple(batch, fc.nat(BATCH - 1)).map(([name, n]) => `${name}.${n}`)
const target: fc.Arbitrary<NaiveTarget> = fc.oneof(
  fc.record({ document: single, proof: fc.constant("none" as const), of }),
  fc.record({ document: member, proof: fc.constantFrom("good", "good", "none", "wrong"), of }),
)
const says = fc.oneof({ weight: 4, arbitrary: single }, { weight: 1, arbitrary: batch })
const statement = fc
  .tuple(fc.constantFrom(EDUCATION, JUSTICE), of, says)
  .map((parts) => parts.join(" "))
const either = fc.oneof({ weight: 4, arbitrary: target }, { weight: 1, arbitrary: statement })
const days = fc.constantFrom(0, 1, 3, 30, 732)
const bool = fc.boolean()

/** A command; `until` and `version` are made of small numbers when it is sent. */
const command = fc.oneof(
  {
    weight: 2,
    arbitrary: fc.record({
      ...{ do: fc.constant("setClass" as const), of, version: fc.constantFrom(0, 1, 1, 1) },
      ...{ approvals: fc.constantFrom(1, 1, 2, 3), keep: fc.constantFrom(0, 1, 5), shown: bool },
      open: fc.constantFrom(true, true, true, false),
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      ...{ do: fc.constant("register" as const), of, says },
      ownSeal: fc.constantFrom(true, true, true, false),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant("supersede" as const), target, of, says, reason }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant("suspend" as const),
      target: either,
      reason,
      until: days,
    }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constant("reinstate" as const), target: either }) },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant("revoke" as const), target: either, reason }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant("dispose" as const),
      targets: fc.array(target, { minLength: 1, maxLength: 3 }),
    }),
  },
)
/** Blocks of commands, each with its signers and the time that passes before. */
const storyOf = (blocks: number) =>
  fc.array(
    fc.record({
      signers: fc.constantFrom(...SIGNERS),
      commands: fc.array(command, { minLength: OPERATIONS, maxLength: OPERATIONS }),
      passes: fc.constantFrom(0, 0, DAY, 3 * DAY),
    }),
    { minLength: blocks, maxLength: blocks, size: "max" },
  )

const trees = new Map<string, MerkleTree>()
function treeOf(office: Party, of: string, name: string): MerkleTree {
  const key = `${office} ${of} ${name}`
  const known = trees.get(key)
  if (known !== undefined) return known
  const leaves = Array.from(
    { length: BATCH },
    (_, n) => documentOf(office, of, `${name}.${n}`).leaf,
  )
  const tree = new MerkleTree(leaves.map((leaf) => fromHex(leaf)))
  trees.set(key, tree)
  return tree
}

const sealed = new Map<string, Uint8Array>()
/** The statement of an office about a document or a batch, always the same bytes. */
function bytesOf(office: Party, of: string, says: string, ownSeal = true): Uint8Array {
  const key = `${office} ${of} ${says} ${ownSeal}`
  const known = sealed.get(key)
  if (known !== undefined) return known
  const seal = sealOf(ownSeal ? office : office === EDUCATION ? JUSTICE : EDUCATION)
  const subject = isBatch(says)
    ? { root: hashOf(treeOf(office, of, says).root), count: BATCH }
    : documentOf(office, of, says)
  const bytes = statementOf(office, of, subject, { seal })
  sealed.set(key, bytes)
  return bytes
}

/** The name of a statement in the register. */
function nameOf(statement: string): Hash {
  const [office, of, says] = statement.split(" ") as [Party, string, string]
  return readStatement(bytesOf(office, of, says)).statement
}

function itemOf(office: Party, { document, proof, of }: NaiveTarget) {
  const { handle, commitment } = documentOf(office, of, document)
  if (proof === "none") return { handle, proof: null }
  const name = batchOf(document)
  const index = Number(document.slice(name.length + 1))
  const tree = treeOf(office, of, name)
  const path = tree.path(proof === "good" ? index : (index + 1) % BATCH).map((step) => hashOf(step))
  const statement = nameOf(`${office} ${of} ${name}`)
  return { handle, proof: { statement, index, commitment, until: null, path } }
}

const targetOf = (office: Party, target: NaiveTarget | string) =>
  typeof target === "string" ? { statement: nameOf(target) } : { item: itemOf(office, target) }

function operationOf(office: Party, command: NaiveCommand): Operation {
  const order = null
  const reason = ("reason" in command ? command.reason : "unspecified") as "unspecified"
  switch (command.do) {
    case "setClass": {
      const { of, version, approvals, keep, shown, open } = command
      const reasons = shown ? "shown" : "hidden"
      return operation(setClass, classOf(of, { version, approvals, keep, reasons, open }))
    }
    case "register":
      return operation(register, {
        statement: bytesOf(office, command.of, command.says, command.ownSeal),
      })
    case "supersede":
      return operation(supersede, {
        target: itemOf(office, command.target),
        statement: bytesOf(office, command.of, command.says),
        reason,
      })
    case "suspend": {
      const { until } = command
      return operation(suspend, { target: targetOf(office, command.target), reason, order, until })
    }
    case "reinstate":
      return operation(reinstate, { target: targetOf(office, command.target) })
    case "revoke":
      return operation(revoke, { target: targetOf(office, command.target), reason, order })
    case "dispose":
      return operation(dispose, {
        items: command.targets.map((target) => itemOf(office, target)),
        destruction: hashFrom("destruction"),
      })
  }
}

/** A command with the version that is next (or the one before) and the time that is meant. */
function atTime(command: NaiveCommand, naive: NaiveRegister, now: number): NaiveCommand {
  if (command.do === "setClass") {
    return { ...command, version: (naive.classes.get(command.of)?.version ?? 0) + command.version }
  }
  return command.do === "suspend" ? { ...command, until: now + command.until * DAY } : command
}

function expectSameState(ledger: TestLedger, naive: NaiveRegister): void {
  const view = ledger.view()
  expect(log.get(view, {})?.size).toBe(BigInt(naive.statements.size))
  for (const [name, { state, until }] of naive.statements) {
    const row = statements.get(view, { statement: nameOf(name) })
    expect([name, row?.status.state, row?.status.until]).toEqual([name, state, until])
  }
  for (const [name, { state, until, replacedBy }] of naive.items) {
    const [issuer, document] = name.split(" ") as [Party, string]
    const handle = (of: string) => documentOf(issuer, "diploma", of).handle
    const row = items.get(view, { issuer, handle: handle(document) })
    expect([name, row?.status.state, row?.status.until]).toEqual([name, state, until])
    expect(row?.replacedBy).toBe(replacedBy === null ? null : handle(replacedBy))
  }
  for (const [of, length] of naive.changes) {
    expect(chains.get(view, { class: of })?.length).toBe(BigInt(length))
  }
  expect(verifyState(ledger.runtime, ledger.state)).toEqual([])
}

let restore = () => {}
beforeAll(() => {
  restore = verifyByOpenssl()
})
afterAll(() => restore())

describe("the register against a naive one", () => {
  test("every answer to random commands is as predicted, and every standing afterwards", () => {
    fc.assert(
      fc.property(storyOf(runs(50)), (steps) => {
        const ledger = openOffices()
        const naive = new NaiveRegister(BATCH)
        for (const { signers, commands, passes } of steps) {
          ledger.time += passes
          const now = ledger.time
          const expected: (string | null)[] = []
          const sent = commands.map((drawn) => {
            const command = atTime(drawn, naive, now)
            expected.push(naive.apply(command, signers, now))
            return operationOf(signers.office as Party, command)
          })
          const bytes = ledger.sign(signers.who, sent, { mode: "each" })
          const [result] = ledger.block([bytes]).results
          const found: (string | null)[] = commands.map(() => null)
          for (const { code, operation } of result!.refusals) found[operation!] = code
          expect(found).toEqual(expected)
        }
        expectSameState(ledger, naive)
      }),
      { numRuns: 10, endOnFailure: true },
    )
  })

  test("the random commands reach every refusal that they can reach", () => {
    const seen = new Set<string>()
    for (const steps of fc.sample(storyOf(50), { numRuns: 4, seed: 7 })) {
      const naive = new NaiveRegister(BATCH)
      let now = BEGAN
      for (const { signers, commands, passes } of steps) {
        now += passes + 1_000
        for (const drawn of commands) {
          seen.add(naive.apply(atTime(drawn, naive, now), signers, now) ?? "accepted")
        }
      }
    }
    const reachable = [
      "accepted already_registered already_revoked class_closed handle_taken not_the_issuer",
      "not_the_owner parameter_out_of_range period_invalid permission_missing proof_invalid",
      "proof_missing reason_refused replacement_invalid retention_running second_person_required",
      "stale_version statement_issuer_mismatch suspension_too_long unknown_class unknown_statement",
      "wrong_state",
    ]
    expect([...seen].sort()).toEqual(reachable.join(" ").split(" "))
  })

  test("four replicas come to equal roots, whatever they verified before", () => {
    const [steps] = fc.sample(storyOf(runs(50)), { numRuns: 1, seed: 7 })
    const replicas = [openOffices(), openOffices(), openOffices(), openOffices()]
    const naive = new NaiveRegister(BATCH)
    for (const { signers, commands, passes } of steps!) {
      for (const replica of replicas) replica.time += passes
      const [first] = replicas
      const sent = commands.map((drawn) => {
        const command = atTime(drawn, naive, first!.time)
        naive.apply(command, signers, first!.time)
        return operationOf(signers.office as Party, command)
      })
      const bytes = first!.sign(signers.who, sent, { mode: "each" })
      const roots = replicas.map((replica) => replica.block([bytes]).appHash)
      expect(new Set(roots).size).toBe(1)
    }
  })
})
