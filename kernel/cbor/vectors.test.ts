/**
 * Published CBOR vectors, every row judged. A row inside our rules is accepted and comes out the
 * same; the others are refused by their code. Where a source judges otherwise, the reason is here.
 */
import { readFileSync } from "node:fs"
import { relative } from "node:path"
import { describe, expect, it } from "vitest"
import { vectorFiles, vectorJson, vectors } from "../../test/vectors.ts"
import { fromHex, toHex } from "../bytes.ts"
import { Invalid } from "../failures.ts"
import { modelAccepts } from "./model.testing.ts"
import { type CborValue, decodeValue, encodeValue } from "./value.ts"

const home = vectors("cbor")
const rows = (file: string) => (home === null ? [] : vectorJson(`cbor/${file}`))

/** The value as bytes again, or the code that refuses it. */
function verdict(bytes: Uint8Array): string {
  try {
    return toHex(encodeValue(decodeValue(bytes)))
  } catch (failure) {
    if (failure instanceof Invalid) return failure.code
    throw failure
  }
}

/** What we refuse though it is deterministic elsewhere: canonical CBOR here takes fewer types. */
const OUTSIDE = "type_refused"

describe.skipIf(home === null)(
  `RFC 8949, appendix A${home ? "" : " (no ../shared/vectors)"}`,
  () => {
    for (const row of rows("appendix_a.json")) {
      it(`${row.hex.slice(0, 40)} ${row.diagnostic ?? row.decoded ?? row.decoded_bigint}`, () => {
        const bytes = fromHex(row.hex)
        const found = verdict(bytes)
        expect(found).toBe(row.deterministic && modelAccepts(bytes) ? row.hex : OUTSIDE)
        if (found !== row.hex) return
        const value = decodeValue(bytes)
        if (row.decoded_bigint !== undefined) expect(value).toBe(BigInt(row.decoded_bigint))
        else expect(plain(value)).toEqual(row.decoded)
      })
    }
  },
)

/** A value with ordinary objects, as the source has them. */
function plain(value: CborValue): unknown {
  if (typeof value !== "object" || value === null || value instanceof Uint8Array) return value
  if (Array.isArray(value)) return value.map(plain)
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, plain(item)]))
}

describe.skipIf(home === null)("dCBOR", () => {
  // dCBOR takes floats and integer keys; we have neither.
  for (const row of rows("dcbor-valid.json")) {
    it(`takes ${row.diagnostic.slice(0, 60)}`, () => {
      const isOurs = !/\d\.\d|e-?\d|\d: /.test(row.diagnostic.replaceAll(/"[^"]*"/g, ""))
      expect(verdict(fromHex(row.hex))).toBe(isOurs ? row.hex : OUTSIDE)
    })
  }

  const CODES: Readonly<Record<string, string>> = {
    // Deviation: in bytes two forms are two values; NFC is judged where people type (JSON).
    "text not in Unicode NFC": "accepted: normalisation is judged in JSON alone",
    // Refused for its integer keys, before their order is looked at.
    "map keys out of order": OUTSIDE,
    "shorter form exists": OUTSIDE,
    "NaN payload or width": OUTSIDE,
    "infinity wider than half": OUTSIDE,
    "bytes after the item": "trailing_bytes",
  }
  for (const row of rows("dcbor-invalid.json")) {
    it(`refuses ${row.hex}: ${row.reason}`, () => {
      const expected = CODES[row.reason]
      expect(expected, "a reason that is not judged here").toBeDefined()
      const found = verdict(fromHex(row.hex))
      expect(found).toBe(expected!.startsWith("accepted") ? row.hex : expected)
    })
  }
})

describe.skipIf(home === null)("DAG-CBOR", () => {
  // Deviation: DAG-CBOR's floats and its tag 42 (content id) are refused; all else is the same.
  const folder = `${home}/dag-cbor`
  const files =
    home === null ? [] : vectorFiles("cbor/dag-cbor", (name) => name.endsWith(".dag-cbor"))
  it.each(files.map((file) => [relative(folder, file).split("/")[0], file]))("%s", (_, file) => {
    const bytes = new Uint8Array(readFileSync(file!))
    const found = verdict(bytes)
    expect(found).toBe(modelAccepts(bytes) ? toHex(bytes) : OUTSIDE)
  })

  const twice =
    home === null ? [] : vectorFiles("cbor/dag-cbor-negative", (f) => f.endsWith(".json"))
  it.each(twice)("%s", (file) => {
    const cases = JSON.parse(readFileSync(file, "utf8")) as { hex: string }[]
    expect(cases.length).toBeGreaterThan(0)
    // Its keys stand unsorted before the one that stands twice: the first fault answers.
    for (const { hex } of cases)
      expect(["not_canonical", "duplicate_key"]).toContain(verdict(fromHex(hex)))
  })
})
