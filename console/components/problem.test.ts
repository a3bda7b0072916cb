/** Whatever went wrong is told as the same facts. */
import { Invalid } from "@concordat/kernel"
import { SdkError } from "@concordat/sdk"
import { describe, expect, it } from "vitest"
import { problemOf, problemOfOperation, sentenceOf } from "./problem.ts"

const facts = { code: "permission_missing", status: 403, detail: "No grant.", hint: "Ask." }

describe("a problem", () => {
  it("of a gateway keeps its facts; the values of the case stand apart", () => {
    const failure = new SdkError({ ...facts, requestId: "ab", ...{ role: "org.admin", left: 3 } })
    const { code, requestId, values } = problemOf(failure)
    expect({ code, requestId, values }).toEqual({
      code: "permission_missing",
      requestId: "ab",
      values: { role: "org.admin", left: "3" },
    })
  })

  it("of a gateway tells what stands behind its sentence, and nothing that only looks so", () => {
    const valuesIn = (detail: string) => problemOf(new SdkError({ ...facts, detail })).values
    expect(valuesIn('Too little. (account "ab", available "80")')).toEqual({
      ...{ account: "ab", available: "80" },
    })
    expect(valuesIn('Too little. (code "x")')).toEqual({})
    expect(valuesIn('A title "b" (draft) of c.')).toEqual({})
  })

  it("of a schema has its place", () => {
    const problem = problemOf(new Invalid("too_long", "/title", "9 characters.", { limit: 4 }))
    expect(problem).toMatchObject({ code: "too_long", pointer: "/title", values: { limit: "4" } })
    expect(problem.hint).not.toBe("")
  })

  it("of this page itself is told as such", () => {
    expect(problemOf(new TypeError("x is not a function")).code).toBe("console_failed")
    expect(problemOf("thrown").detail).toBe("thrown")
  })

  it("of an operation is that of its refusal, none where it was accepted", () => {
    const accepted = { command: "a.b", outcome: "accepted" } as const
    expect(problemOfOperation(accepted)).toBeNull()
    const refused = {
      ...accepted,
      outcome: "refused",
      code: "limit_reached",
      service: "a",
    } as const
    expect(problemOfOperation(refused)).toMatchObject({ code: "limit_reached", service: "a" })
  })
})

describe("the sentence", () => {
  it("is the service's own, else the platform's, else what was said", () => {
    expect(sentenceOf(facts, "Our own words.")).toBe("Our own words.")
    expect(sentenceOf(facts, undefined)).not.toBe(facts.detail)
    expect(sentenceOf({ ...facts, code: "no_such_code" }, undefined)).toBe("No grant.")
  })
})
