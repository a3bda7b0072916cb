/** Laws that hold for every kind and value: all forms go both ways, and nothing else gets in. */
import fc from "fast-check"
import { describe as about, expect, it } from "vitest"
import { runs } from "../../test/runs.ts"
import { compareBytes, toHex } from "../bytes.ts"
import { Invalid } from "../failures.ts"
import type { Json } from "../json/json.ts"
import { parseJson } from "../json/parse.ts"
import { jsonText } from "../json/write.ts"
import { decode, decodeKey, encode, encodeKey } from "./codec.ts"
import { kindOf } from "./describe.ts"
import { keyPairs, type Pair, pairs, satisfies } from "./kinds.testing.ts"

function all(count: number, law: (pair: Pair) => void): void {
  fc.assert(fc.property(pairs, law), { numRuns: runs(count) })
}

/** What a reader of foreign input may answer: a value, or `Invalid`. */
function attempt<T>(read: () => T): { readonly value: T } | null {
  try {
    return { value: read() }
  } catch (failure) {
    if (failure instanceof Invalid) return null
    throw failure
  }
}

about("every kind", () => {
  it("CBOR: bytes and back, within the largest size", () => {
    all(3_000, ({ kind, value }) => {
      const bytes = encode(kind, value)
      expect(bytes.length).toBeLessThanOrEqual(kind.sizeMax)
      const back = decode(kind, bytes)
      expect(back).toEqual(value)
      expect(toHex(encode(kind, back))).toBe(toHex(bytes))
    })
  })

  it("CBOR: one altered byte is refused, or stands for another value in its own one form", () => {
    const at = fc.nat()
    const change = fc.integer({ min: 1, max: 255 })
    const law = ({ kind, value }: Pair, where: number, bits: number) => {
      const bytes = encode(kind, value)
      bytes[where % bytes.length]! ^= bits
      const read = attempt(() => decode(kind, bytes))
      if (read !== null) expect(toHex(encode(kind, read.value))).toBe(toHex(bytes))
    }
    fc.assert(fc.property(pairs, at, change, law), { numRuns: runs(5_000) })
  })

  it("CBOR of one kind read as another: refused, or the same bytes again", () => {
    const law = (written: Pair, read: Pair) => {
      const bytes = encode(written.kind, written.value)
      const other = attempt(() => decode(read.kind, bytes))
      if (other !== null) expect(toHex(encode(read.kind, other.value))).toBe(toHex(bytes))
    }
    fc.assert(fc.property(pairs, pairs, law), { numRuns: runs(3_000) })
  })

  it("JSON: text and back, and it satisfies the JSON Schema", () => {
    all(3_000, ({ kind, value }) => {
      const json = kind.toJson(value)
      const again = parseJson(jsonText(json), { anyForm: true })
      expect(kind.fromJson(again)).toEqual(value)
      expect(satisfies(kind.jsonSchema(), again)).toBe(true)
    })
  })

  it("JSON of one kind read as another: taken only where the JSON Schema takes it", () => {
    const law = (written: Pair, read: Pair) => {
      const json = written.kind.toJson(written.value)
      const value = attempt(() => read.kind.fromJson(json))
      if (value !== null) {
        expect(satisfies(read.kind.jsonSchema(), json)).toBe(true)
        expect(read.kind.toJson(value.value)).toEqual(withNulls(json, value.value))
      }
    }
    fc.assert(fc.property(pairs, pairs, law), { numRuns: runs(3_000) })
  })

  it("SQL: a column and back, as drivers give it", () => {
    all(2_000, ({ kind, value }) => {
      const column = kind.sql.to(value)
      expect(kind.sql.from(column)).toEqual(value)
      if (column === null) expect(kind.sql.nullable).toBe(true)
      if (kind.sql.type === "jsonb" && column !== null) {
        expect(kind.sql.from(JSON.parse(column as string))).toEqual(value)
      }
    })
  })

  it("memory: check takes the same value and nothing else", () => {
    all(1_000, ({ kind, value }) => {
      expect(kind.check(value)).toBe(value)
      for (const wrong of [undefined, Symbol("x"), () => 1, 1.5, Number.NaN, new Date(0), -0]) {
        expect(() => kind.check(wrong)).toThrow(Invalid)
      }
    })
  })

  it("description: the same kind again", () => {
    all(1_000, ({ kind, value }) => {
      const same = kindOf(kind.description as never)
      expect(same.description).toEqual(kind.description)
      expect([same.sizeMax, same.depth, same.sql.type]).toEqual([
        kind.sizeMax,
        kind.depth,
        kind.sql.type,
      ])
      expect(toHex(encode(same, value))).toBe(toHex(encode(kind, value)))
    })
  })

  it("Standard Schema: the value of JSON, or an issue with its path", () => {
    all(1_000, ({ kind, value }) => {
      const standard = kind["~standard"]
      expect(standard).toMatchObject({ version: 1, vendor: "concordat" })
      expect(standard.validate(kind.toJson(value))).toEqual({ value })
      const refused = standard.validate(Symbol("x"))
      expect(refused.issues).toHaveLength(1)
    })
  })
})

/** JSON whose absent options are null, as we write it: nothing to do but in records. */
function withNulls(json: Json, value: unknown): unknown {
  if (Array.isArray(json)) return json.map((item, i) => withNulls(item, (value as unknown[])[i]))
  if (typeof json !== "object" || json === null) return json
  const names = Object.keys(value as object)
  const parts = json as Record<string, Json>
  return Object.fromEntries(
    names.map((name) => [name, withNulls(own(parts, name), (value as never)[name])]),
  )
}

function own(parts: Record<string, Json>, name: string): Json {
  return Object.hasOwn(parts, name) ? parts[name]! : null
}

about("keys", () => {
  it("go both ways, within the largest size", () => {
    const law = ({ kind, left }: { kind: Pair["kind"]; left: unknown }) => {
      const bytes = encodeKey(kind, left)
      expect(decodeKey(kind, bytes)).toEqual(left)
      expect(bytes.length).toBeLessThanOrEqual(kind.key!.sizeMax)
    }
    fc.assert(fc.property(keyPairs, law), { numRuns: runs(2_000) })
  })

  it("sort as their values do, and none is the beginning of another", () => {
    fc.assert(
      fc.property(keyPairs, ({ kind, left, right }) => {
        const a = encodeKey(kind, left)
        const b = encodeKey(kind, right)
        expect(Math.sign(compareBytes(a, b))).toBe(order(left, right))
        const shorter = Math.min(a.length, b.length)
        if (left !== right) expect(a.subarray(0, shorter)).not.toEqual(b.subarray(0, shorter))
      }),
      { numRuns: runs(5_000) },
    )
  })
})

/** Order of values: numbers by size, text by code points. */
function order(left: unknown, right: unknown): number {
  if (typeof left !== "string")
    return left === right ? 0 : (left as number) < (right as number) ? -1 : 1
  return Math.sign(
    compareBytes(new TextEncoder().encode(left), new TextEncoder().encode(right as string)),
  )
}
