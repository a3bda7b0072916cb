/** The order of checks 1 to 15: of all that is wrong, the first failure answers. */
import { describe, expect, it } from "vitest"
import { TRANSACTION_BYTES_MAX } from "../limits.ts"
import { type Hex, hash } from "../schema/fixed.ts"
import { u32 } from "../schema/unsigned.ts"
import { command } from "../service/command.ts"
import { ensure, refusals } from "../service/refusals.ts"
import { service } from "../service/service.ts"
import { openTestLedger, operation, type TestLedger, type TestPayload } from "../testing/ledger.ts"
import { testSigner } from "../testing/signer.ts"
import type { Operation } from "../transaction/operation.ts"
import { executeBlock } from "./execute-block.ts"
import type { Outcome } from "./outcome.ts"
import { cast, probe } from "./probe.testing.ts"

const refuse = refusals({ last_check: "The command itself says no." })
const act = command({
  about: "-",
  input: { units: u32 },
  cost: ({ units }) => units,
  run() {
    ensure(toggles.runs, refuse.last_check)
  },
})
const toggles = { known: true, active: true, thawed: true, permitted: true, runs: true }
const gate = service({
  name: "gate",
  about: "Fails at the check that a test chooses",
  commands: { act },
  authorise: {
    signer(_, kid) {
      ensure(toggles.known, refuse.signer_not_registered)
      ensure(toggles.active, refuse.principal_suspended)
      return [testSigner("ada/one"), testSigner("ada/two")].find((one) => one.kid === kid)!
    },
    frozen(_, scopes) {
      const all = ["service:gate", "command:gate.act", "organisation:ada"]
      if (scopes.includes("service:gate")) expect(scopes).toEqual(all)
      ensure(toggles.thawed, refuse.frozen)
      return undefined
    },
    permit() {
      ensure(toggles.permitted, refuse.permission_missing)
      return undefined
    },
  },
})

function reset(faults: Partial<typeof toggles> = {}): void {
  Object.assign(toggles, { known: true, active: true, thawed: true, permitted: true, runs: true })
  Object.assign(toggles, faults)
}

function executed(ledger: TestLedger, bytes: Uint8Array): Outcome {
  const { runtime, state, time } = ledger
  const block = { height: state.height + 1n, time, misbehaviour: [], proposer: null }
  return executeBlock(runtime, state, { ...block, transactions: [bytes] })
}

const open = () => openTestLedger([gate, probe])
const everything = { known: false, active: false, thawed: false, permitted: false, runs: false }
const asked = operation(act, { units: 7 })

function write(
  ledger: TestLedger,
  says: TestPayload,
  operations: readonly Operation[] = [asked],
): Uint8Array {
  return ledger.sign(["ada/one", "ada/two"], operations, says)
}

/** Alters the last byte: of the second signature. */
function spoilt(bytes: Uint8Array): Uint8Array {
  const copy = bytes.slice()
  copy[copy.length - 1]! ^= 1
  return copy
}

describe("the first failure answers", () => {
  const ledger = open()
  const wrongAll = { chain: "other-1", expires: ledger.time } as const
  const dear = operation(act, { units: 2_000_000 })

  function first(bytes: Uint8Array) {
    const { results } = executed(ledger, bytes)
    const [result] = results
    const { code, service: by, operation: at } = result!.refusals[0]!
    return [result!.code, code, by, at]
  }

  it("1, size", () => {
    reset(everything)
    expect(first(new Uint8Array())).toEqual([2, "transaction_empty", "kernel", null])
    const large = new Uint8Array(TRANSACTION_BYTES_MAX + 1)
    expect(first(large)).toEqual([2, "transaction_too_large", "kernel", null])
  })

  it("2, canonical form", () => {
    const bytes = write(ledger, wrongAll, [dear])
    expect(first(Uint8Array.of(...bytes, 0))).toEqual([2, "trailing_bytes", "kernel", null])
  })

  it("3, commands and declared cost", () => {
    const bytes = write(ledger, wrongAll, [dear])
    const misspelt = bytes.slice()
    misspelt[bytes.length - findBack(bytes, "gate.act")]! += 1
    expect(first(misspelt)).toEqual([2, "unknown_command", "kernel", null])
    expect(first(bytes)).toEqual([2, "limit_reached", "kernel", null])
  })

  it("4, chain", () => {
    expect(first(spoilt(write(ledger, wrongAll)))).toEqual([2, "chain_mismatch", "kernel", null])
  })

  it("5, expiry on both sides of its window", () => {
    const { time } = ledger
    const expiry = (expires: number) => first(spoilt(write(ledger, { expires })))
    expect(expiry(time)).toEqual([1, "transaction_expired", "kernel", null])
    expect(expiry(time + 900_001)).toEqual([1, "expiry_too_far", "kernel", null])
    expect(expiry(time + 900_000)).toEqual([1, "signer_not_registered", "gate", null])
    expect(expiry(time + 1)).toEqual([1, "signer_not_registered", "gate", null])
  })

  it("6, id: the same content and signers, whatever the signature bytes", () => {
    reset()
    const later = open()
    const bytes = write(later, {})
    later.block([bytes])
    reset(everything)
    const again = executed(later, spoilt(bytes)).results[0]!.refusals[0]!
    expect(again).toMatchObject({ code: "already_accepted", details: { height: "1" } })
  })

  it("7 and 8, signers, then 10, signatures, then 11 to 15", () => {
    const bytes = write(ledger, {})
    const bad = spoilt(bytes)
    reset(everything)
    expect(first(bad)).toEqual([1, "signer_not_registered", "gate", null])
    reset({ ...everything, known: true })
    expect(first(bad)).toEqual([1, "principal_suspended", "gate", null])
    reset({ ...everything, known: true, active: true })
    expect(first(bad)).toEqual([2, "signature_invalid", "kernel", null])
    expect(first(bytes)).toEqual([1, "frozen", "gate", 0])
    reset({ permitted: false, runs: false })
    expect(first(bytes)).toEqual([1, "permission_missing", "gate", 0])
    reset({ runs: false })
    expect(first(bytes)).toEqual([1, "last_check", "gate", 0])
    reset()
    expect(executed(ledger, bytes).results[0]).toMatchObject({ code: 0, refusals: [] })
  })
})

describe("costs of what fails", () => {
  it("are those of the bytes; signatures are paid once they are looked at", () => {
    reset()
    const ledger = open()
    const bytes = write(ledger, {})
    const byBytes = 20 + Math.floor(bytes.length / 64)
    const gas = (given: Uint8Array) => executed(ledger, given).results[0]!.gasUsed
    expect(gas(bytes)).toBe(byBytes + 2 * 60 + 5 + 7)
    expect(gas(spoilt(bytes))).toBe(byBytes + 2 * 60)
    expect(gas(bytes.subarray(0, 100))).toBe(20 + 1)
    reset({ known: false })
    expect(gas(bytes)).toBe(byBytes)
    reset({ permitted: false })
    expect(gas(bytes)).toBe(byBytes + 2 * 60 + 5 + 7)
    reset()
  })
})

describe("ids", () => {
  it("are remembered once checks 1 to 10 passed, whatever the operations answered", () => {
    reset({ runs: false })
    const ledger = open()
    const bytes = write(ledger, {})
    expect(ledger.block([bytes]).ids).toHaveLength(1)
    expect(ledger.block([bytes]).results[0]!.refusals[0]!.code).toBe("already_accepted")
  })

  it("of bad signatures and unknown signers are not: nobody uses up another's id", () => {
    reset()
    const ledger = open()
    const bytes = write(ledger, {})
    expect(ledger.block([spoilt(bytes)]).ids).toEqual([])
    reset({ known: false })
    expect(ledger.block([bytes]).ids).toEqual([])
    reset()
    const { results, ids } = ledger.block([spoilt(bytes), bytes, bytes])
    expect(results.map(({ code }) => code)).toEqual([2, 0, 1])
    expect(results.map(({ remembered }) => remembered)).toEqual([false, true, false])
    expect(ids).toEqual([results[1]!.id])
  })
})

describe("co-signers", () => {
  const stolen = (bytes: Uint8Array, other: Uint8Array) => {
    const copy = bytes.slice()
    copy.set(other.subarray(other.length - 64), copy.length - 64)
    return copy
  }

  it("cannot be added, dropped or swapped: a signature holds for one list of signers", () => {
    reset()
    const ledger = open()
    const salt = "00000000000000aa" as Hex
    const sign = (...who: string[]) => ledger.sign(who, [asked], { salt })
    const both = sign("ada/one", "ada/two")
    const swapped = sign("ada/two", "ada/one")
    const alone = sign("ada/two")
    const code = (bytes: Uint8Array) => executed(ledger, bytes).results[0]!.refusals[0]?.code
    expect(code(both)).toBeUndefined()
    expect(code(stolen(both, alone))).toBe("signature_invalid")
    expect(code(stolen(alone, both))).toBe("signature_invalid")
    const ids = [both, swapped, alone].map((bytes) => executed(ledger, bytes).results[0]!.id)
    expect(new Set(ids).size).toBe(3)
  })
})

describe("open transactions", () => {
  it("come without signature, and are not asked for a permit", () => {
    reset({ permitted: false, known: false })
    const ledger = open()
    const input = { id: hash.check("ab".repeat(32)), weight: 3, proof: new Uint8Array() }
    const bytes = ledger.sign(null, [operation(cast, input)])
    const { results } = executed(ledger, bytes)
    expect(results[0]).toMatchObject({ code: 0, refusals: [] })
    // 20 + bytes ÷ 64, 5 + declared 3, one put; no signature.
    expect(results[0]!.gasUsed).toBe(20 + Math.floor(bytes.length / 64) + 5 + 3 + 10)
    reset({ thawed: false })
    expect(executed(ledger, bytes).results[0]!.refusals[0]!.code).toBe("frozen")
    reset()
  })
})

/** How far from the end the text stands last; the byte after its first letter. */
function findBack(bytes: Uint8Array, text: string): number {
  const wanted = new TextEncoder().encode(text)
  for (let at = bytes.length - wanted.length; at >= 0; at--) {
    if (wanted.every((byte, index) => bytes[at + index] === byte)) return bytes.length - at - 1
  }
  throw new Error(`"${text}" is not there`)
}
