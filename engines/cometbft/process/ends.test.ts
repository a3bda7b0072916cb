/** Every way the engine ends, and what follows. */
import { describe, expect, it } from "vitest"
import { type End, failureInLine, judgeEnd } from "./ends.ts"

const end = (says: Partial<End>): End => ({ code: null, signal: null, lines: [], ...says })

describe("an end", () => {
  it.each([
    ["0: our socket failed", { code: 0 }],
    ["143: our socket failed early", { code: 143 }],
    ["1 without a word of its configuration", { code: 1, lines: ["signal"] }],
    ["killed", { signal: "SIGKILL" }],
  ])("with %s is followed by a new start", (_, says) => {
    expect(judgeEnd(end(says))).toMatchObject({ again: true, failure: { code: "engine_ended" } })
  })

  it.each([
    "ERROR: failed to create node: genesis doc is for another chain",
    "ERROR: failed to start node: listen tcp 127.0.0.1:26656: bind: address already in use",
    'ERROR: failed to create node: found signature from the same key in the last 10 blocks"',
  ])("with status 1 and %s is for a person", (line) => {
    const { again, failure } = judgeEnd(end({ code: 1, lines: ["first", line, ""] }))
    expect(again).toBe(false)
    expect(failure.message).toContain(line)
    expect(failure.details).toEqual({ status: 1, signal: null, line })
  })

  it("with a panic isolates the node: its state is not that of the others", () => {
    const lines = [
      "panic: Tendermint state.AppHash does not match AppHash after replay",
      "goroutine 1",
    ]
    const { again, failure } = judgeEnd(end({ code: 2, lines }))
    expect(again).toBe(false)
    expect(failure).toMatchObject({ code: "engine_ended", details: { line: lines[0] } })
    expect(failure.hint).toContain("Isolate")
  })

  it("says so when nothing was said", () => {
    expect(judgeEnd(end({ code: 3 })).failure.message).toContain("it said nothing")
  })
})

describe("a line", () => {
  it("engine_stalled: tells that consensus is over although the engine runs", () => {
    const line = JSON.stringify({ _msg: "CONSENSUS FAILURE!!!", err: "bad reply", level: "error" })
    expect(failureInLine(line)).toMatchObject({
      code: "engine_stalled",
      message: "Consensus ended on this node: bad reply",
    })
    expect(failureInLine("CONSENSUS FAILURE!!! in plain text")).toMatchObject({
      code: "engine_stalled",
    })
    expect(failureInLine('{"_msg":"committed state","height":7}')).toBeNull()
  })
})
