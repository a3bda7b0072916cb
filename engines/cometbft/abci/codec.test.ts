/** Messages and envelopes: known bytes, every field there and back, and bytes that are none. */
import { ConcordatError, fromHex, Invalid, toHex } from "@concordat/kernel"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { runs } from "../../../test/runs.ts"
import {
  decodeRequest,
  decodeResponse,
  encodeException,
  encodeRequest,
  encodeResponse,
} from "./envelope.ts"
import { commitInfo, execTxResult, misbehavior, timestamp, validatorUpdate } from "./messages.ts"
import { METHOD_NAMES, REQUESTS, RESPONSES } from "./samples.testing.ts"

describe("known bytes", () => {
  it("flush is an empty message, which is written all the same", () => {
    expect(toHex(encodeRequest("flush"))).toBe("1200")
    expect(toHex(encodeResponse("flush", {}))).toBe("1a00")
  })

  it("echo", () => {
    expect(toHex(encodeRequest("echo", { message: "hello" }))).toBe("0a070a0568656c6c6f")
  })

  it("a negative int64 takes ten bytes", () => {
    const bytes = encodeRequest("query", { height: -1n })
    expect(toHex(bytes)).toBe("320b18ffffffffffffffffff01")
    expect(decodeRequest(bytes)).toMatchObject({ body: { height: -1n } })
  })

  it("what CometBFT always writes is written when it is empty", () => {
    expect(toHex(misbehavior.encode({}))).toBe("12002200")
    expect(toHex(validatorUpdate.encode({ power: 1n }))).toBe("0a001001")
    expect(toHex(encodeRequest("finalize_block", {}))).toBe("a2010412003200")
    expect(toHex(commitInfo.encode({ votes: [{ validator: of(0n), block_id_flag: 1 }] }))).toBe(
      "12040a001801",
    )
  })

  it("the time of nobody's vote is the first of year 1", () => {
    expect(toHex(timestamp.encode({ seconds: -62_135_596_800n }))).toBe("088092b8c398feffffff01")
  })

  it("repeated numbers are one packed field", () => {
    const bytes = encodeResponse("apply_snapshot_chunk", { refetch_chunks: [0, 1, 300] })
    expect(toHex(bytes)).toBe("82010612040001ac02")
  })

  function of(power: bigint) {
    return { address: new Uint8Array(), power }
  }
})

describe("every method", () => {
  it.each(METHOD_NAMES)("%s goes there and back with every field", (name) => {
    const request = encodeRequest(name, REQUESTS[name])
    expect(decodeRequest(request)).toEqual({ method: name, body: REQUESTS[name] })
    const response = encodeResponse(name, RESPONSES[name])
    expect(decodeResponse(response)).toEqual({ method: name, body: RESPONSES[name] })
  })

  it.each(METHOD_NAMES)("%s with nothing in it is its empty form", (name) => {
    const { body } = decodeRequest(encodeRequest(name))
    expect(decodeRequest(encodeRequest(name, body))).toEqual({ method: name, body })
  })

  it("passes over fields that it does not know, in envelope and message", () => {
    const known = execTxResult.encode({ code: 2, log: "x" })
    const unknown = fromHex("f87f01" + "fa7f0161" + "f97f0000000000000000" + "fd7f00000000")
    expect(execTxResult.decode(Uint8Array.of(...unknown, ...known))).toMatchObject({ code: 2 })
  })

  it("keeps no frame in memory: bytes are copies", () => {
    const frame = encodeRequest("check_tx", { tx: Uint8Array.of(1, 2, 3) })
    const { body } = decodeRequest(frame)
    frame.fill(0)
    expect(body).toMatchObject({ tx: Uint8Array.of(1, 2, 3) })
  })
})

describe("what is no request", () => {
  it.each([
    ["", 0],
    ["2200", 4],
    ["aa0100", 21],
    ["b20100", 22],
  ])("%s is unknown_request", (hex, number) => {
    expect(() => decodeRequest(fromHex(hex))).toThrow(
      expect.objectContaining({ code: "unknown_request", details: { number } }),
    )
    expect(() => decodeResponse(fromHex("ba0100"))).toThrow(ConcordatError)
  })

  it.each(["12", "1201", "1205aa", "0b", "10", "ffffffffffffffffffff01"])(
    "%s is malformed",
    (hex) => {
      expect(() => decodeRequest(fromHex(hex))).toThrow(
        expect.objectContaining({ code: "record_malformed" }),
      )
    },
  )

  it("an exception carries its reason", () => {
    const bytes = encodeException("why")
    expect(decodeResponse(bytes)).toEqual({ method: "exception", error: "why" })
  })
})

describe("mutated frames", () => {
  const frames = METHOD_NAMES.map((name) => encodeRequest(name, REQUESTS[name]))

  it("are a request or a refusal, never anything else", () => {
    const mutation = fc.record({
      frame: fc.nat(frames.length - 1),
      cut: fc.nat(400),
      changes: fc.array(fc.tuple(fc.nat(400), fc.nat(255)), { maxLength: 4 }),
    })
    fc.assert(
      fc.property(mutation, ({ frame, cut, changes }) => {
        const bytes = frames[frame]!.slice(0, frames[frame]!.length - (cut % 8))
        for (const [at, value] of changes) if (at < bytes.length) bytes[at] = value
        judged(bytes)
      }),
      { numRuns: runs(20_000) },
    )
  })

  it("cut at every byte are a request or a refusal", () => {
    for (const frame of frames) {
      for (let end = 0; end < frame.length; end++) judged(frame.subarray(0, end))
    }
  })

  function judged(bytes: Uint8Array): void {
    try {
      const { method, body } = decodeRequest(bytes)
      decodeRequest(encodeRequest(method, body as never))
    } catch (failure) {
      if (!(failure instanceof Invalid || failure instanceof ConcordatError)) throw failure
    }
  }
})
