/** Protobuf both ways: known bytes, round trips, and no other outcome than a value or `Invalid`. */
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { runs } from "../../test/runs.ts"
import { fromHex, toHex, utf8 } from "../bytes.ts"
import { Invalid } from "../failures.ts"
import { ProtobufReader, readExactly } from "./reader.ts"
import { delimited, ProtobufWriter } from "./writer.ts"

const written = (write: (writer: ProtobufWriter) => unknown) => {
  const writer = new ProtobufWriter()
  write(writer)
  return toHex(writer.finish())
}
const reading = (hex: string) => {
  const reader = new ProtobufReader(fromHex(hex))
  reader.next()
  return reader
}

describe("written", () => {
  it("gives the bytes of the protobuf guide", () => {
    expect(written((w) => w.uint(1, 150))).toBe("089601")
    expect(written((w) => w.text(2, "testing"))).toBe("120774657374696e67")
    expect(written((w) => w.message(3, fromHex("089601")))).toBe("1a03089601")
    expect(written((w) => w.int(1, -2))).toBe("08feffffffffffffffff01")
  })

  it("gives the timestamp of year 1, the one of an absent vote", () => {
    expect(written((w) => w.int(1, -62_135_596_800n).int(2, 0))).toBe("088092b8c398feffffff01")
  })

  it("omits zero and empty, but never a message", () => {
    const none = new Uint8Array()
    expect(written((w) => w.uint(1, 0).int(2, 0n).sfixed64(3, 0n).bytes(4, none))).toBe("")
    expect(written((w) => w.text(5, "").message(2, none))).toBe("1200")
  })

  it("writes sfixed64 little-endian, and starts anew after finish", () => {
    const writer = new ProtobufWriter()
    expect(toHex(writer.sfixed64(2, 1).finish())).toBe("110100000000000000")
    expect(toHex(writer.sfixed64(2, -1n).finish())).toBe("11ffffffffffffffff")
    expect(writer.finish()).toHaveLength(0)
  })

  it("grows, and frames by length", () => {
    const long = new Uint8Array(5_000).fill(7)
    expect(new ProtobufWriter().bytes(1, long).finish()).toHaveLength(5_003)
    expect(toHex(delimited(utf8("ab")))).toBe("026162")
  })
})

describe("read", () => {
  it("gives back every value that was written", () => {
    const field = fc.record({
      number: fc.integer({ min: 1, max: 536_870_911 }),
      value: fc.oneof(
        fc.record({ uint: fc.bigInt({ min: 1n, max: 2n ** 64n - 1n }) }),
        fc.record({ int: fc.bigInt({ min: -(2n ** 63n), max: -1n }) }),
        fc.record({ sfixed64: fc.bigInt({ min: -(2n ** 63n), max: -1n }) }),
        fc.record({ bytes: fc.uint8Array({ minLength: 1, maxLength: 300 }) }),
      ),
    })
    const law = (fields: readonly { number: number; value: Record<string, unknown> }[]) => {
      const writer = new ProtobufWriter()
      for (const { number, value } of fields) {
        if ("uint" in value) writer.uint(number, value.uint as bigint)
        else if ("int" in value) writer.int(number, value.int as bigint)
        else if ("sfixed64" in value) writer.sfixed64(number, value.sfixed64 as bigint)
        else writer.bytes(number, value.bytes as Uint8Array)
      }
      const reader = new ProtobufReader(writer.finish())
      for (const { number, value } of fields) {
        expect(reader.next()).toBe(true)
        expect(reader.field).toBe(number)
        if ("uint" in value) expect(reader.uint()).toBe(value.uint)
        else if ("int" in value) expect(reader.int()).toBe(value.int)
        else if ("sfixed64" in value) expect(reader.sfixed64()).toBe(value.sfixed64)
        else expect(reader.bytes()).toEqual(value.bytes)
      }
      expect(reader.next()).toBe(false)
    }
    fc.assert(fc.property(fc.array(field, { maxLength: 8 }), law), { numRuns: runs(2_000) })
  })

  it.each([
    ["an integer without its end", "0880", (r: ProtobufReader) => r.uint()],
    ["an integer of 65 bits", "08ffffffffffffffffff02", (r: ProtobufReader) => r.uint()],
    ["an integer of 11 bytes", "088080808080808080808001", (r: ProtobufReader) => r.uint()],
    ["33 bits for 32", "088080808010", (r: ProtobufReader) => r.u32()],
    ["a length past the end", "0a0261", (r: ProtobufReader) => r.bytes()],
    ["a huge length", "0affffffffffffffffff01", (r: ProtobufReader) => r.bytes()],
    ["half of a fixed64", "0901020304", (r: ProtobufReader) => r.sfixed64()],
    ["bytes where an integer is due", "0a0161", (r: ProtobufReader) => r.uint()],
    ["a group", "0b", (r: ProtobufReader) => r.skip()],
    ["half of a fixed32", "0d0102", (r: ProtobufReader) => r.skip()],
  ])("refuses %s", (_, hex, take) => {
    expect(() => take(reading(hex))).toThrow(Invalid)
  })

  it("refuses field 0 and a field number above 2^29-1", () => {
    expect(() => reading("0001")).toThrow("Field number")
    expect(() => reading("8080808010")).toThrow("Field number")
  })

  it("passes over unknown fields of every wire type", () => {
    const reader = new ProtobufReader(fromHex("0801110100000000000000" + "1a0161" + "2501020304"))
    const fields: number[] = []
    while (reader.next()) {
      fields.push(reader.field)
      reader.skip()
    }
    expect(fields).toEqual([1, 2, 3, 4])
  })

  it("ends with a value or Invalid for any bytes", () => {
    const law = (bytes: Uint8Array) => {
      const reader = new ProtobufReader(bytes)
      try {
        while (reader.next()) reader.skip()
      } catch (failure) {
        expect(failure).toBeInstanceOf(Invalid)
      }
    }
    fc.assert(fc.property(fc.uint8Array({ maxLength: 64 }), law), { numRuns: runs(5_000) })
  })
})

describe("readExactly", () => {
  const read = (reader: ProtobufReader) => {
    let value = 0n
    while (reader.next()) value = reader.uint()
    return value
  }
  const write = (value: bigint) => new ProtobufWriter().uint(1, value).finish()

  it("takes the one form", () => {
    expect(readExactly(fromHex("089601"), read, write)).toBe(150n)
  })

  it.each(["0896818000", "0800", "08018801", "089601089601", "1001"])("refuses %s", (hex) => {
    expect(() => readExactly(fromHex(hex), read, write)).toThrow(Invalid)
  })
})
