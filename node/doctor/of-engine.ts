/** Causes that lie in the node and its engine: rows 1, 2, 3, 9 and 10 of the table. */
import type { Facts, LogLine } from "./facts.ts"
import type { Row } from "./finding.ts"

const APP_HASH = /wrong Block\.Header\.AppHash/
const CLOCK = /in the future/
const CALL_RECENT_MS = 45_000
/** Heights that a signer may lag: it signs the next one while the last is told. */
const SIGNED_LAG_MAX = 3n
const DISAGREE_MIN = 2

/** The command that starts a node of a network of this machine. */
const startOf = ({ network, node }: Facts) => (network ? `concordat network start ${node}` : null)
const logsOf = ({ network, node }: Facts) =>
  network ? `concordat network logs --node ${node} --engine` : null

/** The failure that the node logged last, if it stopped by itself. */
function failureIn(log: readonly LogLine[]): LogLine | undefined {
  return log.findLast(({ code }) => ["engine_failed", "bug", "disk_full"].includes(code))
}

function failureCode(log: readonly LogLine[]): string | null {
  const failure = failureIn(log)
  const told = failure?.fields["failure"] as { readonly code?: string } | undefined
  return failure === undefined ? null : (told?.code ?? failure.code)
}

function rootPanic({ engine, log }: Facts): string | null {
  const panic = engine?.panic ?? null
  if (panic !== null && APP_HASH.test(panic)) return panic
  return failureCode(log) === "root_mismatch" ? (failureIn(log)?.message ?? null) : null
}

/** Row 1: a panic ended consensus on this node, whatever else still runs. */
export const consensusFailed: Row = (facts) => {
  const panic = facts.engine?.panic ?? null
  if (panic === null || rootPanic(facts) !== null) return null
  const advice = CLOCK.test(panic)
    ? "A block is more than a minute ahead of this machine's clock: set the clock, then start."
    : "Keep the folders and report the panic; start again only once its cause is known."
  return {
    ...{ sign: `Consensus failed: ${panic}`, advice },
    command: CLOCK.test(panic) ? "timedatectl status" : logsOf(facts),
  }
}

/** What is known of how the process ended. */
function endOf({ log }: Facts): string {
  const failure = failureIn(log)
  if (failure !== undefined) return failure.message
  if (log.some(({ code }) => code === "ledger_closed")) return "it was told to stop"
  return "it said nothing, as after a kill or a power cut"
}

/** Row 2: node or engine is gone or paused, for no reason that another row knows. */
export const engineGone: Row = (facts) => {
  const { process, engine, node } = facts
  if (facts.engine?.panic || rootPanic(facts) !== null || isShort(facts)) return null
  if (memoryLine(facts) !== undefined) return null
  if (process === "paused") {
    return {
      sign: "The process of the node is paused: it lives and does nothing.",
      advice: "Let it go on; it catches up by itself.",
      command: facts.network ? `concordat network resume ${node}` : "kill -CONT <process>",
    }
  }
  if (process === "gone") {
    const sign = `The node does not run: ${endOf(facts)}.`.replace("..", ".")
    return { sign, advice: "Start it; it catches up by itself.", command: startOf(facts) }
  }
  if (engine === null || engine.pid !== null) return null
  const failure = facts.log.findLast(({ code }) => code.startsWith("engine_"))
  return {
    sign: `The engine is gone: ${failure?.message ?? "it was never started"}`,
    advice: "Correct what the line names, then start the node again.",
    command: logsOf(facts),
  }
}

/** Codes by which a node says that it does not know what it signed last. */
const FORGOT = ["signer_state_missing", "signer_state_stale"]

/** The line that says so, where node or engine is gone or waits for that reason. */
function memoryLine({ log, engine, process }: Facts): LogLine | undefined {
  const last = log.findLast(({ code }) => code === "engine_failed" || code === "engine_restarted")
  const told = last?.fields["failure"] as { readonly code?: string } | undefined
  const isAway = process === "gone" || engine?.pid === null
  return isAway && FORGOT.includes(told?.code ?? "") ? last : undefined
}

const isShort = ({ log, ledger }: Facts) =>
  failureCode(log) === "disk_full" || ledger?.halted === "disk_full"

/** Row 3: this node holds another state than the others. */
export const rootDiffers: Row = (facts) => {
  const advice = "Keep both folders; compare the two states before anything is deleted."
  const told = rootPanic(facts)
  const command = "concordat diff-state <this node> <another>"
  if (told !== null) return { sign: `Its state is another: ${told}`, advice, command }
  const { compared, others } = facts
  if (compared === null) return null
  const heard = others.flatMap(({ appHash }) => (appHash === null ? [] : [appHash]))
  const against = heard.filter((hash) => hash !== compared.appHash)
  const same = against.filter((hash) => hash === against[0]).length
  if (same < DISAGREE_MIN && (same === 0 || heard.length > 1)) return null
  const height = compared.height
  const sign = `At height ${height} its app hash is not that of ${same} other nodes.`
  return { sign, advice, command }
}

/** Row 9: the engine waits for an answer of the node. */
export const callOpen: Row = ({ log, now, engine, process }) => {
  const last = log.findLast(({ code }) => code === "engine_slow" || code === "engine_stalled")
  if (process !== "runs" || last === undefined || now - last.time > CALL_RECENT_MS) return null
  const { consensus = null } = engine ?? {}
  if (consensus !== null && !consensus.still) return null
  const method = String(last.fields["call"])
  const seconds = Math.round((now - last.time + Number(last.fields["ms"])) / 1_000)
  return {
    sign: `A call of ${method} has been open for ${seconds} s.`,
    advice: "Look at what the process does: its processor, its disk, its event loop.",
    command: null,
  }
}

/** Row 10: the others vote, and this node's signer does not. */
export const signerSilent: Row = (facts) => {
  const forgot = memoryLine(facts)
  if (forgot !== undefined) {
    const advice =
      "See that no other engine has this key. What was signed last is not known here: it votes " +
      "once ten blocks are without its vote."
    return { sign: forgot.message, advice, command: logsOf(facts) }
  }
  const { standing = null, signed = null, consensus = null } = facts.engine ?? {}
  const own = consensus?.seats.find((seat) => seat.own)
  if (standing === null || consensus === null || signed === null || own === undefined) return null
  if (standing.catchingUp) return null
  const lag = standing.height - signed
  const silent = consensus.voters.size > 0 && !consensus.voters.has(own.address)
  const ahead = lag < -SIGNED_LAG_MAX
  if (!ahead && lag <= SIGNED_LAG_MAX) return null
  if (!ahead && standing.rate === 0 && !(silent && consensus.still)) return null
  const sign = `Its signer signed height ${signed} last; the ledger is at ${standing.height}.`
  const advice = ahead
    ? "The signer's state is of a later height than the ledger: it will not sign before that one."
    : "Look at the connection of the signer and at its own log."
  return { sign, advice, command: logsOf(facts) }
}
