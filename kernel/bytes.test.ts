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

function faultOf(read: () => unknown): unknown {
  try {
    return read()
  } catch (fault) {
    return fault
  }
}

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

  it("names the first fault, counted from 1 for people and from 0 for programs", () => {
    for (const [text, position, reason] of [
      ["zz", 0, "is not a digit 0-9 or a-f"],
      ["00f", 2, "has no partner: hex has two a byte"],
      ["0", 0, "has no partner: hex has two a byte"],
      ["00fg", 3, "is not a digit 0-9 or a-f"],
      ["0/", 1, "is not a digit 0-9 or a-f"],
      ["00:", 2, "is not a digit 0-9 or a-f"],
    ] as const) {
      const message = `Character ${position + 1} ${reason}.`
      const fault = { code: "hex_malformed", path: "/key", message, details: { position } }
      expect(faultOf(() => fromHex(text, "/key"))).toMatchObject(fault)
    }
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

it("base64url names the first fault and its place", () => {
  for (const [text, position, reason] of [
    ["QQ+/", 2, "Character 3 is not of the base64url alphabet."],
    ["QUJDR", 5, "One character is left over."],
    ["QR", 2, "The last bits are not zero."],
  ] as const) {
    const fault = { code: "base64_malformed", path: "/key", message: reason, details: { position } }
    expect(faultOf(() => fromBase64url(text, "/key"))).toMatchObject(fault)
  }
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

  it("is equal to nothing that only begins like it", () => {
    expect(equalBytes(Uint8Array.of(1), Uint8Array.of(1, 0))).toBe(false)
    expect(equalBytes(Uint8Array.of(1, 0), Uint8Array.of(1))).toBe(false)
  })

  it("utf8 gives the bytes of text", () => {
    expect(toHex(utf8("é水"))).toBe("c3a9e6b0b4")
  })
})
