/** Every planted violation of an invariant is found by its words; a wrong genesis is refused. */
import { type GivenRow, given } from "@concordat/kernel/testing"
import { describe, expect, test } from "vitest"
import {
  ALPHA,
  addressOf,
  BETA,
  EVEN,
  keyOf,
  nodeId,
  nodeRow,
  OMEGA,
  openCouncil,
  registered,
  validatorRow,
} from "./council.testing.ts"
import { invariants } from "./invariants.ts"
import { updates, validators } from "./tables.ts"

const gone = { state: "gone", power: 0n } as const
const heldBy = { key: keyOf(BETA, 2) }

/** Rows that break an invariant, with words of its sentence. */
const PLANTED: readonly (readonly [string, string, readonly GivenRow[]])[] = [
  ["a key that nobody registered", "registered for consensus", [validatorRow(OMEGA, 0n, gone, 3)]],
  [
    "another organisation's key",
    "registered for consensus",
    [
      given(
        validators,
        { address: addressOf(BETA, 2) },
        rowOf(validatorRow(OMEGA, 0n, { ...gone, ...heldBy })),
      ),
    ],
  ],
  [
    "an address of another key",
    "named by its key",
    [given(validators, { address: addressOf(BETA, 2) }, rowOf(validatorRow(BETA, 0n, gone)))],
  ],
  ["power of one who left", "has none", [validatorRow(ALPHA, 10n, { state: "gone" })]],
  [
    "a successor that there is not",
    "name each other",
    [validatorRow(OMEGA, 0n, { ...gone, successor: addressOf(OMEGA, 2) })],
  ],
  [
    "a predecessor that knows nothing",
    "name each other",
    [
      validatorRow(OMEGA, 0n, gone, 2),
      validatorRow(OMEGA, 0n, { ...gone, predecessor: addressOf(OMEGA, 2) }),
    ],
  ],
  [
    "an update that waits",
    "by the end of the block",
    [given(updates, {}, { list: [], raised: 0n, lowered: 0n })],
  ],
  ["a node without an address", "host:port", [nodeRow(nodeId(1), ALPHA, { hints: ["nowhere"] })]],
]

function rowOf({ row }: GivenRow) {
  return row as Parameters<typeof validators.put>[2]
}

describe("a genesis", () => {
  test.each(PLANTED)("with %s is refused", (_what, words, rows) => {
    expect(() => openCouncil({ rows })).toThrow(words)
  })

  test("with more power, or a validator more, than the engine begins with is refused", () => {
    const more = [...registered(OMEGA, 3), validatorRow(OMEGA, 1n, {}, 3)]
    expect(() => openCouncil({ rows: more })).toThrow(/wrong_state/)
    expect(() => openCouncil({ rows: [validatorRow(ALPHA, 11n)] })).toThrow(/unknown_validator/)
  })

  test("with a node too many is refused", () => {
    const rows = Array.from({ length: 17 }, (_, index) => nodeRow(nodeId(index), ALPHA))
    expect(() => openCouncil({ rows })).toThrow(/limit_reached/)
  })

  test("that is sound is none of these", () => {
    expect(openCouncil({ powers: EVEN }).state.validators).toHaveLength(4)
    expect(invariants.map(({ text }) => text)).toHaveLength(9)
  })
})
