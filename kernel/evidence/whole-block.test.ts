/** A whole block follows from its header and the one above; any other content is named. */
import { describe, expect, test } from "vitest"
import { dataHash, resultsHash } from "../block/block.ts"
import { headerAt, idOf, signer } from "../block/chain.testing.ts"
import { utf8 } from "../bytes.ts"
import { decode, encode } from "../schema/codec.ts"
import { hashOf } from "../schema/fixed.ts"
import {
  WHOLE_BLOCK_LIMITS,
  type WholeBlock,
  wholeBlockFault,
  wholeBlockKind,
} from "./whole-block.ts"

const signers = [signer("mint")]
const transactions = [utf8("one"), utf8("two")]
const results = [
  { code: 0, data: utf8(""), cost: 7n },
  { code: 1, data: utf8("refused"), cost: 9n },
]
const header = { ...headerAt(4n, { signers }), data: hashOf(dataHash(transactions)) }
const above = {
  ...headerAt(5n, { signers, lastBlock: idOf(header) }),
  lastResults: hashOf(resultsHash(results)),
}
const block: WholeBlock = { header, transactions, results }

describe("a whole block", () => {
  test("follows, also through its bytes", () => {
    const read = decode(wholeBlockKind, encode(wholeBlockKind, block), WHOLE_BLOCK_LIMITS)
    expect(wholeBlockFault(read, above)).toBeNull()
  })

  test.each<[string, Partial<WholeBlock>, RegExp]>([
    ["a transaction left out", { transactions: transactions.slice(1) }, /other transactions/],
    ["another order", { transactions: transactions.toReversed() }, /other transactions/],
    ["another result", { results: [results[0]!, { ...results[1]!, code: 0 }] }, /What became/],
    ["a result too few", { results: results.slice(1) }, /What became/],
    ["another header", { header: { ...header, time: above.time } }, /not the one/],
  ])("does not follow with %s", (_, change, words) => {
    expect(wholeBlockFault({ ...block, ...change }, above)).toMatch(words)
  })

  test("does not follow with a result too many, also where the header above names them all", () => {
    const more = [...results, results[0]!]
    const naming = { ...above, lastResults: hashOf(resultsHash(more)) }
    expect(wholeBlockFault({ ...block, results: more }, naming)).toMatch(/What became/)
  })

  test("is not followed by a header of another height", () => {
    expect(wholeBlockFault(block, { ...above, height: 6n })).toMatch(/not the one/)
  })
})
