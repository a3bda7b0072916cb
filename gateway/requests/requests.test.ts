/** What of a request is looked at before a route sees it, part by part. */
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { acceptedType } from "./accept.ts"
import { flag, integer, pageLimit, queryOf } from "./parameters.ts"
import { ensureTarget, pathOf, segment, targetOf } from "./path.ts"

const JSON_TYPE = "application/json"
const BYTES = "application/octet-stream"

/** The code that a call fails with. */
function codeOf(call: () => unknown): string {
  try {
    call()
  } catch (failure) {
    return (failure as { code: string }).code
  }
  return "none"
}

describe("Accept", () => {
  it.each([
    [null, BYTES],
    ["*/*", BYTES],
    ["application/*", BYTES],
    ["application/json", JSON_TYPE],
    ["text/html, application/json", JSON_TYPE],
    ["application/json, application/octet-stream;q=0.5", JSON_TYPE],
    ["*/*;q=0.1, application/json", JSON_TYPE],
    ["application/octet-stream;q=0, */*", JSON_TYPE],
    ["APPLICATION/JSON; Q=1", JSON_TYPE],
  ])("%s chooses %s", (accept, chosen) => {
    expect(acceptedType(accept, [BYTES, JSON_TYPE])).toBe(chosen)
  })

  it.each(["text/html", "text/*", "*/*;q=0", "application/json;q=none", "", ",;"])(
    'refuses "%s"',
    (accept) => {
      expect(codeOf(() => acceptedType(accept, [BYTES, JSON_TYPE]))).toBe("accept_unsupported")
    },
  )
})

describe("a target", () => {
  it("is the path with its query, in every form of a request line", () => {
    expect(targetOf("/v1/status?a=b")).toBe("/v1/status?a=b")
    expect(targetOf("http://elsewhere.example/v1/status")).toBe("/v1/status")
    expect(targetOf("http://elsewhere.example")).toBe("/")
    expect(pathOf("/v1/x?next=http://a//b")).toBe("/v1/x")
  })

  it("may hold anything in its query, and an escaped slash in its path", () => {
    for (const target of ["/v1/x?a=..//%2f%00\\", "/v1/organisations/education~1registrar/~"]) {
      expect(codeOf(() => ensureTarget(target))).toBe("none")
    }
  })

  it.each([
    "/a/../b",
    "/..",
    "/a/./b",
    "/a/.",
    "/a%2Fb",
    "/%2e%2E/",
    "/a%5cb",
    "/a\\b",
    "//",
    "/%00",
  ])("%s is refused", (target) => {
    expect(codeOf(() => ensureTarget(target))).toBe("path_invalid")
  })

  it("has at most 8,192 characters", () => {
    expect(codeOf(() => ensureTarget(`/${"a".repeat(8_191)}`))).toBe("none")
    expect(codeOf(() => ensureTarget(`/${"a".repeat(8_192)}`))).toBe("url_too_long")
  })

  it("has segments whose escapes are read, or refused", () => {
    expect(segment("education~1registrar")).toBe("education/registrar")
    expect(segment("~")).toBe("")
    expect(segment("%C3%A9")).toBe("é")
    expect(codeOf(() => segment("%ff"))).toBe("path_invalid")
  })
})

describe("parameters", () => {
  it("are read by name, decoded, each once", () => {
    expect({ ...queryOf("/x", ["a"]) }).toEqual({})
    expect({ ...queryOf("/x?", ["a"]) }).toEqual({})
    expect({ ...queryOf("/x?a=1+2%2B3&b=", ["a", "b"]) }).toEqual({ a: "1 2+3", b: "" })
  })

  it.each([
    ["/x?limti=1", "unknown_parameter"],
    ["/x?__proto__=1", "unknown_parameter"],
    ["/x?limit=1&limit=1", "duplicate_parameter"],
    ["/x?limit=1%00", "text_invalid"],
    ["/x?limit[gt]=1", "filter_unsupported"],
    ["/x?limit~=1", "filter_unsupported"],
    ["/x?limit!=1", "filter_unsupported"],
  ])("%s is refused: %s", (target, code) => {
    expect(codeOf(() => queryOf(target, ["limit"]))).toBe(code)
  })

  it("of integers have one form each", () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 19n - 1n }), (value) => {
        expect(integer(value.toString(), "at")).toBe(value)
        for (const other of [`+${value}`, ` ${value}`, `0${value}`, `${value}.0`, `-${value}`]) {
          expect(codeOf(() => integer(other, "at"))).toBe("integer_malformed")
        }
      }),
    )
  })

  it("of pages are 1 to 200, 50 unless given", () => {
    expect([pageLimit(undefined), pageLimit("1"), pageLimit("200")]).toEqual([50, 1, 200])
    for (const text of ["0", "201", "-1", "1000000000", "99999999999999999999999"]) {
      expect(codeOf(() => pageLimit(text))).toBe("page_out_of_range")
    }
    for (const text of ["", "x", "0x10", "1e2", " 5", "05"]) {
      expect(codeOf(() => pageLimit(text))).toBe("integer_malformed")
    }
  })

  it("that are switches are 0 or 1", () => {
    expect([flag(undefined, "proof"), flag("0", "proof"), flag("1", "proof")]).toEqual([
      false,
      false,
      true,
    ])
    expect(codeOf(() => flag("true", "proof"))).toBe("unknown_value")
  })
})
