/** The reference of addresses, from a description as the gateway writes it. */
import { describe, expect, it } from "vitest"
import { commandLine, examplePath, groupsOf, matching } from "./operations.ts"

const description = {
  tags: [
    { name: "ledger", description: "What is" },
    { name: "access", description: "Who asks" },
  ],
  paths: {
    "/v1/blocks/{height}": {
      get: {
        ...{ operationId: "getBlock", tags: ["ledger"], summary: "A block" },
        parameters: [
          { name: "height", in: "path", description: "Which", example: "1" },
          { name: "at", in: "query", description: "As of" },
        ],
        security: [{}, { token: [] }],
        responses: {
          200: { description: "A block", content: { "application/json": { schema: {} } } },
          404: { description: "unknown_record, height_pruned" },
          default: { description: "Any other refusal" },
        },
      },
    },
    "/v1/tokens": {
      post: {
        ...{ operationId: "makeToken", tags: ["access"], summary: "A token" },
        requestBody: { content: { "application/json": { schema: {}, example: { it: "it's" } } } },
        security: [{ token: [] }],
        responses: { 200: { description: "A token", content: {} } },
      },
    },
    "/v1/tokens/{id}": {
      delete: {
        ...{ operationId: "revokeToken", tags: ["access"], summary: "Ends one" },
        parameters: [{ name: "id", in: "path", description: "Which" }],
        responses: {},
      },
    },
  },
}
const groups = groupsOf(description)
const [block, make, revoke] = groups.flatMap(({ operations }) => operations)

describe("the reference", () => {
  it("has each address below its tag, with whom it is for and what it answers", () => {
    expect(groups.map(({ tag, operations }) => [tag, operations.length])).toEqual([
      ["ledger", 1],
      ["access", 2],
    ])
    expect(block).toMatchObject({
      ...{ name: "getBlock", method: "GET", open: true, gives: ["application/json"] },
      refusals: [{ status: "404", codes: ["unknown_record", "height_pruned"] }],
    })
    expect([make!.open, revoke!.open]).toEqual([false, false])
  })

  it("finds an address by any words of it", () => {
    expect(matching(groups, "TOKEN  post").flatMap(({ operations }) => operations)).toEqual([make])
    expect(matching(groups, "nothing")).toEqual([])
    expect(matching(groups, " ")).toEqual(groups)
  })

  it("asks what its examples fill in, and nothing else", () => {
    expect(examplePath(block!)).toBe("/v1/blocks/1")
    expect(examplePath(revoke!)).toBeNull()
  })

  it("gives a line for a shell, quoted", () => {
    const origin = "http://127.0.0.1:4400"
    expect(commandLine(origin, block!)).toBe(`curl '${origin}/v1/blocks/1'`)
    expect(commandLine(origin, make!)).toBe(
      `curl '${origin}/v1/tokens' -X POST -H 'content-type: application/json' ` +
        `--data-binary '{"it":"it'\\''s"}'`,
    )
    expect(commandLine(origin, revoke!)).toBe(`curl '${origin}/v1/tokens/{id}' -X DELETE`)
  })
})
