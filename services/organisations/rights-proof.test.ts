/**
 * A right, and that somebody has none, proved by the state alone: one row a right, so its absence
 * is a proof, and what was a right stays provable as revoked.
 */
import {
  absenceProof,
  everyRow,
  existenceProof,
  fromHex,
  keyPath,
  type Party,
  stateKey,
  toHex,
  verifyAbsence,
  verifyExistence,
} from "@concordat/kernel"
import type { TestLedger } from "@concordat/kernel/testing"
import { describe, expect, test } from "vitest"
import {
  ASSISTANT,
  BOTH,
  EDUCATION,
  grantRow,
  openConsortium,
  REGISTRAR,
} from "./consortium.testing.ts"
import { revokeGrant } from "./grants.ts"
import { grants } from "./tables.ts"

const ROLE = "permits.issue"
const keyOf = (holder: Party, scope = "") => stateKey(grants, { holder, role: ROLE, scope })

/** What a node hands out, made from state and trie. */
function proving({ state }: TestLedger) {
  const rows = new Map(
    [...everyRow(state.rows)].map(([key, value]) => [toHex(keyPath(key)), { key, value }]),
  )
  const view = state.trie.at(state.height)!
  const bytesOf = (key: Uint8Array) => rows.get(toHex(keyPath(key)))?.value
  return {
    root: fromHex(state.stateRoot),
    bytesOf,
    presence: (key: Uint8Array) => existenceProof(view, key, bytesOf(key)!)!,
    absence: (key: Uint8Array) => absenceProof(view, key, (path) => rows.get(toHex(path))!),
  }
}

const open = () => openConsortium(grantRow(EDUCATION, ROLE), grantRow(REGISTRAR, ROLE, {}, "road"))

describe("proofs of rights", () => {
  test("a right that is there, its terms in the proof", () => {
    const { root, bytesOf, presence } = proving(open())
    const key = keyOf(REGISTRAR, "road")
    const [value, proof] = [bytesOf(key)!, presence(key)]
    expect(grants.readRow(value)).toMatchObject({ grantor: EDUCATION, status: "active" })
    expect(verifyExistence({ root, key, value, proof })).toBe(true)
    expect(verifyExistence({ root, key: keyOf(ASSISTANT, "road"), value, proof })).toBe(false)
    const wider = value.map((byte, at) => (at === value.length - 1 ? byte ^ 1 : byte))
    expect(verifyExistence({ root, key, value: wider, proof })).toBe(false)
  })

  test("that somebody has no such right, and none elsewhere", () => {
    const { root, absence } = proving(open())
    for (const key of [keyOf(REGISTRAR), keyOf(REGISTRAR, "rail"), keyOf(ASSISTANT, "road")]) {
      const proof = absence(key)!
      expect(verifyAbsence({ root, key, proof })).toBe(true)
      expect(verifyAbsence({ root, key: keyOf(REGISTRAR, "road"), proof })).toBe(false)
      expect(verifyAbsence({ root: root.map((byte) => byte ^ 1), key, proof })).toBe(false)
    }
    expect(absence(keyOf(REGISTRAR, "road"))).toBeNull()
  })

  test("a right that was revoked is no absence: it is there, and says so", () => {
    const ledger = open()
    const before = proving(ledger)
    const place = { holder: REGISTRAR, role: ROLE, scope: "road" }
    expect(ledger.run(BOTH, revokeGrant, place).refusals).toEqual([])
    const { root, bytesOf, presence, absence } = proving(ledger)
    const key = keyOf(REGISTRAR, "road")
    const value = bytesOf(key)!
    expect(absence(key)).toBeNull()
    expect(grants.readRow(value)).toMatchObject({ status: "revoked" })
    expect(verifyExistence({ root, key, value, proof: presence(key) })).toBe(true)
    const old = { key, value: before.bytesOf(key)!, proof: before.presence(key) }
    expect(verifyExistence({ root, ...old })).toBe(false)
    expect(verifyExistence({ root: before.root, ...old })).toBe(true)
  })
})
