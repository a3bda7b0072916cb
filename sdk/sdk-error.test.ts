/** What a verb fails with: the gateway's problem, or that it was no gateway. */

import { utf8 } from "@concordat/kernel"
import { expect, it } from "vitest"
import { problemOf } from "./sdk-error.ts"

it("carries the problem's code, words and place", () => {
  const problem = {
    ...{ type: "/codes/too_long", title: "Too long.", status: 400, code: "too_long" },
    ...{ detail: "It has 9 of 8.", hint: "Shorten it.", requestId: "00", pointer: "/name" },
  }
  const headers = { "Content-Type": "application/problem+json" }
  const body = utf8(JSON.stringify(problem))
  const error = problemOf(new Response(null, { status: 400, headers }), body)
  expect(error).toMatchObject({
    ...{ name: "SdkError", code: "too_long", status: 400, message: "It has 9 of 8." },
    ...{ hint: "Shorten it.", facts: { pointer: "/name" } },
  })
})

it("names an answer that is no problem for what it is", () => {
  const error = problemOf(new Response(null, { status: 502 }), utf8("<h1>Bad Gateway</h1>"))
  expect(error).toMatchObject({ code: "upstream_mismatch", status: 502 })
  expect(error.message).not.toContain("<h1>")
})
