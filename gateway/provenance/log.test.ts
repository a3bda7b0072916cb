/** What of a document and of the statement log can be proved, judged as others would judge it. */
import {
  fromBase64url,
  fromHex,
  type Hash,
  hashOf,
  type JsonObject,
  parseCoseKey,
  readReceipt,
  sha256,
  verifyBundle,
  verifyConsistency,
  verifyReceipt,
} from "@concordat/kernel"
import { readStatement, statementLeaf } from "@concordat/services/provenance"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { openGateway, problemIn, send, type TestGateway } from "../gateway.testing.ts"
import { type Story, tellDocuments } from "./story.testing.ts"

let test: TestGateway
let story: Story
beforeAll(async () => {
  test = await openGateway()
  story = await tellDocuments(test)
})
afterAll(() => test.close())

async function json(path: string): Promise<JsonObject> {
  const answer = await send(test.gateway, `/v1${path}`)
  const body = (await answer.json()) as JsonObject
  expect(answer.status, JSON.stringify(body)).toBe(200)
  return body
}

const refusal = async (path: string) => problemIn(await send(test.gateway, `/v1${path}`))

/** The public key of a thumbprint, as the ledger has it. */
async function keyOf(kid: string) {
  const { row } = await json(`/organisations/keys/${kid}`)
  const { value } = row as unknown as { value: { public: string } }
  return parseCoseKey(fromBase64url(value.public))
}

/** Whether a receipt, base64url, holds for a statement, by the key that it names. */
async function receiptHolds(text: string, statement: Hash): Promise<boolean> {
  const receipt = fromBase64url(text)
  const { kid } = readReceipt(receipt)
  return verifyReceipt(receipt, statementLeaf(statement), await keyOf(hashOf(kid!))).ok
}

describe("a document", () => {
  it("is answered with evidence that verifies, its statement, and receipts", async () => {
    const told = await json(`/provenance/check/education/${story.handle}?from=1`)
    const anchor = await test.ledger.anchor(1n)
    const { now } = test.ledger.status()
    const verdict = verifyBundle(fromBase64url(told["bundle"] as string), anchor, { now })
    expect(verdict).toMatchObject({ valid: true })
    const statement = fromBase64url(told["statement"] as string)
    expect(hashOf(sha256(statement))).toBe(story.document)
    expect(readStatement(statement)).toMatchObject({ handle: story.handle, issuer: "education" })
    const receipts = told["receipts"] as string[]
    expect(receipts).toHaveLength(1)
    for (const receipt of receipts) {
      expect(await receiptHolds(receipt, story.document)).toBe(true)
      expect(await receiptHolds(receipt, story.batch)).toBe(false)
    }
  })

  it("of a batch has no row: its statement is named, its absence proved", async () => {
    const path = `/provenance/check/education/${"ab".repeat(32)}`
    expect(await refusal(path)).toMatchObject({ code: "unknown_item", status: 404 })
    const told = await json(`${path}?statement=${story.batch}&from=1`)
    const anchor = await test.ledger.anchor(1n)
    const { now } = test.ledger.status()
    const verdict = verifyBundle(fromBase64url(told["bundle"] as string), anchor, { now })
    expect(verdict).toMatchObject({ valid: true })
  })

  it("that is named wrongly is refused by the part that is wrong", async () => {
    const handle = "ab".repeat(32)
    const wrong: readonly (readonly [string, object])[] = [
      [`/provenance/check/Education/${handle}`, { pointer: "/organisation", status: 400 }],
      ["/provenance/check/education/zz", { pointer: "/handle", code: "hex_malformed" }],
      [`/provenance/check/education/${handle}?statement=zz`, { pointer: "/statement" }],
      [`/provenance/check/education/${handle}?statement=${handle}`, { code: "unknown_statement" }],
      [`/provenance/check/education/${story.handle}?from=x`, { code: "integer_malformed" }],
    ]
    for (const [path, told] of wrong) expect(await refusal(path), path).toMatchObject(told)
  })
})

describe("a statement", () => {
  it("is given as it was signed, and its receipts with its place", async () => {
    const answer = await send(test.gateway, `/v1/provenance/statements/${story.batch}/signed`)
    expect(answer.headers.get("content-type")).toBe("application/cose")
    const bytes = new Uint8Array(await answer.arrayBuffer())
    expect(hashOf(sha256(bytes))).toBe(story.batch)
    const told = await json(`/provenance/statements/${story.batch}/receipts`)
    expect(told).toMatchObject({ statement: story.batch, position: "1", size: "2" })
    for (const { receipt } of told["receipts"] as unknown as { receipt: string }[]) {
      expect(await receiptHolds(receipt, story.batch)).toBe(true)
    }
    const event = await json(`/events/${told["event"]}`)
    expect(event).toMatchObject({ fields: { statement: story.batch } })
  })

  it("that nobody registered is unknown", async () => {
    for (const part of ["signed", "receipts"]) {
      const problem = await refusal(`/provenance/statements/${"ab".repeat(32)}/${part}`)
      expect(problem).toMatchObject({ code: "unknown_statement", status: 404 })
    }
  })
})

describe("the statement log", () => {
  it("of every size begins that of every greater one, and is the ledger's own", async () => {
    const heads = await Promise.all(
      ["0", "1", "2"].map((size) => json(`/provenance/heads/${size}`)),
    )
    const roots = heads.map(({ root }) => fromHex(root as string))
    const { row } = await json("/provenance/log")
    expect((row as unknown as { value: { root: string } }).value.root).toBe(heads[2]!["root"])
    for (let second = 0; second <= 2; second++) {
      for (let first = 0; first <= second; first++) {
        const sizes = `first=${first}&second=${second}`
        const { path } = await json(`/provenance/log/consistency?${sizes}`)
        expect(
          verifyConsistency({
            ...{ first: BigInt(first), second: BigInt(second) },
            ...{ firstRoot: roots[first]!, secondRoot: roots[second]! },
            path: (path as string[]).map((hash) => fromHex(hash)),
          }),
        ).toBe(true)
      }
    }
  })

  it("has heads that this gateway's organisations sign", async () => {
    const { heads } = await json("/provenance/heads/2")
    const [head] = heads as unknown as { organisation: string; key: string; signature: string }[]
    expect(head).toMatchObject({ organisation: "education", algorithm: "ed25519" })
    expect(fromBase64url(head!.signature)).toHaveLength(64)
  })

  it("has no head of a size that it has not reached", async () => {
    const unreached = { code: "height_not_reached", status: 404 }
    expect(await refusal("/provenance/heads/3")).toMatchObject(unreached)
    expect(await refusal("/provenance/log/consistency?second=3")).toMatchObject(unreached)
    expect(await refusal("/provenance/log/consistency?first=2&second=1")).toMatchObject(unreached)
    expect(await refusal("/provenance/heads/-1")).toMatchObject({ code: "integer_malformed" })
  })

  it("goes on with what is registered later, and after a restart of the gateway", async () => {
    const again = await openGateway({ gateway: { ledger: test.ledger } })
    const told = await send(again.gateway, `/v1/provenance/statements/${story.document}/receipts`)
    expect(await told.json()).toMatchObject({ position: "0", size: "2" })
    await again.close()
  })
})
