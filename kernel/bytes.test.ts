/** Byte strings and their text forms: both ways, and every malformed form. */
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { runs } from "../test/runs.ts"
import {
  compareBytes,
  concat,
  equalBytes,
  fromBase64url,
  fromHex,
  toBase64url,
  toHex,
  utf8,
} from "./bytes.ts"

const any = fc.uint8Array({ maxLength: 200 })

describe("hex", () => {
  it("goes both ways", () => {
    const law = (bytes: Uint8Array) => {
      expect(toHex(bytes)).toBe(Buffer.from(bytes).toString("hex"))
      expect(fromHex(toHex(bytes))).toEqual(bytes)
    }
    fc.assert(fc.property(any, law), { numRuns: runs(1_000) })
  })

  it("of a part of a buffer is of that part alone", () => {
    expect(toHex(new Uint8Array([1, 2, 3, 4]).subarray(1, 3))).toBe("0203")
  })

  it.each(["a", "zz", "0A", "0x10", "00 ", "é0"])("%j is refused, with its position", (text) => {
    expect(() => fromHex(text)).toThrow(/^Character \d/)
  })
})

describe("base64url", () => {
  it("goes both ways", () => {
    const law = (bytes: Uint8Array) => {
      expect(toBase64url(bytes)).toBe(Buffer.from(bytes).toString("base64url"))
      expect(fromBase64url(toBase64url(bytes))).toEqual(bytes)
    }
    fc.assert(fc.property(any, law), { numRuns: runs(1_000) })
  })

  it.each(["QR", "Q", "QQ==", "QQ+/", "Q Q", "QUJDR", "QUJ="])("%j is refused", (text) => {
    expect(() => fromBase64url(text)).toThrow()
  })
})

describe("order and joining", () => {
  it("orders as Buffer does, a prefix first", () => {
    const law = (a: Uint8Array, b: Uint8Array) => {
      expect(Math.sign(compareBytes(a, b))).toBe(Buffer.compare(a, b))
      expect(equalBytes(a, b)).toBe(Buffer.compare(a, b) === 0)
      expect(equalBytes(a, new Uint8Array(a))).toBe(true)
      expect(concat(a, b)).toEqual(new Uint8Array([...a, ...b]))
    }
    const short = fc.uint8Array({ maxLength: 3, max: 2 })
    fc.assert(fc.property(short, short, law), { numRuns: runs(1_000) })
  })

  it("utf8 gives the bytes of text", () => {
    expect(toHex(utf8("é水"))).toBe("c3a9e6b0b4")
  })
})
