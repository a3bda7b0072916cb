/** Handing over: in batches, again after a restart, and what the engine's answers mean. */
import { utf8 } from "@concordat/kernel"
import { beforeEach, describe, expect, it } from "vitest"
import { TestClock } from "../testing/index.ts"
import { WaitingBytes } from "./bridge/waiting-bytes.ts"
import type { RpcAnswer, RpcCall } from "./rpc/client.ts"
import { Sender } from "./sender.ts"

let waiting: WaitingBytes
let clock: TestClock
let batches: string[][]
let answer: (text: string) => RpcAnswer
let away: boolean
let sender: Sender
beforeEach(() => {
  waiting = new WaitingBytes()
  clock = new TestClock()
  batches = []
  away = false
  answer = () => ({ result: {} })
  const batch = async (calls: readonly RpcCall[]): Promise<readonly RpcAnswer[]> => {
    const texts = calls.map(({ params }) =>
      Buffer.from(String(params?.["tx"]), "base64").toString(),
    )
    batches.push(texts)
    if (away) throw new Error("away")
    return texts.map(answer)
  }
  sender = new Sender({ rpc: { batch }, waiting, scheduler: clock })
})

function admitted(text: string) {
  waiting.admit(utf8(text))
  const tx = waiting.find(utf8(text))!
  tx.own = true
  return tx
}
const turn = () => new Promise((resolve) => setTimeout(resolve, 2))

describe("handing over", () => {
  it("takes those of one tick together, at most 500 and 8 MB at a time", async () => {
    const texts = Array.from({ length: 700 }, (_, i) => `tx ${i}`)
    await Promise.all(texts.map((text) => sender.hand(admitted(text))))
    expect(batches.map(({ length }) => length)).toEqual([500, 200])
    expect(batches.flat()).toEqual(texts)
    batches = []
    const huge = Array.from({ length: 30 }, (_, i) => `${i}`.repeat(131_072))
    await Promise.all(huge.map((text) => sender.hand(admitted(text))))
    expect(batches.flat()).toHaveLength(30)
    expect(batches.length).toBeGreaterThan(0)
    for (const batch of batches) expect(batch.join("").length).toBeLessThan(6_000_000)
  })

  it("what the engine knows already is handed over", async () => {
    answer = () => ({ error: "tx already exists in cache" })
    const tx = admitted("a")
    await sender.hand(tx)
    expect(tx.handed).toBe(true)
  })

  it.each(["mempool is full: number of txs 9", "Tx too large. Max size is 1, but got 2"])(
    "node_busy: %s means that it does not wait",
    async (error) => {
      answer = () => ({ error })
      await expect(sender.hand(admitted("a"))).rejects.toMatchObject({ code: "node_busy" })
      expect(waiting.size).toBe(0)
    },
  )

  it.each(["away", "endpoint is closed while node is catching up"])(
    "an engine that is %s gets it later",
    async (why) => {
      away = why === "away"
      answer = () => ({ error: why })
      await sender.hand(admitted("a"))
      away = false
      answer = () => ({ result: {} })
      clock.advance(1_000)
      await turn()
      expect(batches).toEqual([["a"], ["a"]])
      clock.advance(10_000)
      await turn()
      expect(batches).toHaveLength(2)
    },
  )

  it("a new start of the engine, or silence over blocks, hands it over again", async () => {
    await sender.hand(admitted("a"))
    sender.restarted()
    await turn()
    expect(batches).toHaveLength(2)
    for (let block = 0; block < 6; block++) {
      waiting.committed([])
      sender.committed()
    }
    await turn()
    expect(batches).toEqual([["a"], ["a"], ["a"]])
    waiting.committed([utf8("a")])
    sender.restarted()
    await turn()
    expect(batches).toHaveLength(3)
  })

  it("ends when it is stopped, and keeps nobody waiting", async () => {
    const handing = sender.hand(admitted("a"))
    sender.stop()
    await handing
    expect(batches).toEqual([])
  })
})
