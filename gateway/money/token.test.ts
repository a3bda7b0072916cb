/** The verbs that people know of tokens, over a ledger that tells the story of the banks. */
import { type Hash, type Party, sha256Hex, utf8 } from "@concordat/kernel"
import { type Asked, call, createClient, erc20, erc721, erc1155 } from "@concordat/sdk"
import { DEMO_ASSET } from "@concordat/services/money/demo"
import { DEMO_ALONE, DEMO_ISSUER, DEMO_TELLERS } from "@concordat/services/organisations/demo"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { openGateway, type TestGateway } from "../gateway.testing.ts"
import { freshId, numberOf, tellBanks } from "./story.testing.ts"

let test: TestGateway
let client: ReturnType<typeof createClient>
let count = 5_000

beforeAll(async () => {
  test = await openGateway({ organisations: DEMO_ALONE })
  await tellBanks(test)
  const fetch = async (url: string, init?: RequestInit) =>
    test.gateway.fetch(new Request(url, init))
  client = createClient({ url: "http://127.0.0.1:4400", fetch })
})
afterAll(() => test.close())

const [NORTH = "", SOUTH = ""] = DEMO_TELLERS
const as = (who: string, asked: Asked) => call(client, { ...asked, as: who })
const [ann, merchant] = [numberOf("ann"), numberOf("merchant")]
const move = (amount: bigint) => ({
  entry: freshId(test, ++count),
  from: ann,
  to: merchant,
  amount,
})

describe("ERC-20", () => {
  it("has a supply, balances and transfers", async () => {
    expect(await erc20.totalSupply(client, DEMO_ASSET)).toBe(1_000_000n)
    expect(await erc20.decimals(client, DEMO_ASSET)).toBe(2)
    const before = await erc20.balanceOf(client, merchant)
    await as(NORTH, erc20.transfer(move(7n)))
    expect(await erc20.balanceOf(client, merchant)).toBe(before + 7n)
    expect(await erc20.balanceOf(client, numberOf("nobody"))).toBe(0n)
    expect(await erc20.totalSupply(client, "nothing")).toBe(0n)
  })

  it("lets a spender take what it was approved, until a time", async () => {
    const spender = SOUTH as Party
    expect(await erc20.allowance(client, ann, spender)).toBe(0n)
    const refused = expect.objectContaining({ code: "not_the_owner" })
    await expect(as(SOUTH, erc20.transferFrom(move(5n)))).rejects.toEqual(refused)
    const { now } = test.ledger.status()
    await as(NORTH, erc20.approve(ann, spender, 20n, now + 60_000))
    expect(await erc20.allowance(client, ann, spender)).toBe(20n)
    await as(SOUTH, erc20.transferFrom(move(5n)))
    expect(await erc20.allowance(client, ann, spender)).toBe(15n)
    const exceeded = expect.objectContaining({ code: "allowance_exceeded" })
    await expect(as(SOUTH, erc20.transferFrom(move(16n)))).rejects.toEqual(exceeded)
    await as(NORTH, erc20.approve(ann, spender, 0n, now + 60_000))
    expect(await erc20.allowance(client, ann, spender)).toBe(0n)
  })
})

describe("ERC-721", () => {
  it("makes an item, gives it away, and takes it out of the world", async () => {
    const [item, document] = ["item", "picture"].map((name) => sha256Hex(utf8(name))) as [
      Hash,
      Hash,
    ]
    const asset = DEMO_ASSET
    expect(await erc721.ownerOf(client, asset, item)).toBeNull()
    await as(DEMO_ISSUER, erc721.mint(asset, item, ann, document))
    expect(await erc721.ownerOf(client, asset, item)).toBe(ann)
    await as(NORTH, erc721.safeTransferFrom(asset, item, ann, merchant))
    expect(await erc721.ownerOf(client, asset, item)).toBe(merchant)
    expect(await erc721.balanceOf(client, asset, merchant)).toBe(1n)
    expect(await erc721.balanceOf(client, asset, ann)).toBe(0n)
    await as(SOUTH, erc721.burn(asset, item))
    expect(await erc721.ownerOf(client, asset, item)).toBeNull()
  })
})

describe("ERC-1155", () => {
  it("moves several at once, all or none", async () => {
    const both = [ann, merchant]
    const before = await erc1155.balanceOfBatch(client, both)
    const one = { from: ann, to: merchant, amount: 1n }
    await as(NORTH, erc1155.safeBatchTransferFrom(freshId(test, ++count), [one, one]))
    const [held, paid] = before as [bigint, bigint]
    expect(await erc1155.balanceOfBatch(client, both)).toEqual([held - 2n, paid + 2n])
    const much = { ...one, amount: 1_000_000n }
    const lacks = expect.objectContaining({ code: "insufficient_funds" })
    const batch = erc1155.safeBatchTransferFrom(freshId(test, ++count), [one, much])
    await expect(as(NORTH, batch)).rejects.toEqual(lacks)
    expect(await erc1155.balanceOf(client, ann)).toBe(held - 2n)
  })
})
