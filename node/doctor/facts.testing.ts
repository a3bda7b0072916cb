/** Facts of a well node of four, as a real network gave them; tests change what they are about. */
import type { ConsensusFacts, EngineFacts, Facts, LogLine, Seat } from "./facts.ts"

const NOW = Date.UTC(2026, 10, 28, 12, 0, 0)
const NAMES = ["education (n1)", "justice (n2)", "interior (n3)", "health (n4)"] as const
const addressOf = (place: number) => String(place).repeat(40)

const SEATS: readonly Seat[] = NAMES.map((name, place) => {
  return { address: addressOf(place), power: 10n, name, own: place === 0 }
})

const CONSENSUS: ConsensusFacts = {
  ...{ height: 12n, round: 0, step: 2, still: true, proposal: false, seats: SEATS },
  ...{ voters: new Set(), against: new Set(), voteAheadMs: -9 },
}

const ENGINE: EngineFacts = {
  ...{ pid: 77, panic: null, refused: [], signed: 11n, consensus: CONSENSUS },
  standing: { height: 11n, catchingUp: false, rate: 0 },
  peers: SEATS.slice(1).map(({ address, name }) => ({
    ...{ id: address, name, validator: address, connected: true, reachable: null, height: 12n },
  })),
}

/** A well node, except for what is given. */
export function facts(
  changed: Partial<Omit<Facts, "engine">> & {
    readonly engine?: Partial<EngineFacts> | null
    readonly consensus?: Partial<ConsensusFacts>
  } = {},
): Facts {
  const { engine, consensus = {}, ...rest } = changed
  return {
    ...{ node: "n1", network: true, now: NOW, process: "runs", log: [], compared: null },
    ledger: { height: 11n, time: NOW - 12_000, waiting: 0, halted: null },
    folders: [{ path: "/data", freeBytes: 2 ** 34, totalBytes: 2 ** 36, syncMs: 3 }],
    others: NAMES.slice(1).map((name) => ({
      ...{ name, appHash: null, clockAheadMs: 4, version: null },
    })),
    ...rest,
    engine:
      engine === null ? null : { ...ENGINE, consensus: { ...CONSENSUS, ...consensus }, ...engine },
  }
}

/** Addresses of the validators at these places. */
export const voters = (...at: readonly number[]) => new Set(at.map(addressOf))

/** Peers of which those at these places are not connected. */
export function peersWithout(away: readonly number[], reachable: boolean) {
  return ENGINE.peers.map((peer, index) => {
    const connected = !away.includes(index + 1)
    return { ...peer, connected, reachable: connected ? null : reachable }
  })
}

/** A line of the node's log, so many milliseconds ago. */
export function logged(
  code: string,
  message: string,
  fields: LogLine["fields"] = {},
  ago = 1_000,
): LogLine {
  return { time: NOW - ago, code, message, fields }
}

/** The node stopped by itself, and said so. */
export const stopped = (code: string, message: string) =>
  logged("engine_failed", message, { failure: { code, message } })
