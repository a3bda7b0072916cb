/**
 * Receipts that a bundle brings along: each by the `receipt` key of an organisation, whose row is
 * among the bundle's own claims, over an event that is among them too.
 */
import { equalBytes, fromHex, toHex, utf8 } from "../bytes.ts"
import { type CborValue, decodeValue } from "../cbor/value.ts"
import { parseCoseKey, thumbprint } from "../crypto/cose-key.ts"
import { Invalid } from "../failures.ts"
import { leafHashOf } from "../log/hashes.ts"
import type { Bundle } from "./bundle.ts"
import type { Standing } from "./grade.ts"
import { isMap } from "./leaf.ts"
import {
  judgeReceipt,
  type Receipt,
  readReceipt,
  receiptIssuer,
  receiptSubject,
} from "./receipt.ts"
import { type Finding, failed, passed } from "./verdict.ts"
import { countWords, listWords } from "./words.ts"

const KEY_ROWS = utf8("organisations/keys/")
const CODE = "receipts_insufficient"

/** An organisation's signing key as its row in the state has it. */
type KeyRow = { readonly organisation: string; readonly public: Uint8Array }

/** The fault of one receipt, as a thrown sentence that ends it. */
const fault = (reason: string) => new Invalid(CODE, "", reason)

/**
 * Step 7. Receipts are not due; where some are enclosed, each verifies, no organisation stands
 * there twice, and at least f + 1 of the validators' organisations are among them.
 */
export function checkReceipts(bundle: Bundle, standing: Standing): Finding {
  const signed: string[] = []
  for (const [index, bytes] of bundle.receipts.entries()) {
    try {
      const organisation = organisationBehind(readReceipt(bytes), bundle)
      if (signed.includes(organisation)) throw fault(`${organisation} signed another one already.`)
      signed.push(organisation)
    } catch (failure) {
      if (!(failure instanceof Invalid)) throw failure
      const sentence = `Receipt ${index + 1} does not verify. ${failure.message}`
      return failed(CODE, sentence, { receipt: index, cause: failure.code })
    }
  }
  if (signed.length === 0) return passed("No receipts are enclosed.")
  const have = signed.filter((organisation) => standing.all.includes(organisation)).length
  const { honest: need, grade } = standing
  if (have < need) {
    const sentence =
      `Receipts of ${countWords(have, "organisation")} are enclosed, ${need} are due. ` +
      `Without them the evidence is of grade ${grade}.`
    return failed(CODE, sentence, { have, need, grade })
  }
  return passed(`Also signed by ${listWords(signed.toSorted(byText))}.`, { have, need })
}

const byText = (a: string, b: string) => (a < b ? -1 : 1)

/** Verifies one receipt; answers whose it is. Throws `Invalid` with the reason. */
function organisationBehind(receipt: Receipt, bundle: Bundle): string {
  const { kid, issuer, subject } = receipt
  const row = kid === null ? null : keyRow(kid, bundle)
  if (row === null) throw fault("Its key is not among the claims.")
  if (issuer !== receiptIssuer(bundle.chain, row.organisation)) {
    throw fault(`It is not issued by ${row.organisation}, whose key it names.`)
  }
  if (subject !== receiptSubject(bundle.chain)) throw fault("It is over another log.")
  const leaf = leafAt(receipt.index, bundle)
  if (leaf === null) throw fault("It is for an event that is not among the claims.")
  const verdict = judgeReceipt(receipt, leafHashOf(leaf), parseCoseKey(row.public))
  if (!verdict.ok) throw new Invalid(verdict.code, "", verdict.reason)
  const { size, root } = bundle.roots.log
  if (receipt.size === size && !equalBytes(verdict.root, fromHex(root))) {
    throw fault("It signs another log of the same size.")
  }
  return row.organisation
}

function leafAt(index: bigint, { claims }: Bundle): Uint8Array | null {
  for (const claim of claims) {
    if ("event" in claim && claim.event.index === index) return claim.event.leaf
  }
  return null
}

/** The row of a key, from the value claims, which were proven before; null if it is not there. */
function keyRow(kid: Uint8Array, { claims }: Bundle): KeyRow | null {
  for (const claim of claims) {
    if (!("value" in claim)) continue
    const { key, value } = claim.value
    const named = key.length === KEY_ROWS.length + kid.length
    if (!named || !equalBytes(key.subarray(0, KEY_ROWS.length), KEY_ROWS)) continue
    if (equalBytes(key.subarray(KEY_ROWS.length), kid)) return usableKey(decodeValue(value), kid)
  }
  return null
}

/** A key of purpose `receipt` that was not withdrawn for cause; a retired one still counts. */
function usableKey(row: CborValue, kid: Uint8Array): KeyRow {
  if (!isMap(row)) throw fault("The row of its key cannot be read.")
  const { holder, purpose, status, public: key } = row
  if (typeof holder !== "string" || !(key instanceof Uint8Array)) {
    throw fault("The row of its key cannot be read.")
  }
  if (purpose !== "receipt") throw fault("Its key is not for receipts.")
  if (status !== "active" && status !== "retired") throw fault(`Its key is ${status}.`)
  if (thumbprint(key) !== toHex(kid)) throw fault("Its key has another thumbprint.")
  return { organisation: holder.split("/")[0]!, public: key }
}
