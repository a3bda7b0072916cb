/** Who votes: the embedded engine's one validator, and a network of which one falls silent. */
import type { Ledger } from "@concordat/node"
import { describe, expect, it } from "vitest"
import { CLASS_TERMS, openGateway, post, send } from "../gateway.testing.ts"

const NAMES = ["a", "b", "c", "d"].map((letter) => letter.repeat(40))

/** The same ledger, as if four voted and one of them stopped after a height. */
function asNetwork(ledger: Ledger, silentAfter: bigint, asked: bigint[]): Ledger {
  const votersOf = (height: bigint) => (height > silentAfter ? NAMES.slice(0, 3) : NAMES)
  return new Proxy(ledger, {
    get(target, name) {
      if (name === "status") {
        const status = target.status()
        const validators = NAMES.map((address) => {
          const signed = votersOf(status.height - 1n).includes(address)
          return { ...status.validators[0]!, address, signed }
        })
        return () => ({ ...status, validators })
      }
      if (name === "block") {
        return async (height: bigint) => {
          asked.push(height)
          const block = await target.block(height)
          return block && { ...block, signers: votersOf(height) }
        }
      }
      const value = Reflect.get(target, name)
      return typeof value === "function" ? value.bind(target) : value
    },
  })
}

async function blocksMore(test: Awaited<ReturnType<typeof openGateway>>, count: number) {
  for (let i = 0; i < count; i++) {
    const terms = { ...CLASS_TERMS, class: `class-${test.ledger.status().height}` }
    expect((await post(test, "/v1/provenance/setClass", terms)).status).toBe(200)
  }
}

describe("voting", () => {
  it("of one process has one vote, in every block", async () => {
    const test = await openGateway()
    await blocksMore(test, 2)
    const answer = await (await send(test.gateway, "/v1/status/voting")).json()
    const [only] = answer.validators
    expect(answer.validators).toHaveLength(1)
    expect(only).toMatchObject({ organisation: "education", signed: null })
    expect(answer.proposer).toBe(only.address)
    expect(BigInt(only.seen.height)).toBe(BigInt(answer.height) - 1n)
    await test.close()
  })

  it("says since when one is silent, and looks at each block once", async () => {
    const first = await openGateway()
    await blocksMore(first, 6)
    const asked: bigint[] = []
    const test = await openGateway({ gateway: { ledger: asNetwork(first.ledger, 3n, asked) } })
    const seen = async () => {
      const { height, validators } = await (await send(test.gateway, "/v1/status/voting")).json()
      const below = String(BigInt(height) - 1n)
      return validators.map(({ seen }: { seen: { height: string } | null }) =>
        seen?.height === below ? "just now" : (seen?.height ?? null),
      )
    }
    const three = ["just now", "just now", "just now", "3"]
    expect(await seen()).toEqual(three)
    const { time } = (await first.ledger.block(3n))!
    const { validators } = await (await send(test.gateway, "/v1/status/voting")).json()
    expect(Date.parse(validators[3].seen.time)).toBe(time)
    asked.length = 0
    await blocksMore(first, 1)
    expect(await seen()).toEqual(three)
    const tip = first.ledger.status().height
    expect(new Set(asked).size).toBe(asked.length)
    expect(asked.every((height) => height > tip - 4n)).toBe(true)
    await test.close()
    await first.close()
  })
})
