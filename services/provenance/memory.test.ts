/**
 * What a node remembers changes no cost: a block comes to the same results on a node that checked
 * its transactions before, and on one that meets them in the block.
 */
import { type BlockInput, executeBlock, Verdicts } from "@concordat/kernel"
import { operation } from "@concordat/kernel/testing"
import { expect, test } from "vitest"
import { setClass } from "./classes.ts"
import {
  classOf,
  documentOf,
  EDUCATION,
  openOffices,
  REGISTRAR,
  statementOf,
} from "./office.testing.ts"
import { register } from "./register.ts"
import { supersede } from "./supersede.ts"

const OLD = documentOf(EDUCATION, "diploma", "Cleo, C")
const NEW = documentOf(EDUCATION, "diploma", "Cleo, A")
const first = statementOf(EDUCATION, "diploma", OLD)
const second = statementOf(EDUCATION, "diploma", NEW)
const target = { handle: OLD.handle, proof: null }

test("a statement costs the same whether it was taken apart before or not", () => {
  const ledger = openOffices()
  ledger.run(REGISTRAR, setClass, classOf("diploma"))
  const { runtime, state } = ledger
  const costs = (bytes: Uint8Array) => {
    const verdicts = new Verdicts()
    const proposer = "00".repeat(20) as BlockInput["proposer"]
    const where = { height: state.height + 1n, time: ledger.time, proposer }
    const input = { ...where, transactions: [bytes], misbehaviour: [] }
    return [0, 1, 2].map(() => {
      const outcome = executeBlock(runtime, state, input, verdicts)
      outcome.discard()
      return outcome.results.map(({ code, gasUsed }) => [code, gasUsed])
    })
  }
  const registering = ledger.sign(REGISTRAR, [operation(register, { statement: first })])
  const [met, known, again] = costs(registering)
  expect(met![0]![0]).toBe(0)
  expect([known, again]).toEqual([met, met])

  ledger.block([registering])
  const input = { target, statement: second, reason: "corrected" as const }
  const [new1, new2, new3] = costs(ledger.sign(REGISTRAR, [operation(supersede, input)]))
  expect(new1![0]![0]).toBe(0)
  expect([new2, new3]).toEqual([new1, new1])
})
