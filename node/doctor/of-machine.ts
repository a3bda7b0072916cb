/** Causes that lie in the machine, and what is no fault at all: rows 4, 11, 12 and 13. */
import type { Facts } from "./facts.ts"
import type { Row } from "./finding.ts"
import { median } from "./median.ts"

/** Clocks that are asked directly; a vote also takes time to come. */
const CLOCK_OFF_MS = 500
const VOTE_OFF_MS = 2_000
/** Where clocks were asked and agree, a vote that is less late than this only took its time. */
const VOTE_LATE_MS = 60_000
const CLOCKS_MIN = 2
/** Below this a node cannot be sure to write its next blocks. */
export const FREE_BYTES_MIN = 67_108_864
const SYNC_MS_MAX = 1_000
/** A quiet ledger closes a block every 10 s, which carries the time of the one before. */
const QUIET_MS_MAX = 45_000
const MIB = 1_048_576

/** How far this machine's clock is ahead, by what there is to compare with; null: nothing. */
export function clockAhead({ others, engine }: Facts): { ms: number; by: string } | null {
  const told = others.flatMap(({ clockAheadMs: ms }) => (ms === null ? [] : [-ms]))
  const asked = told.length < CLOCKS_MIN ? null : median(told)
  if (asked !== null && Math.abs(asked) > CLOCK_OFF_MS) return { ms: asked, by: "clocks" }
  const vote = engine?.consensus?.voteAheadMs ?? null
  const usual = asked === null ? VOTE_OFF_MS : VOTE_LATE_MS
  if (vote !== null && Math.abs(vote) > usual) return { ms: vote, by: "votes" }
  const known = asked ?? vote
  return known === null ? null : { ms: known, by: asked === null ? "votes" : "clocks" }
}

/** Row 4: this machine's clock is not that of the others. */
export const clockOff: Row = (facts) => {
  const ahead = clockAhead(facts)
  const limit = ahead?.by === "votes" ? VOTE_OFF_MS : CLOCK_OFF_MS
  if (ahead === null || Math.abs(ahead.ms) <= limit) return null
  const way = ahead.ms > 0 ? "ahead of" : "behind"
  const ms = Math.abs(Math.round(ahead.ms))
  return {
    sign: `Its clock is ${ms} ms ${way} the others', by their ${ahead.by}.`,
    advice: "Correct the clock: a node that is more than a minute behind stops itself.",
    command: "timedatectl status",
  }
}

/** Row 11: no room, or a disk that takes too long. */
export const diskShort: Row = ({ folders, ledger, log }) => {
  const told = ledger?.halted === "disk_full" || log.at(-1)?.code === "disk_full"
  const stopped = log.some(({ code }) => code === "disk_full")
  const full = folders.find(({ freeBytes }) => freeBytes < FREE_BYTES_MIN)
  const slow = folders.find(({ syncMs }) => syncMs !== null && syncMs > SYNC_MS_MAX)
  if (!told && !stopped && full === undefined && slow === undefined) return null
  const path = (full ?? slow ?? folders[0])?.path ?? "the data folder"
  const free = full === undefined ? "" : ` ${Math.floor(full.freeBytes / MIB)} MiB are free.`
  const sign =
    full === undefined && slow !== undefined
      ? `A small write to ${path} takes ${Math.round(slow.syncMs ?? 0)} ms to reach the disk.`
      : `The disk of ${path} is full.${free}`
  const advice =
    "Free some space or move the folder; old `engine.log.1` may go, blocks and state may not."
  return { sign, advice, command: `df -h ${path}` }
}

/** Row 12: it is behind, and coming. */
export const catchingUp: Row = ({ engine, ledger, process, log }) => {
  if (process !== "runs" || engine?.pid === null) return null
  const stopped = log.some(({ code }) => code === "engine_failed" || code === "bug")
  const { standing = null, peers = [] } = engine ?? {}
  if (ledger === null && standing === null && !stopped) {
    const last = log.at(-1)?.message ?? "nothing yet"
    return {
      sign: `It is starting: ${last}`,
      advice: "Wait; ask again in a minute.",
      command: null,
    }
  }
  if (standing === null || !standing.catchingUp) return null
  const tip = peers.reduce(
    (most, { height }) => ((height ?? 0n) > most ? (height ?? 0n) : most),
    0n,
  )
  const left = tip > standing.height ? tip - standing.height : 0n
  const seconds = standing.rate > 0 ? Math.ceil(Number(left) / standing.rate) : null
  const time =
    seconds === null ? "" : `, about ${seconds} s at ${standing.rate.toFixed(1)} a second`
  return {
    sign: `It is catching up: at block ${standing.height}, ${left} to go${time}.`,
    advice: "Wait. Over 100,000 blocks a snapshot is quicker.",
    command: null,
  }
}

/** Row 13: nothing to do, and all is well. */
export const idle: Row = ({ ledger, now, engine, process }) => {
  if (process !== "runs" || ledger === null || ledger.halted !== null) return null
  const { standing } = engine ?? { standing: { rate: 0, catchingUp: false } }
  if (ledger.waiting > 0 || standing === null || standing.catchingUp) return null
  const age = now - ledger.time
  if (standing.rate > 0 || (engine !== null && age > QUIET_MS_MAX)) return null
  const at = new Date(ledger.time).toISOString()
  return {
    sign: `There is nothing to order: block ${ledger.height} is of ${at}.`,
    advice: "Nothing to do.",
    command: null,
  }
}
