/** Every failure has a code, a sentence, a next step and the exit status of the vocabulary. */
import { Bug, ConcordatError, codes, Invalid, Refusal } from "@concordat/kernel"
import { SdkError } from "@concordat/sdk"
import { describe, expect, it } from "vitest"
import { failureOf, UsageError } from "./failure.ts"

const answered = (code: string, status: number | null, service?: string) =>
  new SdkError({ code, status, detail: "This.", hint: "", ...(service ? { service } : {}) })

describe("exit statuses", () => {
  it("are those of the vocabulary, wherever a code comes from", () => {
    for (const { code, status, exit, hint } of codes) {
      const failures = [
        failureOf(new UsageError(code, "This.", "")),
        failureOf(new ConcordatError(code, "This.")),
        failureOf(new Invalid(code, "", "This.")),
        failureOf(new Refusal(code, "This.")),
      ]
      for (const failure of failures) expect(failure).toMatchObject({ code, exit, hint })
      expect(failureOf(answered(code, status))).toMatchObject({ code, exit })
    }
  })

  it.each([
    [400, 2],
    [403, 1],
    [404, 1],
    [409, 1],
    [429, 3],
    [500, 3],
    [503, 3],
  ])("of a service's own code follow its status: %i is %i", (status, exit) => {
    expect(failureOf(answered("a_code_of_its_own", status, "food"))).toMatchObject({ exit })
  })

  it("of no answer at all is 3", () => {
    expect(failureOf(answered("node_unreachable", null))).toMatchObject({ exit: 3 })
  })
})

describe("what is told", () => {
  it("where in the input, and of which transaction", () => {
    const facts = { code: "wrong_state", status: 409, detail: "No.", hint: "So.", pointer: "/a" }
    const failure = failureOf(new SdkError({ ...facts, transaction: "ab" }))
    expect(failure).toMatchObject({ pointer: "/a", transaction: "ab", hint: "So." })
    expect(failureOf(new Invalid("field_missing", "/title", "No."))).toMatchObject({
      pointer: "/title",
    })
  })

  it("an assertion and whatever nobody foresaw are bugs, exit 70", () => {
    expect(failureOf(new Bug("sum"))).toMatchObject({ code: "bug", exit: 70 })
    expect(failureOf(new Bug("sum")).message).toBe("An assertion failed: sum")
    expect(failureOf(new TypeError("x is no function"))).toMatchObject({ code: "bug", exit: 70 })
    expect(failureOf("text")).toMatchObject({ message: "Something unforeseen happened: text" })
  })
})
