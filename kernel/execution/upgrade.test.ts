/** Upgrades: migrations at one height, new services, and a runtime that is not the ledger's. */
import { describe, expect, it } from "vitest"
import { ConcordatError } from "../failures.ts"
import { option } from "../schema/option.ts"
import { text } from "../schema/text.ts"
import { u8, u16 } from "../schema/unsigned.ts"
import { command } from "../service/command.ts"
import { ensure, refusals } from "../service/refusals.ts"
import { type Service, service } from "../service/service.ts"
import { table } from "../service/table.ts"
import { testAuthority } from "../testing/authority.ts"
import { openTestLedger, operation } from "../testing/ledger.ts"
import { executeBlock } from "./execute-block.ts"
import { serviceRows } from "./kernel-tables.ts"
import { type LedgerState, openState } from "./ledger-state.ts"
import { defineRuntime } from "./runtime.ts"
import { checkRuntime } from "./upgrade.ts"

const before = table("notes", { key: { id: u16 }, value: { n: u8 } })
const after = table("notes", { key: { id: u16 }, value: { n: u8, note: option(text(20)) } })
const write = command({
  about: "-",
  role: null,
  input: { id: u16 },
  run(tx, { id }) {
    before.put(tx, { id }, { n: 1 })
  },
})
const first = service({ name: "notes", about: "-", tables: { before }, commands: { write } })
const seen: string[] = []
const second = service({
  name: "notes",
  version: 2,
  about: "-",
  tables: { after },
  migrate(tx, from) {
    const all = after.scan(tx, {}, { limit: 5_000 })
    seen.push(`notes from ${from}: ${all.length} rows`)
    for (const { key, value } of all) after.put(tx, key, { ...value, note: `was ${value.n}` })
  },
})
const added = service({
  name: "added",
  about: "-",
  tables: { extra: table("extra", { key: {}, value: {} }) },
  genesis: () => void seen.push("added begins"),
})
const refuse = refusals({ not_now: "Not now." })

function started() {
  const ledger = openTestLedger([first])
  for (let id = 0; id < 3; id++) ledger.run("ada/one", write, { id })
  const authority = ledger.authority!.service
  const upgraded = (services: readonly Service[], upgradeHeight?: bigint) =>
    defineRuntime([authority, ...services], { ...(upgradeHeight && { upgradeHeight }) })
  return { ledger, upgraded }
}

function reopened(runtime: ReturnType<typeof defineRuntime>, state: LedgerState): LedgerState {
  const { chain, height, time, rows, log, validators, parameters } = state
  const ids = [...state.ids.blocks]
  return openState(runtime, { chain, height, time, rows, log, validators, parameters, ids })
}

describe("an upgrade", () => {
  it("migrates changed services, begins new ones and says so, in an empty block", () => {
    const { ledger, upgraded } = started()
    const runtime = upgraded([second, added], 4n)
    const state = reopened(runtime, ledger.state)
    checkRuntime(runtime, state)
    seen.length = 0
    const block = { time: ledger.time, transactions: [], misbehaviour: [], proposer: null }
    const outcome = executeBlock(runtime, state, { height: 4n, ...block })
    expect(seen).toEqual(["notes from 1: 3 rows", "added begins"])
    const told = outcome.leaves.map(({ service: of, event }) => [of, event])
    expect(told).toEqual([
      ["kernel", "upgraded"],
      ["kernel", "upgraded"],
    ])
    outcome.commit()
    expect(state.decoded.get(serviceRows, "notes", { service: "notes" })).toEqual({
      version: 2,
      schema: runtime.schemas.get("notes"),
    })
    checkRuntime(runtime, state)
    const next = executeBlock(runtime, state, { height: 5n, ...block })
    expect(next.leaves).toEqual([])
  })

  it("reads a row that lacks a newer option field as null", () => {
    const bytes = Uint8Array.of(0xa1, 0x61, 0x6e, 0x05)
    expect(after.readRow(bytes)).toEqual({ n: 5, note: null })
    expect(() => before.readRow(Uint8Array.of(0xa0))).toThrow(/missing/)
  })

  it("that refuses is a Bug, and the state is as before", () => {
    const { ledger, upgraded } = started()
    const stubborn = service({
      ...{ name: "added", about: "-" },
      genesis() {
        ensure(false, refuse.not_now)
      },
    })
    const runtime = upgraded([first, stubborn], 4n)
    const state = reopened(runtime, ledger.state)
    const block = { time: ledger.time, transactions: [], misbehaviour: [], proposer: null }
    expect(() => executeBlock(runtime, state, { height: 4n, ...block })).toThrow(
      /genesis of "added" refuses: not_now/,
    )
    expect(state.appHash).toBe(ledger.state.appHash)
  })
})

describe("runtime_mismatch", () => {
  const fault = (runtime: ReturnType<typeof defineRuntime>, state: LedgerState) => {
    try {
      checkRuntime(runtime, state)
    } catch (failure) {
      expect(failure).toBeInstanceOf(ConcordatError)
      expect((failure as ConcordatError).code).toBe("runtime_mismatch")
      return (failure as ConcordatError).details
    }
    return null
  }

  it("is told for another version, schema, or service, before anything runs", () => {
    const { ledger, upgraded } = started()
    const { state } = ledger
    expect(fault(ledger.runtime, state)).toBeNull()
    expect(fault(upgraded([second]), state)).toEqual({ service: "notes", version: 2, recorded: 1 })
    expect(fault(upgraded([second], 9n), state)).toMatchObject({ service: "notes" })
    expect(fault(upgraded([first, added]), state)).toMatchObject({
      service: "added",
      recorded: null,
    })
    expect(fault(upgraded([]), state)).toMatchObject({ service: "notes", version: null })
    const changed = service({ name: "notes", about: "-", tables: { after } })
    expect(fault(upgraded([changed]), state)).toEqual({ service: "notes", version: 1, recorded: 1 })
    expect(fault(upgraded([second], state.height + 1n), state)).toBeNull()
  })
})

describe("the kernel's row of a service", () => {
  it("is written at genesis", () => {
    const ledger = openTestLedger([first])
    const row = serviceRows.get(ledger.view(), { service: "notes" })
    expect(row).toEqual({ version: 1, schema: ledger.runtime.schemas.get("notes") })
    expect(ledger.sign("ada/one", [operation(write, { id: 1 })]).length).toBeGreaterThan(200)
    expect(testAuthority().service.name).toBe("authority")
  })
})
