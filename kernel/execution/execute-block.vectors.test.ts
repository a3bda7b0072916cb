/**
 * Block 5 of the golden vectors: results, gas, data, rows, leaves, roots and hashes, each equal.
 * `provenance` here is the example of the design, not the real service.
 */
import { describe, expect, it } from "vitest"
import { vectorJson } from "../../test/vectors.ts"
import { resultsHash } from "../block/block.ts"
import { fromHex, toHex } from "../bytes.ts"
import type { CborValue } from "../cbor/value.ts"
import { encodeValue } from "../cbor/value.ts"
import { appendToLog, EMPTY_LOG } from "../log/log-head.ts"
import { ascii } from "../schema/ascii.ts"
import { encodeKey } from "../schema/codec.ts"
import { kindOf } from "../schema/describe.ts"
import { enumeration } from "../schema/enumeration.ts"
import { fixed, type Hash, hash } from "../schema/fixed.ts"
import { option } from "../schema/option.ts"
import { type Party, party } from "../schema/party.ts"
import { text } from "../schema/text.ts"
import { time } from "../schema/time.ts"
import { u64 } from "../schema/wide-unsigned.ts"
import type { Signer } from "../service/authorise.ts"
import { command } from "../service/command.ts"
import { event } from "../service/event.ts"
import { rawTable } from "../service/raw-table.ts"
import { ensure, refusals } from "../service/refusals.ts"
import { service } from "../service/service.ts"
import { table } from "../service/table.ts"
import { DEFAULT_PARAMETERS } from "./engine-parameters.ts"
import { type BlockInput, executeBlock } from "./execute-block.ts"
import { blockRows, genesisRow, serviceRows } from "./kernel-tables.ts"
import { openState } from "./ledger-state.ts"
import { MemoryRows } from "./memory-rows.ts"
import { defineRuntime, describeService, schemaDigest } from "./runtime.ts"
import { readStateKey, stateKey } from "./state-key.ts"

type Named = { name: string; algorithm: "ed25519" | "es256"; public: string; kid: Hash }
type VectorRow = {
  service: string
  table: string
  raw?: true
  key: Record<string, never>
  value: never
  keyBytes: string
  valueBytes: string
}

const transactions = vectorJson("kernel/transactions.json")
const state = vectorJson("kernel/state.json")
const log = vectorJson("kernel/log.json")
const headers = vectorJson("kernel/headers.json")
const schema = vectorJson("kernel/schema.json")

const documents = table("documents", {
  key: { digest: hash },
  value: { issuer: party, title: text(200), issued: time, revoked: option(text(500)) },
  indexes: ["issuer"],
})
const issued = event("issued", { digest: hash, issuer: party })
const refuse = refusals({
  already_issued: "This digest is already registered.",
  not_the_issuer: "Only the office that issued a document can revoke it.",
})
const issue = command({
  about: "Register the fingerprint of a document the caller has issued.",
  input: { digest: hash, title: text(200) },
  run(tx, { digest, title }) {
    ensure(!documents.get(tx, { digest }), refuse.already_issued)

    documents.put(tx, { digest }, { issuer: tx.caller, title, issued: tx.time, revoked: null })
    tx.emit(issued, { digest, issuer: tx.caller })
  },
})
const provenance = service({
  name: "provenance",
  about: "Government-issued document provenance",
  tables: { documents },
  events: { issued },
  commands: { issue },
  refusals: refuse,
})

const validatorRows = table("validators", {
  key: { address: fixed(20) },
  value: {
    organisation: party,
    key: hash,
    power: u64,
    state: enumeration("joining", "active", "leaving", "faulted", "gone"),
    since: u64,
  },
})
const validators = service({
  name: "validators",
  about: "-",
  tables: { validators: validatorRows },
})
const ibc = rawTable("ibc", { key: 100, value: 64 })
const packets = service({ name: "packets", about: "-", tables: { ibc } })

const PRINCIPALS = {
  registrar: "port-authority/registrar",
  clerk: "port-authority/clerk",
  director: "port-authority/director",
} as const

const organisations = service({
  name: "organisations",
  about: "Who signs in the vectors; only a registrar's issue is granted",
  commands: {
    suspendPrincipal: command({
      about: "-",
      role: "org.admin",
      input: { name: text(31, 1) },
      run() {},
    }),
  },
  authorise: {
    signer(_, kid): Signer {
      const key = (transactions.keys as Named[]).find((named) => named.kid === kid)
      ensure(key, refuse.signer_not_registered)
      const principal = PRINCIPALS[key.name as keyof typeof PRINCIPALS] as Party
      const organisation = principal.split("/")[0] as Party
      return { principal, organisation, algorithm: key.algorithm, public: fromHex(key.public) }
    },
    permit(_, { role }) {
      ensure(role === "provenance.issue", refuse.permission_missing, { role })
      return undefined
    },
  },
})

const BLOCK_TIME = 1_795_430_370_250
const NEW_DOCUMENT = "caa0c419ed4b5d7628d1ce29a28ca67850f779c4d929febffc192a514f1e186e"

const runtime = defineRuntime([validators, provenance, packets, organisations], { freeze: true })

/** The state after block 4: without the document that block 5 issues and without its ids. */
function stateBefore() {
  const rows = (state.rows as VectorRow[])
    .filter((row) => row.table !== "blocks" && !row.keyBytes.endsWith(NEW_DOCUMENT))
    .map((row) => [fromHex(row.keyBytes), fromHex(row.valueBytes)] as const)
  const leaves = log.leaves.slice(0, 6).map((leaf: { hash: string }) => fromHex(leaf.hash))
  return openState(runtime, {
    ...{ chain: "harbour-1", height: 4n, time: 1_795_428_780_000, ids: [] },
    rows: new MemoryRows(rows),
    log: appendToLog(EMPTY_LOG, leaves),
    validators: [],
    parameters: DEFAULT_PARAMETERS,
  })
}

const block5: BlockInput = {
  height: 5n,
  time: BLOCK_TIME,
  transactions: (headers?.block.transactions ?? []).map((bytes: string) => fromHex(bytes)),
  misbehaviour: [],
  proposer: null,
}

describe.skipIf(state === null)("block 5 of ../shared/vectors/kernel", () => {
  it("gives the results, to the unit and the byte", () => {
    const { results } = executeBlock(runtime, stateBefore(), block5)
    const expected = headers.block.results as { code: number; data: string; cost: string }[]
    expect(results.map(({ code, data, gasUsed }) => [code, toHex(data), String(gasUsed)])).toEqual(
      expected.map(({ code, data, cost }) => [code, data, cost]),
    )
    expect(results[1]!.refusals).toMatchObject([
      { code: "permission_missing", service: "organisations", operation: 0, status: 403 },
    ])
    const hashed = results.map(({ code, data, gasUsed: cost }) => ({ code, data, cost }))
    expect(toHex(resultsHash(hashed.map((r) => ({ ...r, cost: BigInt(r.cost) }))))).toBe(
      headers.block.resultsHash,
    )
  })

  it("gives rows, leaves, roots and the app hash", () => {
    const ledger = stateBefore()
    const outcome = executeBlock(runtime, ledger, block5)
    const byKey = new Map((state.rows as VectorRow[]).map((row) => [row.keyBytes, row.valueBytes]))
    expect(outcome.writes.map(({ key }) => toHex(key))).toHaveLength(2)
    for (const { key, value } of outcome.writes) {
      expect(toHex(value!)).toBe(byKey.get(toHex(key)))
    }
    expect(outcome.leaves.map(({ bytes, hash: leaf }) => [toHex(bytes), toHex(leaf)])).toEqual([
      [log.leaves[6].bytes, log.leaves[6].hash],
    ])
    expect(outcome.stateRoot).toBe(state.root)
    expect(outcome.appHash).toBe(state.appHash)
    expect(headers.headers[3].json.app).toBe(outcome.appHash)
    expect(outcome.results.map((result) => result.events)).toEqual([
      { first: 0, count: 1 },
      { first: 0, count: 0 },
    ])
    expect(outcome.ids).toEqual(transactions.cases.slice(0, 2).map((one: { id: Hash }) => one.id))
    expect(ledger.stateRoot).not.toBe(state.root)
    outcome.commit()
    expect(ledger.appHash).toBe(state.appHash)
    expect([...(ledger.rows as MemoryRows)]).toHaveLength(state.rows.length)
  })

  it("twice in a row gives two equal outcomes, and the state stays as it was", () => {
    const ledger = stateBefore()
    const first = executeBlock(runtime, ledger, block5)
    const second = executeBlock(runtime, ledger, block5)
    expect(second.appHash).toBe(first.appHash)
    first.discard()
    second.commit()
    expect(ledger.height).toBe(5n)
  })

  it("refuses a transaction that the block before holds", () => {
    const ledger = stateBefore()
    executeBlock(runtime, ledger, block5).commit()
    const again = executeBlock(runtime, ledger, { ...block5, height: 6n, time: BLOCK_TIME + 1 })
    expect(again.results.map(({ code }) => code)).toEqual([1, 1])
    expect(again.results[0]!.refusals).toMatchObject([
      { code: "already_accepted", service: "kernel", operation: null, details: { height: "5" } },
    ])
    expect(again.appHash).toBe(ledger.appHash)
    expect(again.proposalFault).toEqual({ code: "already_accepted", transaction: 0 })
  })
})

describe.skipIf(schema === null)("schema descriptions and state keys of the vectors", () => {
  it("describe services by the same bytes and digest", () => {
    const given = { provenance, validators }
    for (const one of schema.cases) {
      const declared = given[one.service as keyof typeof given]
      expect(toHex(encodeValue(describeService(declared)))).toBe(one.cbor)
      expect(schemaDigest(declared)).toBe(one.digest)
    }
  })

  it("read and write the state key of every row", () => {
    const tables = [genesisRow, serviceRows, blockRows, validatorRows, documents]
    for (const row of state.rows as VectorRow[]) {
      const bytes = fromHex(row.keyBytes)
      if (row.raw) {
        expect(stateKey(ibc, bytes.slice("packets/ibc/".length))).toEqual(bytes)
        continue
      }
      const shape = tables.find(
        ({ name, binding }) => name === row.table && binding.service === row.service,
      )!
      const key = Object.fromEntries(
        shape.keyFields.map(({ name, kind }) => [name, kind.fromJson(row.key[name]!)]),
      )
      expect(toHex(stateKey(shape, key))).toBe(row.keyBytes)
      expect(readStateKey(shape, bytes)).toEqual(key)
    }
  })

  it("write key fields of every kind as the vectors do", () => {
    const kinds = vectorJson("kernel/kinds.json")
    expect(kinds.rowKeys.length).toBeGreaterThan(0)
    for (const one of kinds.rowKeys) {
      const fields = one.key as [string, CborValue][]
      const parts = fields.map(([name, kind]) =>
        toHex(encodeKey(kindOf(kind), kindOf(kind).fromJson(one.json[name]))),
      )
      const prefix = toHex(new TextEncoder().encode(`${one.service}/${one.table}/`))
      expect(prefix + parts.join("")).toBe(one.bytes ?? one.keyBytes)
    }
  })
})

void ascii
