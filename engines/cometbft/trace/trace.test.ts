/**
 * A recorded trace of CometBFT 0.40.0 with one validator, judged without any engine: its bytes by
 * our codec, its order by the oracle, its app hashes by what our application answers now.
 */
import { readFileSync } from "node:fs"
import { fromHex, toHex } from "@concordat/kernel"
import { describe, expect, it } from "vitest"
import { Tally } from "../../testing/index.ts"
import { decodeRequest, decodeResponse, encodeRequest } from "../abci/index.ts"
import { replayed, type Trace } from "./trace.testing.ts"

const trace: Trace = JSON.parse(readFileSync(new URL("./trace.json", import.meta.url), "utf8"))

/** One process life as the engine's specification has it; I, N, P, R, F, C as the calls are. */
const LIFE = /^INI*((P|R)*FC)*(P|R)*F?$/
const LETTERS: Readonly<Record<string, string>> = {
  ...{ info: "I", init_chain: "N", prepare_proposal: "P", process_proposal: "R" },
  ...{ finalize_block: "F", commit: "C" },
}

describe("a recorded trace of the real engine", () => {
  it("is what our codec writes, byte for byte", () => {
    expect(trace.frames.length).toBeGreaterThan(30)
    for (const [, hex] of trace.frames) {
      const { method, body } = decodeRequest(fromHex(hex))
      expect(toHex(encodeRequest(method, body as never)), method).toBe(hex)
    }
  })

  it("is one life by the grammar, and the oracle has nothing to say", async () => {
    const { methods, replies, tally } = await replayed(trace)
    expect(replies.filter(({ failure }) => failure !== null)).toEqual([])
    expect(methods.map((method) => LETTERS[method] ?? "").join("")).toMatch(LIFE)
    expect(tally.state.sum).toBe(321)
    expect(tally.finalized).toEqual(["add:1", "add:20", "add:300"])
  })

  it("ends with the application hash of all that was added", async () => {
    const { replies } = await replayed(trace)
    const finalized = replies
      .map(({ frame }) => decodeResponse(frame))
      .flatMap((reply) => (reply.method === "finalize_block" ? [reply.body] : []))
    expect(finalized.at(-1)?.app_hash).toEqual(Tally.hash({ sum: 321 }))
  })

  it("shifted by one call is told by the oracle", async () => {
    const at = trace.frames.findIndex(([, hex]) => {
      return decodeRequest(fromHex(hex)).method === "finalize_block"
    })
    const without = { ...trace, frames: trace.frames.toSpliced(at, 1) }
    const { replies } = await replayed(without)
    expect(replies.some(({ failure }) => failure !== null)).toBe(true)
  })
})
