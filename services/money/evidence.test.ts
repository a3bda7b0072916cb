/**
 * supply-offline: that the supply of an asset is N, that a payment is final, and that an account
 * had so much at a height, each proved by one row or event, and refuted by one changed bit.
 */
import {
  everyRow,
  existenceProof,
  fromHex,
  keyPath,
  logRoot,
  MerkleTree,
  stateKey,
  toHex,
  verifyExistence,
  verifyInclusion,
} from "@concordat/kernel"
import { describe, expect, test } from "vitest"
import { ALPHA, type Bank, euros, lineOf, numberOf, openBank, TREASURER } from "./bank.testing.ts"
import { available } from "./funds.ts"
import { burn } from "./issue.ts"
import { transfer } from "./post.ts"
import { accounts, assets } from "./tables.ts"

/** A row with its proof under the state root, as a node hands it out. */
function proved({ ledger }: Bank, account: string) {
  const { state } = ledger
  const key = stateKey(accounts, { account: numberOf(account) })
  const rows = new Map([...everyRow(state.rows)].map(([at, value]) => [toHex(keyPath(at)), value]))
  const value = rows.get(toHex(keyPath(key)))!
  const proof = existenceProof(state.trie.at(state.height)!, key, value)!
  return { root: fromHex(state.stateRoot), key, value, proof }
}

type Counters = { readonly debitsPosted: bigint; readonly creditsPosted: bigint }
const rowOf = ({ value }: { value: Uint8Array }) => accounts.readRow(value) as unknown as Counters

function flipped(bytes: Uint8Array, at: number): Uint8Array {
  return bytes.map((byte, index) => (index === at ? byte ^ 1 : byte))
}

describe("supply-offline", () => {
  test("the supply is one row: the issuance account's debits less its credits", () => {
    const bank = euros()
    const treasury = numberOf("eur treasury")
    bank.ok(TREASURER, burn, {
      ...{ entry: bank.id(), asset: "eur", treasury, amount: 1_500n, backing: null },
    })
    const row = proved(bank, "eur issuance")
    expect(verifyExistence(row)).toBe(true)
    const { debitsPosted, creditsPosted } = rowOf(row)
    expect(debitsPosted - creditsPosted).toBe(8_500n)
    for (let at = 0; at < row.value.length; at++) {
      expect(verifyExistence({ ...row, value: flipped(row.value, at) })).toBe(false)
    }
    expect(verifyExistence({ ...row, root: flipped(row.root, 5) })).toBe(false)
    expect(assets.get(bank.ledger.view(), { asset: "eur" })?.issuance).toBe(
      numberOf("eur issuance"),
    )
  })

  test("an account had so much at a height, whatever it has later", () => {
    const bank = euros()
    const before = proved(bank, "alpha")
    const line = lineOf("alpha", "beta", 900n)
    bank.ok(ALPHA, transfer, { entry: bank.id(), line })
    expect(available(bank.ledger.view(), numberOf("alpha"))).toBe(100n)
    expect(verifyExistence(before)).toBe(true)
    expect(rowOf(before).creditsPosted - rowOf(before).debitsPosted).toBe(1_000n)
    expect(verifyExistence({ ...before, root: proved(bank, "alpha").root })).toBe(false)
  })

  test("a payment is final by its event: its own leaf, no neighbour shown", () => {
    const bank = openBank()
    const { ledger } = bank
    const hashes: Uint8Array[] = []
    const { block } = ledger
    ledger.block = (...given) => {
      const made = block(...given)
      hashes.push(...made.leaves.map(({ hash }) => hash))
      return made
    }
    bank.asset("eur", 1_000n)
    bank.open(ALPHA, "alpha", "eur")
    const line = lineOf("eur treasury", "alpha", 900n)
    bank.ok(TREASURER, transfer, { entry: bank.id(), line })
    bank.mint("eur", 5n)

    const size = BigInt(hashes.length)
    expect(ledger.state.log.size).toBe(size)
    const index = hashes.length - 2
    const path = new MerkleTree(hashes).path(index)
    const shown = { leaf: hashes[index]!, index: BigInt(index), size, path }
    const root = logRoot(ledger.state.log)
    expect(verifyInclusion({ ...shown, root })).toBe(true)
    expect(verifyInclusion({ ...shown, root, leaf: flipped(shown.leaf, 0) })).toBe(false)
    expect(verifyInclusion({ ...shown, root: flipped(root, 0) })).toBe(false)
  })
})
