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
  ])("with status 1 and %s is for a person", (line) => {
    const { again, failure } = judgeEnd(end({ code: 1, lines: ["first", line, ""] }))
    expect(again).toBe(false)
    expect(failure.message).toContain(line)
    expect(failure.details).toEqual({ status: 1, signal: null, line })
  })

  it.each([
    ["root_mismatch", "panic: state.AppHash does not match AppHash after replay. Got AA", "Keep"],
    ["engine_ended", "panic: failed to load block #7", "Isolate"],
  ])("with a panic isolates the node: %s", (code, line, hint) => {
    const trace = ["goroutine 1 [running]:", "consensus.tell({0x1, 0x2}, appHash)"]
    const { again, failure } = judgeEnd(end({ code: 2, lines: ["started", line, ...trace] }))
    expect(again).toBe(false)
    expect(failure).toMatchObject({ code, details: { line } })
    expect(failure.hint).toContain(hint)
  })

  it("with a state that is gone and cannot be replayed is for a person", () => {
    const line = "ERROR: app block height (0) is too far below block store base (26)"
    const { again, failure } = judgeEnd(end({ code: 1, lines: [line] }))
    expect(again).toBe(false)
    expect(failure).toMatchObject({ code: "engine_ended", details: { line } })
    expect(failure.hint).toContain("join again")
  })

  it("signer_state_stale: is waited for where the key voted lately", () => {
    const why = "found signature from the same key"
    for (const [code, line] of [
      [1, `ERROR: failed to start node: ${why}`],
      [2, `panic: Failed to start consensus state: ${why}`],
    ] as const) {
      expect(judgeEnd(end({ code, lines: [line] }))).toMatchObject({
        ...{ again: "patiently", failure: { code: "signer_state_stale" } },
      })
    }
  })

  it("has its reason, not what is said at every start", () => {
    const ordinary = '{"_msg":"Completed ABCI Handshake","appHash":"AA","level":"info"}'
    const { failure } = judgeEnd(end({ code: 1, lines: [ordinary, "*** fail-test 2 ***"] }))
    expect(failure).toMatchObject({
      code: "engine_ended",
      details: { line: "*** fail-test 2 ***" },
    })
  })

  it("says so when nothing was said", () => {
    expect(judgeEnd(end({ code: 3 })).failure.message).toContain("it said nothing")
  })
})

describe("a line", () => {
  it("tells that the others hold another state", () => {
    const err = "+2/3 committed an invalid block: wrong Block.Header.AppHash.  Expected AA, got BB"
    const line = JSON.stringify({ _msg: "CONSENSUS FAILURE!!!", err, level: "error" })
    expect(failureInLine(line)).toMatchObject({ code: "root_mismatch", details: { line: err } })
  })

  it("state_sync_failed: tells that no state came although the engine runs", () => {
    const line = JSON.stringify({ _msg: "State sync failed", err: "aborted", level: "error" })
    expect(failureInLine(line)).toMatchObject({
      code: "state_sync_failed",
      message: "No state was taken from other nodes: aborted",
    })
  })

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
