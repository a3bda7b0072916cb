/** Items read one by one, written one by one: all heads, types that do not fit, paths. */
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { runs } from "../../test/runs.ts"
import { fromHex, toHex } from "../bytes.ts"
import { Invalid } from "../failures.ts"
import { pointerTo, step } from "./pointer.ts"
import { CborReader, textOf } from "./reader.ts"
import { scan } from "./scan.ts"
import { CborWriter } from "./writer.ts"

const written = (write: (writer: CborWriter) => unknown) => {
  const writer = new CborWriter()
  write(writer)
  return toHex(writer.finish())
}
const reader = (hex: string) => new CborReader(fromHex(hex))

/** Integers at every edge of a head's length. */
const EDGES: readonly (readonly [number | bigint, string])[] = [
  [0, "00"],
  [23, "17"],
  [24, "1818"],
  [255, "18ff"],
  [256, "190100"],
  [65_535, "19ffff"],
  [65_536, "1a00010000"],
  [4_294_967_295, "1affffffff"],
  [4_294_967_296, "1b0000000100000000"],
  [9_007_199_254_740_991, "1b001fffffffffffff"],
  [9_007_199_254_740_992n, "1b0020000000000000"],
  [18_446_744_073_709_551_615n, "1bffffffffffffffff"],
]

describe("integers", () => {
  it.each(EDGES)("%s is %s, both ways and as bigint too", (value, hex) => {
    expect(written((w) => w.uint(value))).toBe(hex)
    expect(written((w) => w.uint(BigInt(value)))).toBe(hex)
    expect(reader(hex).uint()).toBe(value)
    expect(reader(hex).wide()).toBe(BigInt(value))
  })

  it.each(EDGES)("-1 - %s has the same argument", (value, hex) => {
    const negative = -1n - BigInt(value)
    const expected = toHex(new Uint8Array([fromHex(hex)[0]! | 0x20])) + hex.slice(2)
    expect(written((w) => w.int(negative))).toBe(expected)
    expect(BigInt(reader(expected).int())).toBe(negative)
    const isSafe = negative >= BigInt(Number.MIN_SAFE_INTEGER)
    expect(typeof reader(expected).int()).toBe(isSafe ? "number" : "bigint")
    if (isSafe) expect(written((w) => w.int(Number(negative)))).toBe(expected)
  })
})

describe("written", () => {
  it("text in ASCII and beyond, by its bytes", () => {
    expect(written((w) => w.text("IETF"))).toBe("6449455446")
    expect(written((w) => w.text("ü水"))).toBe("65c3bce6b0b4")
    expect(written((w) => w.text("a".repeat(300)))).toBe("79012c" + "61".repeat(300))
    expect(written((w) => w.text("a".repeat(23) + "é"))).toBe("7819" + "61".repeat(23) + "c3a9")
  })

  it("containers, tags, simple values, and bytes as they are", () => {
    expect(written((w) => w.map(1).text("a").array(2).bool(true).null())).toBe("a1616182f5f6")
    expect(written((w) => w.tag(98).raw(fromHex("80")))).toBe("d86280")
    expect(written((w) => w.bytes(fromHex("0102")).bool(false).byte(0xa0))).toBe("420102f4a0")
    expect(written((w) => w.hex("00ff10").utf8("é").bigEndian(258, 4))).toBe("00ff10c3a900000102")
  })

  it("grows beyond its first buffer, and starts anew after finish and reset", () => {
    const writer = new CborWriter()
    const long = new Uint8Array(5_000).fill(7)
    expect(writer.bytes(long).finish()).toHaveLength(5_003)
    expect(writer.uint(1).reset().uint(2).finish()).toEqual(new Uint8Array([2]))
    for (let i = 0; i < 2_000; i++) writer.uint(i)
    const first = writer.finish()
    writer.uint(99)
    expect(first.subarray(0, 3)).toEqual(new Uint8Array([0, 1, 2]))
  })

  it("never touches what it has given out, whatever the lengths of what follows", () => {
    const lengths = fc.array(fc.oneof(fc.nat(300), fc.nat(3_000)), { maxLength: 60 })
    fc.assert(
      fc.property(lengths, (all) => {
        const writer = new CborWriter()
        const given = all.map((length, n) => {
          writer.raw(new Uint8Array(5)).reset()
          return writer.raw(new Uint8Array(length).fill(n)).finish()
        })
        given.forEach((bytes, n) => {
          expect(bytes).toEqual(new Uint8Array(all[n]!).fill(n))
        })
      }),
      { numRuns: runs(200) },
    )
  })
})

describe("read", () => {
  it("item by item", () => {
    const r = reader("a2616182f5f66162c24901000000000000000042aabb")
    expect(r.map()).toBe(2)
    expect(r.text()).toBe("a")
    expect(r.array()).toBe(2)
    expect(r.bool()).toBe(true)
    expect(r.tookNull()).toBe(true)
    expect(r.text()).toBe("b")
    expect(r.isBignum()).toBe(true)
    expect(r.wide()).toBe(2n ** 64n)
    expect(r.tookNull()).toBe(false)
    expect(r.bytes()).toEqual(fromHex("aabb"))
    expect(r.peek()).toBe(-1)
  })

  it("bytes are a copy", () => {
    const input = fromHex("420102")
    const bytes = new CborReader(input).bytes()
    input[1] = 9
    expect(toHex(bytes)).toBe("0102")
  })

  it("steps over anything, nested or not", () => {
    const item = "a2616183010243aabbcc6162c249010000000000000000"
    scan(fromHex(item))
    const r = reader(item + "17")
    r.skip()
    expect(r.uint()).toBe(23)
  })

  it("takes exactly the bytes that are expected, or none", () => {
    const r = reader("616101")
    expect(r.tookExactly(fromHex("6162"))).toBe(false)
    expect(r.tookExactly(fromHex("61610101"))).toBe(false)
    expect(r.tookExactly(fromHex("6161"))).toBe(true)
    expect(r.uint()).toBe(1)
  })

  const TAKES: Readonly<Record<string, (r: CborReader) => unknown>> = {
    bool: (r) => r.bool(),
    uint: (r) => r.uint(),
    int: (r) => r.int(),
    text: (r) => r.text(),
    bytes: (r) => r.bytes(),
    array: (r) => r.array(),
    map: (r) => r.map(),
    tag: (r) => r.tag(),
  }
  const ITEMS: Readonly<Record<string, string>> = {
    bool: "f5",
    uint: "01",
    text: "6161",
    bytes: "4161",
    array: "8101",
    map: "a1616101",
    tag: "c249010000000000000000",
    nothing: "",
    null: "f6",
  }
  for (const [take, read] of Object.entries(TAKES)) {
    const others = Object.keys(ITEMS).filter((item) => item !== take)
    it.each(others.filter((item) => !(take === "int" && item === "uint")))(
      `${take} of %s`,
      (item) => {
        expect(() => read(reader(ITEMS[item]!))).toThrow(/^Expected .+, found .+\.$/)
      },
    )
  }

  it("a failure has the path of its item, also where reading began later", () => {
    const r = new CborReader(fromHex("0082a1616bf505"), 1)
    r.array()
    r.map()
    r.text()
    try {
      r.text()
      expect.unreachable()
    } catch (failure) {
      expect(failure).toBeInstanceOf(Invalid)
      expect((failure as Invalid).path).toBe("/0/k")
      expect((failure as Invalid).code).toBe("type_mismatch")
    }
  })
})

describe("pointers", () => {
  it("name every item of a value", () => {
    const bytes = fromHex("a261618201a16162026163820304")
    const paths = [0, 1, 3, 4, 5, 6, 8, 9, 11, 12, 13].map((offset) => pointerTo(bytes, offset))
    expect(paths).toEqual([
      "",
      "",
      "/a",
      "/a/0",
      "/a/1",
      "/a/1",
      "/a/1/b",
      "",
      "/c",
      "/c/0",
      "/c/1",
    ])
  })

  it("escape what a pointer escapes, and shorten what is long", () => {
    expect(step("a/b~c")).toBe("/a~1b~0c")
    expect(step("x".repeat(500))).toHaveLength(65)
    expect(step(7)).toBe("/7")
  })
})

describe("text of bytes", () => {
  it.each(["", "a", "abcdef", "abcdefg", "é", "abcé", "水".repeat(30), "x".repeat(100)])(
    "%s",
    (text) => {
      const bytes = new TextEncoder().encode(`<${text}>`)
      expect(textOf(bytes, 1, bytes.length - 1)).toBe(text)
    },
  )
})
