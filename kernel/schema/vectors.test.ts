/** The golden bytes of kinds, refusals and schemas: every case both ways. */
import { describe as about, expect, it } from "vitest"
import { vectorJson } from "../../test/vectors.ts"
import { fromHex, toHex, utf8 } from "../bytes.ts"
import { scan } from "../cbor/scan.ts"
import { decodeValue, encodeValue } from "../cbor/value.ts"
import { sha256Hex } from "../crypto/hash.ts"
import { Invalid } from "../failures.ts"
import { decode, decodeKey, encode, encodeKey } from "./codec.ts"
import { describe, kindOf } from "./describe.ts"

const kinds = vectorJson("kernel/kinds.json")
const refused = vectorJson("kernel/refused.json")
const schema = vectorJson("kernel/schema.json")
const SKIPPED = "(skipped: ../shared/vectors/kernel is not here)"

about.skipIf(kinds === null)(`golden kinds ${kinds === null ? SKIPPED : ""}`, () => {
  for (const row of kinds?.cases ?? []) {
    it(row.name, () => {
      const kind = kindOf(row.kind)
      const value = kind.fromJson(row.json)
      expect(toHex(encode(kind, value))).toBe(row.cbor)
      expect(decode(kind, fromHex(row.cbor))).toEqual(value)
      expect(kind.toJson(value)).toEqual(row.json)
      expect(toHex(describe(kind))).toBe(row.description)
      expect(kindOf(decodeValue(fromHex(row.description))).description).toEqual(kind.description)
      expect(row.cbor.length / 2).toBeLessThanOrEqual(kind.sizeMax)
      if (row.key === null) return expect(kind.key).toBeNull()
      expect(toHex(encodeKey(kind, value))).toBe(row.key)
      expect(decodeKey(kind, fromHex(row.key))).toEqual(value)
      expect(row.key.length / 2).toBeLessThanOrEqual(kind.key!.sizeMax)
    })
  }

  for (const row of kinds?.order ?? []) {
    it(`order of ${row.name}: keys sort as values do`, () => {
      const kind = kindOf(row.kind)
      const keys = row.json.map((json: never) => toHex(encodeKey(kind, kind.fromJson(json))))
      expect(keys).toEqual(row.keys)
      expect([...keys].sort()).toEqual(keys)
    })
  }

  for (const row of kinds?.rowKeys ?? []) {
    it(`row key of ${row.service}/${row.table}`, () => {
      const parts = row.key.map(([field, description]: [string, string]) => {
        const kind = kindOf(description)
        return toHex(encodeKey(kind, kind.fromJson(row.json[field])))
      })
      expect(toHex(utf8(`${row.service}/${row.table}/`)) + parts.join("")).toBe(row.bytes)
    })
  }
})

about.skipIf(refused === null)(`golden refusals ${refused === null ? SKIPPED : ""}`, () => {
  for (const row of refused?.cases ?? []) {
    it(`${row.name}: ${row.code}`, () => {
      const bytes = fromHex(row.cbor)
      const read = () => (row.kind === null ? scan(bytes) : decode(kindOf(row.kind), bytes))
      expect(codeOf(read)).toBe(row.code)
      if (row.kind !== null) expect(() => scan(bytes)).not.toThrow()
    })
  }
})

about.skipIf(schema === null)(`golden schemas ${schema === null ? SKIPPED : ""}`, () => {
  for (const row of schema?.cases ?? []) {
    it(row.service, () => {
      const bytes = encodeValue(row.description)
      expect(toHex(bytes)).toBe(row.cbor)
      expect(sha256Hex(bytes)).toBe(row.digest)
      expect(encodeValue(decodeValue(bytes))).toEqual(bytes)
      for (const kind of Object.values(row.description.commands)) {
        expect(kindOf(kind as never).description).toEqual(kind)
      }
    })
  }
})

function codeOf(action: () => unknown): string {
  try {
    action()
  } catch (failure) {
    if (failure instanceof Invalid) return failure.code
    throw failure
  }
  return "accepted"
}
