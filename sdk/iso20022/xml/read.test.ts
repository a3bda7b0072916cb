/** F05, F06: what XML may not do here, and that what is read is written again without loss. */
import { Invalid } from "@concordat/kernel"
import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { DEPTH_MAX, ELEMENTS_MAX, MESSAGE_BYTES_MAX } from "../limits.ts"
import { attributeOf, textAt, type XmlElement } from "./element.ts"
import { readXml } from "./read.ts"
import { writeXml } from "./write.ts"

const bytes = (text: string) => new TextEncoder().encode(text)
const read = (text: string) => readXml(bytes(text))
const refused = (text: string | Uint8Array): Invalid => {
  try {
    readXml(typeof text === "string" ? bytes(text) : text)
  } catch (failure) {
    if (failure instanceof Invalid) return failure
    throw failure
  }
  throw new Error("it was read")
}

/** Ten entities, each ten of the one before: a billion at the end. */
const LAUGHS = `<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY lol "lol">${[
  ...Array.from({ length: 9 }, (_, i) => {
    const before = i === 0 ? "lol" : `lol${i}`
    return `<!ENTITY lol${i + 1} "${`&${before};`.repeat(10)}">`
  }),
].join("")}]><lolz>&lol9;</lolz>`

describe("refused", () => {
  test.each([
    ["a billion laughs", LAUGHS],
    ["a file as an entity", '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'],
    ["a remote document type", '<!DOCTYPE a SYSTEM "http://127.0.0.1:9/a.dtd"><a/>'],
    ["a parameter entity", '<!DOCTYPE a [<!ENTITY % p SYSTEM "http://127.0.0.1:9/">%p;]><a/>'],
    ["one behind a comment", "\uFEFF<?xml version='1.0'?><!-- > -->\n<?p ?>\n<!DOCTYPE a><a/>"],
    ["one in small letters", "<!doctype a><a/>"],
  ])("F05: %s, before any parser sees it", (_, text) => {
    expect(refused(text).code).toBe("doctype_refused")
  })

  test("F05: a document type with its line and column", () => {
    const { details, message } = refused("<?xml version='1.0'?>\n  <!DOCTYPE a><a/>")
    expect(details).toEqual({ line: 2, column: 3 })
    expect(message).toContain("line 2, column 3")
  })

  test.each([
    ["an open tag", "<a><b></a>"],
    ["two roots", "<a/><b/>"],
    ["an unknown entity", "<a>&who;</a>"],
    ["a document type inside", "<a><!DOCTYPE b></a>"],
    ["a prefix of nobody", "<p:a/>"],
    ["an attribute twice", '<a b="1" b="2"/>'],
    ["no element", "<!-- nothing -->"],
    ["a comment without end", "<!-- <a/>"],
    ["nothing", ""],
    ["a character that XML has not", "<a>\u0001</a>"],
  ])("F05: %s", (_, text) => {
    const { code, message } = refused(text)
    expect(code).toBe("xml_malformed")
    expect(message).toMatch(/line [1-9]\d*, column \d+/)
  })

  test("F02: what is not UTF-8, and what says so of itself", () => {
    expect(refused(new Uint8Array([0x3c, 0x61, 0xff, 0x3e])).code).toBe("charset_unsupported")
    const utf16 = new Uint8Array([0xff, 0xfe, 0x3c, 0x00, 0x61, 0x00, 0x2f, 0x00, 0x3e, 0x00])
    expect(refused(utf16).code).toBe("charset_unsupported")
    const latin = '<?xml version="1.0" encoding="ISO-8859-1"?><a/>'
    expect(refused(latin).code).toBe("charset_unsupported")
  })

  test("F06: elements 65 deep, and far deeper than any parser follows", () => {
    const nested = (depth: number) => "<a>".repeat(depth) + "</a>".repeat(depth)
    expect(read(nested(DEPTH_MAX)).name).toBe("a")
    for (const depth of [DEPTH_MAX + 1, 300, 100_000]) {
      expect(refused(nested(depth))).toMatchObject({ code: "too_deep" })
    }
  })

  test("too many elements, too many bytes", () => {
    expect(refused(`<a>${"<b/>".repeat(ELEMENTS_MAX)}</a>`).code).toBe("too_many_items")
    expect(refused(new Uint8Array(MESSAGE_BYTES_MAX + 1)).code).toBe("body_too_large")
  })
})

describe("read", () => {
  test("as it is: no file is included, no schema fetched, what stands in CDATA is text", () => {
    const element = read(`<a xmlns:xi="http://www.w3.org/2001/XInclude"
      xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
      xsi:schemaLocation="urn:x http://127.0.0.1:9/x.xsd">
      <xi:include href="file:///etc/passwd"/><b c="1">x<![CDATA[<&]]>&amp;</b></a>`)
    expect(element.content.map((part) => (part as XmlElement).name)).toEqual(["include", "b"])
    expect(textAt(element, "include")).toBe("")
    expect(textAt(element, "b")).toBe("x<&&")
    expect(attributeOf(element.content[1] as XmlElement, "c")).toBe("1")
  })

  test("the same again after it was written", () => {
    const name = fc.stringMatching(/^[A-Za-z][A-Za-z0-9.-]{0,8}$/)
    const text = fc.string({ unit: "grapheme", minLength: 1, maxLength: 20 }).filter(
      // XML 1.0 has no control characters, and reads every line's end as one line feed.
      (one) => /^[\t\n\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]+$/u.test(one),
    )
    const namespace = fc.constantFrom("", "urn:a", "urn:b&c")
    const attributes = fc.uniqueArray(fc.record({ name, value: text }), {
      selector: (one) => one.name,
      maxLength: 3,
    })
    const { element } = fc.letrec<{ element: XmlElement }>((tie) => ({
      element: fc
        .record({
          ...{ name, namespace },
          attributes: attributes.map((all) => all.map((one) => ({ ...one, namespace: "" }))),
          content: fc.oneof(
            { depthSize: "small" },
            fc.array(text, { maxLength: 1 }),
            fc.array(tie("element"), { maxLength: 3 }),
          ),
        })
        .map((one) => one as XmlElement),
    }))
    fc.assert(
      fc.property(element, (one) => {
        expect(read(writeXml(one))).toEqual(one)
      }),
    )
  })
})
