/**
 * Every way the engine ends, told by its exit status and its last lines, and what follows. An exit
 * with 0 is a failure too: the engine ends itself politely when our socket failed.
 * Source of truth: CometBFT v0.40.0, `cmd/cometbft/commands/run_node.go`, `consensus/state.go`.
 */
import { ConcordatError } from "@concordat/kernel"

/** How the process ended, and the last lines that it wrote, oldest first. */
export type End = {
  readonly code: number | null
  readonly signal: string | null
  readonly lines: readonly string[]
}

/** What to do about it: start again, once or as often as it takes, or stop with `failure`. */
export type Verdict = {
  readonly again: boolean | "patiently"
  readonly failure: ConcordatError
}

/** Of the engine's own exit statuses. */
const FAILED = 1
const PANIC = 2
const TERMINATED = 143

/** What the engine logs when consensus panicked; it goes on running and decides nothing more. */
const CONSENSUS_FAILURE = "CONSENSUS FAILURE!!!"
/** The same of a node that joins: its engine goes on running without a state. */
const STATE_SYNC_FAILURE = "State sync failed"
const REASONS = /ERROR:|failed to (create|start) node|panic:|app ?hash|level":"(error|fatal)/i
/** What the engine says every day, with the same words. */
const ORDINARY = /"level":"(info|debug)"/
const APP_HASH = /wrong Block\.Header\.AppHash|AppHash does not match|assertAppHashEquals/
/** It joined by a snapshot, and the state that this gave the node is gone. */
const STATE_GONE = /app block height \(\d+\) is too far below block store base/
/** It does not know what it signed last, and one of the last blocks has its vote. */
const SIGNED_LATELY = /found signature from the same key/
const REASON_LENGTH_MAX = 600

/** The line that most likely says why, shortened; the last one where none does. */
function reasonIn(lines: readonly string[]): string {
  const panic = lines.find((each) => each.startsWith("panic:")) // Its trace comes after it.
  const telling = panic ?? lines.findLast((each) => REASONS.test(each) && !ORDINARY.test(each))
  const line = telling ?? lines.at(-1) ?? "it said nothing"
  return line.slice(0, REASON_LENGTH_MAX)
}

function ended({ code, signal, lines }: End, why: string, hint: string): ConcordatError {
  const how = signal === null ? `status ${code}` : `signal ${signal}`
  return new ConcordatError("engine_ended", `The engine ended with ${how}: ${why}`, {
    hint,
    details: { status: code, signal, line: reasonIn(lines) },
  })
}

/** The others decided a block whose header names another state than this node's. */
function diverged(line: string): ConcordatError {
  const found = line.slice(0, REASON_LENGTH_MAX)
  return new ConcordatError("root_mismatch", `This node's state is not the others': ${found}`, {
    hint: "It signs nothing more. Keep its folders, compare the states, then let it begin anew.",
    details: { line: found },
  })
}

/** Its memory is empty, or of before the last blocks. */
function signedLately(): ConcordatError {
  const reason = "One of the last ten blocks has a vote of this key, and its engine knows of none."
  return new ConcordatError("signer_state_stale", reason, {
    hint: "It waits until ten blocks are without one. See that no other engine has this key.",
  })
}

/** What an end means. */
export function judgeEnd(end: End): Verdict {
  const { code, lines } = end
  const line = reasonIn(lines)
  if (lines.some((each) => SIGNED_LATELY.test(each))) {
    return { again: "patiently", failure: signedLately() }
  }
  if (code === PANIC && lines.some((each) => APP_HASH.test(each))) {
    return { again: false, failure: diverged(line) }
  }
  if (lines.some((each) => STATE_GONE.test(each))) {
    const hint = "Its state came by a snapshot and is gone: let the node begin anew and join again."
    return { again: false, failure: ended(end, line, hint) }
  }
  if (code === PANIC) {
    const hint = "Isolate this node and keep its folders: its state is not that of the others."
    return { again: false, failure: ended(end, line, hint) }
  }
  if (code === FAILED && /failed to (create|start) node|ERROR:/.test(lines.join("\n"))) {
    const hint = "Correct what the line names: configuration, port, genesis or keys."
    return { again: false, failure: ended(end, line, hint) }
  }
  const known = code === 0 || code === TERMINATED
  const why = known ? "its connection to this node failed" : line
  return {
    again: true,
    failure: ended(end, why, "It is started again, three times in ten minutes."),
  }
}

/** The failure that a log line tells although the engine goes on running, or null. */
export function failureInLine(line: string): ConcordatError | null {
  const isStateSync = line.includes(STATE_SYNC_FAILURE)
  if (!(isStateSync || line.includes(CONSENSUS_FAILURE))) return null
  const { err = "no reason given" } = parsed(line)
  if (isStateSync) {
    const why = `No state was taken from other nodes: ${String(err).slice(0, REASON_LENGTH_MAX)}`
    return new ConcordatError("state_sync_failed", why, {
      hint: "See the lines before; check the gateways that are named and the trusted header.",
      details: { line: line.slice(0, REASON_LENGTH_MAX) },
    })
  }
  if (APP_HASH.test(String(err))) return diverged(String(err))
  const reason = `Consensus ended on this node: ${String(err).slice(0, REASON_LENGTH_MAX)}`
  return new ConcordatError("engine_stalled", reason, {
    hint: "Keep the folders and report this; check first that this machine's clock is right.",
    details: { line: line.slice(0, REASON_LENGTH_MAX) },
  })
}

function parsed(line: string): { readonly err?: unknown } {
  try {
    return JSON.parse(line)
  } catch {
    return {}
  }
}
