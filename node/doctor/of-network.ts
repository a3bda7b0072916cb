/** Causes that lie between the nodes: rows 5 to 8 of the table. */
import type { ConsensusFacts, EngineFacts, Facts, Seat } from "./facts.ts"
import type { Row } from "./finding.ts"

const STEP_PREVOTE = 4
/** Rounds of one height that are nothing unusual. */
const ROUNDS_USUAL = 2

const sum = (seats: readonly Seat[]) => seats.reduce((total, { power }) => total + power, 0n)

/** Seats that this node hears of now: by votes where consensus waits for them, else by peers. */
function heard({ peers }: EngineFacts, consensus: ConsensusFacts): readonly Seat[] {
  const { seats, voters, still, step, round } = consensus
  const waits = still && (step >= STEP_PREVOTE || round > 0)
  const isHeard = ({ address, own }: Seat) => {
    const peer = peers.find(({ validator }) => validator === address)
    const joined = peer === undefined ? voters.has(address) : peer.connected
    return own || (waits ? voters.has(address) : joined)
  }
  return seats.filter(isHeard)
}

/** Whether every other validator has a peer that it is known by. */
const allKnown = ({ peers }: EngineFacts, { seats }: ConsensusFacts) =>
  seats.every((seat) => seat.own || peers.some(({ validator }) => validator === seat.address))

/** What is heard, and whether it is more than two thirds; null where it cannot be told. */
function powerOf({ engine }: Facts) {
  const { consensus = null, standing = null } = engine ?? {}
  if (engine === null || consensus === null || standing?.catchingUp !== false) return null
  const { seats, still, step, round } = consensus
  const waits = still && (step >= STEP_PREVOTE || round > 0)
  if (!waits && !allKnown(engine, consensus)) return null
  const online = heard(engine, consensus)
  const away = seats.filter((seat) => !online.includes(seat))
  const [total, power] = [sum(seats), sum(online)]
  return { away, power, total, enough: 3n * power > 2n * total }
}

const namesOf = (seats: readonly { readonly name: string }[]) =>
  seats
    .map(({ name }) => name)
    .toSorted()
    .join(", ")

/** Row 5: too much voting power is missing for anything to be decided. */
export const powerMissing: Row = (facts) => {
  const found = powerOf(facts)
  if (found === null || found.enough || found.away.length === 0) return null
  const { away, power, total } = found
  const since = facts.ledger === null ? "" : ` since ${new Date(facts.ledger.time).toISOString()}`
  const needed = (2n * total) / 3n + 1n
  return {
    sign:
      `Voting power of ${power} of ${total} is heard, ${needed} decide: nothing is decided` +
      `${since}. Missing: ${namesOf(away)}.`,
    advice: "Call the missing organisations; nothing is lost, and it goes on when enough are back.",
    command: facts.network ? "concordat network status" : null,
  }
}

/** Row 6: peers that could be connected, and are not. */
export const peersMissing: Row = ({ engine, network }) => {
  if (engine?.standing == null) return null
  const away = engine.peers.filter(({ connected, reachable }) => !connected && reachable === true)
  if (away.length === 0) return null
  const [id] = engine.refused.flatMap((line) => /\b[0-9a-f]{40}\b/.exec(line) ?? [])
  const stranger = id !== undefined && !engine.peers.some((peer) => peer.id === id)
  return {
    sign: `Not connected, although something answers there: ${namesOf(away)}.`,
    advice: stranger
      ? `A node with the id ${id} was turned away: its node key is not the registered one.`
      : "They are dialled again every 15 s. If that does not help, compare their registered ids.",
    command: network ? "concordat network status" : null,
  }
}

/** A height that takes too many rounds although enough are there; null otherwise. */
function lateRound(facts: Facts): ConsensusFacts | null {
  const { consensus = null } = facts.engine ?? {}
  if (consensus === null || consensus.round <= ROUNDS_USUAL) return null
  return consensus
}

const placeOf = ({ height, round }: ConsensusFacts) => `Height ${height} is in round ${round}`

/** Row 7: round after round no proposal comes in time. */
export const proposalsLate: Row = (facts) => {
  const consensus = lateRound(facts)
  if (consensus === null || consensus.proposal || consensus.against.size > 0) return null
  return {
    sign: `${placeOf(consensus)}, and no proposal came in time.`,
    advice: "Look for a slow proposer, large blocks, or a slow line between the nodes.",
    command: facts.network ? "concordat network status" : null,
  }
}

/** Row 8: proposals come and are voted down. */
export const proposalsRejected: Row = (facts) => {
  const consensus = lateRound(facts)
  if (consensus === null || (!consensus.proposal && consensus.against.size === 0)) return null
  const refused = facts.log.findLast(({ code }) => code === "proposal_refused")
  const { reason } = refused?.fields ?? {}
  const why = refused === undefined ? "" : ` This node refused: ${String(reason)}.`
  const seats = consensus.seats.filter(({ address }) => consensus.against.has(address))
  const whom = seats.length === 0 ? "" : ` Against: ${namesOf(seats)}.`
  return {
    sign: `${placeOf(consensus)}: proposals are rejected.${why}${whom}`,
    advice: "Compare versions and reasons on the nodes that voted against.",
    command: facts.network ? `concordat network logs --node ${facts.node}` : null,
  }
}
