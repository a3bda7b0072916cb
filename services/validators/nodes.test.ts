/** Which nodes may connect: registered, changed, removed, by their own organisation. */
import type { Party } from "@concordat/kernel"
import { accepted, emitted, holds, lacks, refused } from "@concordat/kernel/testing"
import { describe, expect, test } from "vitest"
import { ALPHA, BETA, chiefOf, council, nodeId, nodeRow, ZETA } from "./council.testing.ts"
import { nodeRegistered, nodeRemoved } from "./events.ts"
import { isHint, registerNode, removeNode } from "./nodes.ts"
import { NODES_MAX, nodes, organisationNodes } from "./tables.ts"

const node = nodeId(1)
const given = { node, kind: "validator", hints: ["10.0.0.1:26656"], tls: null } as const
const alpha = chiefOf(ALPHA)

describe("a node", () => {
  test("is registered, changed, removed and registered again", () => {
    council()
      .when(alpha, registerNode, given)
      .then(
        accepted,
        emitted(nodeRegistered, { node, organisation: ALPHA, kind: "validator" }),
        holds(organisationNodes, { organisation: ALPHA }, { nodes: 1 }),
      )
      .when(alpha, registerNode, { ...given, kind: "sentry", hints: [] })
      .then(
        accepted,
        holds(nodes, { node }, { kind: "sentry", hints: [], state: "active" }),
        holds(organisationNodes, { organisation: ALPHA }, { nodes: 1 }),
      )
      .when(alpha, removeNode, { node })
      .then(
        accepted,
        emitted(nodeRemoved, { node, organisation: ALPHA }),
        holds(nodes, { node }, { state: "removed" }),
        lacks(organisationNodes, { organisation: ALPHA }),
      )
      .when(alpha, removeNode, { node })
      .then(refused("wrong_state"))
      .when(chiefOf(BETA), registerNode, given)
      .then(accepted, holds(nodes, { node }, { organisation: BETA }))
  })

  test("belongs to one organisation", () => {
    council({ rows: [nodeRow(node, ALPHA)] })
      .when(chiefOf(BETA), registerNode, given)
      .then(refused("already_exists"))
      .when(chiefOf(BETA), removeNode, { node })
      .then(refused("not_the_owner"))
      .when(alpha, removeNode, { node: nodeId(2) })
      .then(refused("unknown_node"))
  })

  test("of a validator is a member's; anybody may run others", () => {
    council()
      .when(chiefOf(ZETA), registerNode, given)
      .then(refused("class_not_allowed"))
      .when(chiefOf(ZETA), registerNode, { ...given, kind: "full" })
      .then(accepted)
  })

  test("is one of sixteen", () => {
    const rows = Array.from({ length: NODES_MAX }, (_, index) => nodeRow(nodeId(index + 2), ALPHA))
    council({ rows })
      .when(alpha, registerNode, given)
      .then(refused("limit_reached"))
      .when(alpha, removeNode, { node: nodeId(2) })
      .when(alpha, registerNode, given)
      .then(accepted)
  })
})

describe("a hint", () => {
  const good = ["a:1", "node-1.example.org:26656", "10.0.0.1:65535", "[::1]:80", "[fd00::7]:26656"]
  const bad = [
    ...["", "a", "a:", ":1", "a:0", "a:65536", "a:01", "A:1", "-a:1", "a.:1", "a b:1", "a,b:1"],
    ...['a":1', "a\n:1", "tcp://a:1", "x@a:1", "[::1]", "::1:80", "[g]:1", "a:1,b:2", "a:1 "],
  ]
  test.each(good)("is %s", (hint) => expect(isHint(hint)).toBe(true))
  test.each(bad)("is not %j", (hint) => expect(isHint(hint)).toBe(false))

  test("that is none is refused, as it would go into the engine's configuration", () => {
    council()
      .when(alpha, registerNode, { ...given, hints: ["a:1", 'b"\npex = true:1'] })
      .then(refused("address_malformed", "validators"))
  })
})

test("nodes of a genesis are counted", () => {
  const { ledger } = council({
    rows: [nodeRow(nodeId(1), ALPHA), nodeRow(nodeId(2), ALPHA, { state: "removed" })],
  })
  const count = (organisation: Party) => organisationNodes.get(ledger.view(), { organisation })
  expect([count(ALPHA)?.nodes, count(BETA)?.nodes]).toEqual([1, undefined])
})
