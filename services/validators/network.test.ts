/** Who may connect and whom to dial, by the register and the standing of organisations. */
import type { Party } from "@concordat/kernel"
import { describe, expect, test } from "vitest"
import { officeRows } from "../organisations/consortium.testing.ts"
import { suspend } from "../organisations/membership.ts"
import { leave } from "./commands.ts"
import {
  ALPHA,
  addressOf,
  BETA,
  chiefOf,
  council,
  EVEN,
  MOST,
  nodeId,
  nodeRow,
  OMEGA,
} from "./council.testing.ts"
import { mayConnect, organisationOf, peersOf } from "./network.ts"
import { removeNode } from "./nodes.ts"

const GONE = "gone" as Party
const rows = [
  nodeRow(nodeId(1), ALPHA, { hints: ["10.0.0.1:26656", "10.0.1.1:26656"] }),
  nodeRow(nodeId(2), BETA, { hints: ["10.0.0.2:26656"] }),
  nodeRow(nodeId(3), BETA, { kind: "sentry" }),
  nodeRow(nodeId(4), GONE, { hints: ["10.0.0.4:26656"] }),
  nodeRow(nodeId(5), OMEGA, { hints: ["10.0.0.5:26656"] }),
  ...officeRows(GONE, ["chief"], [], { class: "observer", status: "removed" }),
]
const ids = [1, 2, 3, 4, 5, 6].map((number) => nodeId(number))

describe("the network of the ledger", () => {
  test("is of registered nodes whose organisation is not removed", () => {
    const { ledger } = council({ rows })
    const admitted = () => ids.filter((id) => mayConnect(ledger.view(), id))
    expect(admitted()).toEqual([1, 2, 3, 5].map((number) => nodeId(number)))
    expect(peersOf(ledger.view())).toEqual([
      ...[1, 2, 5].map((number) => `${nodeId(number)}@10.0.0.${number}:26656`),
    ])
    ledger.run(chiefOf(ALPHA), removeNode, { node: nodeId(1) })
    ledger.run(MOST, suspend, { organisation: OMEGA, reason: "unpaid" })
    expect(admitted()).toEqual([2, 3, 5].map((number) => nodeId(number)))
    expect(peersOf(ledger.view())).toHaveLength(2)
  })

  test("knows whose a validator is, also when it has left", () => {
    const { ledger } = council({ powers: { ...EVEN, omega: 10n } })
    ledger.run(chiefOf(OMEGA), leave, { validator: addressOf(OMEGA) })
    expect(organisationOf(ledger.view(), addressOf(OMEGA))).toBe(OMEGA)
    expect(organisationOf(ledger.view(), addressOf(OMEGA, 2))).toBeNull()
  })
})
