/** Genesis files: read, executed, exported, and every fault with its JSON pointer. */
import { afterEach, describe, expect, it } from "vitest"
import { fromHex, toBase64url, toHex } from "../bytes.ts"
import { encodeValue } from "../cbor/value.ts"
import { sha256Hex } from "../crypto/hash.ts"
import { Bug, ConcordatError } from "../failures.ts"
import type { JsonObject } from "../json/json.ts"
import { jsonText } from "../json/write.ts"
import { EMPTY_LOG, logRoot } from "../log/log-head.ts"
import type { Hash } from "../schema/fixed.ts"
import { ensure } from "../service/refusals.ts"
import { service } from "../service/service.ts"
import type { Row } from "../service/table.ts"
import { testAuthority } from "../testing/authority.ts"
import { openTestLedger, recoveredLedger, type TestLedger } from "../testing/ledger.ts"
import { DEFAULT_PARAMETERS, engineParameters } from "./engine-parameters.ts"
import { executeBlock } from "./execute-block.ts"
import { checkGenesis, executeGenesis } from "./execute-genesis.ts"
import { exportGenesis } from "./export-genesis.ts"
import { isChainId, readGenesis } from "./genesis.ts"
import { verifyState } from "./invariants.ts"
import { genesisRow, serviceRows } from "./kernel-tables.ts"
import { openState } from "./ledger-state.ts"
import { MemoryRows } from "./memory-rows.ts"
import { cells, hooks, probe, probeRefusals, quietHooks, wrote } from "./probe.testing.ts"
import { purse, shop } from "./purse.testing.ts"
import { rowBytes } from "./row-bytes.ts"
import { defineRuntime } from "./runtime.ts"
import { does, told } from "./story.testing.ts"

afterEach(quietHooks)

const runtime = defineRuntime([testAuthority().service, probe, purse, shop], { freeze: true })
const engine = {
  validators: [{ key: { ed25519: "01".repeat(32) }, power: "1" }],
  parameters: engineParameters.toJson(DEFAULT_PARAMETERS),
}
const account = (holder: string, balance: string) => ({
  key: { holder },
  value: { balance, moved: null },
})
const state = {
  purse: { accounts: [account("bob/one", "5"), account("ada/one", "7")] },
  probe: {
    pages: [{ key: toBase64url(Uint8Array.of(1, 2)), value: toBase64url(Uint8Array.of(3)) }],
    cells: [
      { key: { row: "a", column: 1 }, value: { number: "4", at: "2026-11-23T10:00:00.000Z" } },
    ],
  },
}
const services = { authority: 1, probe: 1, purse: 1, shop: 1 }
const file: JsonObject = {
  ...{ format: 1, chain: "harbour-1", time: "2026-11-23T10:00:00.000Z", height: "1" },
  ...{ services, engine, state },
}
const read = (given: JsonObject) => readGenesis(runtime, jsonText(given))
const begin = (given: JsonObject) => executeGenesis(runtime, read(given))

const appHashOf = ({ state }: TestLedger) => state.appHash

/** Pointer and code of what is wrong. */
function fault(work: () => unknown): readonly [pointer: unknown, code: unknown] {
  try {
    work()
  } catch (failure) {
    expect(failure).toBeInstanceOf(ConcordatError)
    const { code, details } = failure as ConcordatError
    expect(code).toBe("genesis_invalid")
    return [details["pointer"], details["code"]]
  }
  throw new Error("expected a fault")
}

describe("a genesis file", () => {
  it("becomes rows in key order, and a digest over its record", () => {
    const genesis = read(file)
    const orders = genesis.rows.map(({ order }) => order)
    expect(orders).toEqual([...orders].sort())
    expect(orders).toHaveLength(4)
    const record = {
      ...{ format: 1, chain: "harbour-1", time: 1_795_428_000_000, height: 1, services },
      engine: {
        validators: [{ key: { ed25519: fromHex("01".repeat(32)) }, power: 1 }],
        parameters: {
          block: { maxBytes: 4_194_304, maxGas: -1 },
          evidence: { maxAgeBlocks: 100_000, maxAgeMs: 172_800_000, maxBytes: 262_144 },
          keys: ["ed25519"],
        },
      },
      state: genesis.rows.map(({ bytes, value }) => [bytes, value]),
    }
    expect(genesis.digest).toBe(sha256Hex(encodeValue(record)))
  })

  it("of a ledger that was upgraded since is read by the newer program, and begun by none", () => {
    const newer = defineRuntime([...runtime.services, service({ name: "newer", about: "-" })])
    const text = jsonText(file)
    expect(() => readGenesis(newer, text)).toThrow(ConcordatError)
    const older = readGenesis(newer, text, { older: true })
    expect(older.digest).toBe(read(file).digest)
    const details = { service: "newer", version: 1, recorded: null }
    const mismatch = { code: "runtime_mismatch", details }
    expect(() => executeGenesis(newer, older)).toThrow(expect.objectContaining(mismatch))
    const later = jsonText({ ...file, services: { ...services, purse: 2 } })
    expect(fault(() => readGenesis(runtime, later, { older: true }))).toEqual([
      ...["/services/purse", "unknown_value"],
    ])
  })

  it("has one digest, whatever the order in the file", () => {
    const { purse: of, probe: first } = state
    const turned = { probe: first, purse: { accounts: of.accounts.toReversed() } }
    expect(read({ ...file, state: turned }).digest).toBe(read(file).digest)
    expect(read({ ...file, chain: "harbour-2" }).digest).not.toBe(read(file).digest)
  })

  it("is executed: rows, the kernel's own rows, hooks", () => {
    hooks.genesis = (tx) => {
      tx.emit(wrote, { row: "g", column: 0, number: tx.height })
      cells.put(tx, { row: "g", column: 1 }, { number: 1n, note: "by a hook", at: tx.time })
    }
    const { state: ledger, outcome } = begin(file)
    expect([ledger.height, outcome.height]).toEqual([-1n, 0n])
    expect(outcome.leaves).toHaveLength(1)
    outcome.commit()
    expect(ledger).toMatchObject({ height: 0n, chain: "harbour-1", time: 1_795_428_000_000 })
    const keys = Array.from(ledger.rows as MemoryRows, ([key]) => new TextDecoder().decode(key))
    expect(keys.map((key) => key.split("/").slice(0, 2).join("/"))).toEqual([
      "kernel/genesis",
      ...Array(4).fill("kernel/services"),
      "probe/cells",
      "probe/cells",
      "probe/pages",
      "purse/accounts",
      "purse/accounts",
    ])
    expect(ledger.decoded.get(genesisRow, "", {})).toEqual({
      ...{ chain: "harbour-1", height: 1n, time: 1_795_428_000_000 },
      digest: read(file).digest,
    })
    expect(ledger.decoded.get(serviceRows, "purse", { service: "purse" })).toEqual({
      schema: runtime.schemas.get("purse"),
      version: 1,
    })
    const block = { time: ledger.time, transactions: [], misbehaviour: [], proposer: null }
    expect(executeBlock(runtime, ledger, { height: 1n, ...block }).appHash).toBe(ledger.appHash)
  })

  it("may begin at any height, and the first block has it", () => {
    const { state: ledger, outcome } = begin({ ...file, height: "500" })
    outcome.commit()
    expect(ledger.height).toBe(499n)
  })
})

describe("a fault", () => {
  const within = (table: readonly unknown[]) => ({ ...file, state: { purse: { accounts: table } } })
  const cases: [string, object, string, string][] = [
    ["unknown field", { ...file, extra: 1 }, "/extra", "unknown_field"],
    ["no state", { ...file, state: undefined }, "/state", "field_missing"],
    ["format 2", { ...file, format: 2 }, "/format", "unknown_value"],
    ["chain without revision", { ...file, chain: "harbour" }, "/chain", "unknown_value"],
    ["height 0", { ...file, height: "0" }, "/height", "unknown_value"],
    ["time without zone", { ...file, time: "2026-11-23T10:00:00" }, "/time", "date_invalid"],
    [
      "unknown service",
      { ...file, services: { ...services, money: 1 } },
      "/services/money",
      "unknown_field",
    ],
    [
      "other version",
      { ...file, services: { ...services, purse: 2 } },
      "/services/purse",
      "unknown_value",
    ],
    [
      "missing service",
      { ...file, services: { purse: 1 } },
      "/services/authority",
      "field_missing",
    ],
    [
      "no validators",
      { ...file, engine: { ...engine, validators: [] } },
      "/engine/validators",
      "too_long",
    ],
    ["rows of nobody", { ...file, state: { money: {} } }, "/state/money", "unknown_value"],
    [
      "rows of no table",
      { ...file, state: { purse: { wallets: [] } } },
      "/state/purse/wallets",
      "unknown_value",
    ],
    [
      "the kernel's rows",
      { ...file, state: { kernel: { genesis: [] } } },
      "/state/kernel",
      "unknown_value",
    ],
    [
      "a row twice",
      within([account("a-b/c", "1"), account("a-b/c", "2")]),
      "/state/purse/accounts/1",
      "duplicate_key",
    ],
    ["no row", within([5]), "/state/purse/accounts/0", "type_mismatch"],
    [
      "a bad key",
      within([account("A", "1")]),
      "/state/purse/accounts/0/key/holder",
      "text_invalid",
    ],
    [
      "an unknown key field",
      within([{ ...account("a-b", "1"), key: { id: 1 } }]),
      "/state/purse/accounts/0/key/id",
      "unknown_field",
    ],
    [
      "a key without field",
      within([{ ...account("a-b", "1"), key: {} }]),
      "/state/purse/accounts/0/key/holder",
      "field_missing",
    ],
    [
      "a bad value",
      within([account("a-b", "-1")]),
      "/state/purse/accounts/0/value/balance",
      "number_out_of_range",
    ],
    [
      "more than key and value",
      within([{ ...account("a-b", "1"), note: "" }]),
      "/state/purse/accounts/0/note",
      "unknown_field",
    ],
  ]
  it.each(cases)("%s is told with its pointer", (_, given, pointer, code) => {
    const text = JSON.stringify(given)
    expect(fault(() => readGenesis(runtime, text))).toEqual([pointer, code])
  })

  it("of the text is told as well", () => {
    expect(fault(() => readGenesis(runtime, "{"))).toEqual(["", "json_malformed"])
    expect(fault(() => readGenesis(runtime, '{"a":1,"a":2}'))[1]).toBe("duplicate_key")
  })

  it("against an invariant is told with the row", () => {
    const above = `1${"0".repeat(30)}`
    const rows = [account("ada/one", "1"), account("bob/one", above)]
    const given = { ...file, state: { purse: { accounts: rows } } }
    expect(fault(() => begin(given))).toEqual(["/state/purse/accounts/1", "schema_invalid"])
    const shopHas = { ...file, state: { purse: { accounts: [account("shop", "1")] } } }
    expect(fault(() => begin(shopHas))).toEqual(["/state/shop", "schema_invalid"])
  })

  it("that a hook finds is told with its service", () => {
    hooks.genesis = () => ensure(false, probeRefusals.told_to_refuse)
    expect(fault(() => begin(file))).toEqual(["/state/probe", "schema_invalid"])
    hooks.genesis = () => {
      throw new TypeError("no fault of the file")
    }
    expect(() => begin(file)).toThrow(TypeError)
    hooks.genesis = (tx) => tx.engine.validators([])
    expect(() => begin(file)).toThrow(Bug)
  })
})

describe("chain ids", () => {
  it.each(["a-1", "concordat-ab12cd-dev-1", "a-999999"])("%s", (id) => {
    expect(isChainId(id)).toBe(true)
  })
  it.each(["a", "a-0", "a-01", "A-1", "1-1", "a-1000000", `${"a".repeat(47)}-1`])(
    "not %s",
    (id) => {
      expect(isChainId(id)).toBe(false)
    },
  )
})

describe("export", () => {
  it("writes the same form: read again, it begins the same state", () => {
    const { state: ledger, outcome } = begin(file)
    outcome.commit()
    const { chain, time, validators, parameters } = ledger
    const heading = { chain, time, validators, parameters, height: 1n }
    const exported = exportGenesis(runtime, heading, ledger.rows)
    expect(readGenesis(runtime, jsonText(exported)).digest).toBe(read(file).digest)
    const again = begin(exported)
    again.outcome.commit()
    expect(again.state.appHash).toBe(ledger.appHash)
  })
})

describe("after a recovery", () => {
  const recovery = { validators: read(file).validators, endorse: () => [] }
  const stopped = () => {
    const ledger = openTestLedger([probe, purse, shop])
    ledger.block([ledger.sign("ada/one", [does(told("emit"))])])
    return ledger
  }
  /** The genesis of what goes on, with a part that is another one. */
  const withPart = (part: JsonObject) => {
    const text = recoveredLedger(stopped(), recovery).genesis
    return fault(() => read({ ...(JSON.parse(text) as JsonObject), ...part }))
  }

  it("the log goes on, the rows come from a snapshot, and no genesis hook runs", () => {
    const ledger = stopped()
    const { log, height } = ledger.state
    expect(log.size).toBe(1n)
    hooks.genesis = () => {
      throw new Error("no hook runs")
    }
    const { state: after, genesis: text } = recoveredLedger(ledger, recovery)
    const genesis = read(JSON.parse(text) as JsonObject)
    expect(after).toMatchObject({ height, log, chain: "test-dev-2" })
    expect(after.decoded.get(genesisRow, "", {})).toMatchObject({
      digest: genesis.digest,
      height: height + 1n,
    })
    expect(genesis.recovery?.manifest).toMatchObject({
      chain: "test-dev-1",
      app: appHashOf(ledger),
    })
    expect(checkGenesis(runtime, text)).toEqual([])
  })

  it("refuses a state that is not the one that was signed", () => {
    const says = { app: "cd".repeat(32) as Hash }
    const begun = () => recoveredLedger(stopped(), { ...recovery, says })
    expect(begun).toThrow(expect.objectContaining({ code: "root_mismatch" }))
  })

  it("whatever is not as the manifest says is named", () => {
    const log = { size: "1", root: toHex(logRoot(EMPTY_LOG)), peaks: [] }
    const other = [{ key: { ed25519: "02".repeat(32) }, power: "1" }]
    expect(withPart({ log })).toEqual(["/log", "unknown_value"])
    expect(withPart({ snapshot: "cd".repeat(32) })).toEqual(["/snapshot", "unknown_value"])
    expect(withPart({ height: "9" })).toEqual(["/height", "unknown_value"])
    expect(withPart({ chain: "test-dev-3" })).toEqual(["/chain", "unknown_value"])
    expect(withPart({ engine: { ...engine, validators: other } })).toEqual([
      "/engine/validators",
      "unknown_value",
    ])
    expect(withPart({ state: {} })).toEqual(["/state", "unknown_field"])
    const says = { successor: "test-dev-9" }
    const skipping = () => recoveredLedger(stopped(), { ...recovery, says })
    expect(fault(skipping)).toEqual(["/manifest/successor", "unknown_value"])
  })
})

describe("verifyState", () => {
  it("judges every row and the whole state", () => {
    const { state: ledger, outcome } = begin(file)
    outcome.commit()
    expect(verifyState(runtime, ledger)).toEqual([])
    const spoilt = new MemoryRows(ledger.rows as MemoryRows)
    const [key, value] = [...spoilt].find(([at]) =>
      new TextDecoder().decode(at).startsWith("probe/cells"),
    )!
    const row = { ...(cells.readRow(value) as Row<typeof cells>), number: 666n }
    const write = { key, value: rowBytes(cells, row), keyHash: key, service: "probe" }
    spoilt.apply([{ ...write, transaction: null, operation: null }])
    const { chain, height, time, log, validators, parameters } = ledger
    const parts = { chain, height, time, log, validators, parameters }
    const broken = verifyState(runtime, openState(runtime, { ...parts, rows: spoilt, ids: [] }))
    expect(broken.map(({ service, text }) => [service, text])).toEqual([
      ["probe", "No cell holds 666."],
    ])
  })
})

describe("a check of a genesis file", () => {
  const check = (given: JsonObject | string) =>
    checkGenesis(runtime, typeof given === "string" ? given : jsonText(given)).map(
      ({ path, code }) => [path, code],
    )

  it("finds nothing where the ledger could begin", () => {
    expect(check(file)).toEqual([])
  })

  it("finds every fault of form at once, and what is no JSON as one", () => {
    const wrong = {
      ...{ ...file, format: 2, chain: "Harbour", height: "0", services: { ...services, shop: 7 } },
      state: {
        purse: {
          accounts: [account("bob", "x"), account("bob/one", "5"), account("bob/one", "6")],
        },
        probe: { cell: [] },
        pantry: {},
      },
    }
    expect(check(wrong)).toEqual([
      ["/format", "unknown_value"],
      ["/chain", "unknown_value"],
      ["/height", "unknown_value"],
      ["/services/shop", "unknown_value"],
      ["/state/purse/accounts/0/value/balance", "integer_malformed"],
      ["/state/purse/accounts/2", "duplicate_key"],
      ["/state/probe/cell", "unknown_value"],
      ["/state/pantry", "unknown_value"],
    ])
    expect(check("{")).toHaveLength(1)
    expect(check("[]")).toEqual([["", "type_mismatch"]])
    const { time: _, height: __, ...less } = file
    expect(check({ ...less, rows: {} })).toEqual([
      ["/rows", "unknown_field"],
      ["/time", "field_missing"],
      ["/height", "field_missing"],
    ])
  })

  it("finds every broken rule of rows of good form", () => {
    const above = `1${"0".repeat(30)}`
    const accounts = [account("ada/one", above), account("bob/one", above), account("shop", "1")]
    hooks.genesis = () => ensure(false, probeRefusals.told_to_refuse)
    expect(check({ ...file, state: { purse: { accounts } } })).toEqual([
      ["/state/probe", "schema_invalid"],
      ["/state/purse/accounts/0", "schema_invalid"],
      ["/state/purse/accounts/1", "schema_invalid"],
      ["/state/shop", "schema_invalid"],
    ])
  })
})
