/** The contract: what each command asks for, and that the specification names everything. */
import { readFileSync } from "node:fs"
import {
  absenceProof,
  everyRow,
  existenceProof,
  fromHex,
  keyPath,
  stateKey,
  toHex,
  verifyExistence,
} from "@concordat/kernel"
import { describe, expect, test } from "vitest"
import { ACTION_NAMES } from "./actions.ts"
import { ALL_FOUR, CLERK, openChamber, proposeOn, setDays, voteOn } from "./chamber.testing.ts"
import { execute } from "./executing.ts"
import { PARAMETERS } from "./parameters.ts"
import { governanceService } from "./service.ts"
import { proposals } from "./tables.ts"

const README = readFileSync(new URL("./README.md", import.meta.url), "utf8")

describe("the contract", () => {
  test("which right each command asks for", () => {
    const rules = Object.entries(governanceService.commands).map(([name, command]) => [
      name,
      command.signers ?? command.role ?? "in run",
    ])
    expect(Object.fromEntries(rules)).toEqual({
      ...{ propose: "org.approver", vote: "org.approver", withdraw: "org.approver" },
      ...{ execute: "in run", hold: "org.approver", close: "in run" },
      ...{ freeze: "in run", unfreeze: "in run", signalReady: "org.operator" },
    })
  })

  test("the specification names every command, table, event, action and parameter", () => {
    const { commands, tables, events } = governanceService
    const names = [commands, tables, events, PARAMETERS].flatMap((list) => Object.keys(list))
    for (const name of [...names, ...ACTION_NAMES]) {
      expect([name, README.includes(`\`${name}\``)]).toEqual([name, true])
    }
  })
})

describe("a decision", () => {
  test("is proved offline by its row, and no other decision by the same proof", () => {
    const ledger = openChamber()
    const proposal = proposeOn(ledger, setDays(9n))
    voteOn(ledger, proposal, ALL_FOUR)
    ledger.time += 86_400_000
    ledger.run(CLERK, execute, { proposal })
    const { state } = ledger
    const rows = new Map(
      [...everyRow(state.rows)].map(([key, value]) => [toHex(keyPath(key)), value]),
    )
    const key = stateKey(proposals, { proposal })
    const value = rows.get(toHex(keyPath(key)))!
    const view = state.trie.at(state.height)!
    const proof = existenceProof(view, key, value)!
    const root = fromHex(state.stateRoot)
    expect(verifyExistence({ root, key, value, proof })).toBe(true)
    expect(proposals.readRow(value)).toMatchObject({
      ...{
        state: "executed",
        class: "c",
        electorate: ["education", "health", "interior", "justice"],
      },
      counted: { of: 4, yes: 4, need: 3, quorum: 3 },
    })
    const altered = value.map((byte, at) => (at === 40 ? byte ^ 1 : byte))
    expect(verifyExistence({ root, key, value: altered, proof })).toBe(false)
    expect(absenceProof(view, key, () => ({ key, value }))).toBeNull()
  })
})
