/**
 * Where consensus stands, from two answers to `dump_consensus_state` a second apart.
 * Source of truth: CometBFT v0.40.0, `consensus/types/round_state.go`, `height_vote_set.go`.
 */
import type { ConsensusFacts, Seat } from "./facts.ts"
import { median } from "./median.ts"

type Json = { readonly [name: string]: unknown }

const NO_VOTE = "nil-Vote"
/** A vote for no block: where its hash would stand. The last such zeros are of an extension. */
const NO_BLOCK = /\((?:Prevote|Precommit)\) 0{12} /
const VOTE_TIME = /@ (\S+?)\}$/

/** Precommit and PrecommitWait. In Commit, the next, it has them and waits for the block. */
const WAITS_FOR_PRECOMMITS: ReadonlySet<number> = new Set([6, 7])

const list = (json: Json | null | undefined, name: string) =>
  (json?.[name] ?? []) as readonly Json[]
const part = (json: Json | null | undefined, name: string) => (json?.[name] ?? null) as Json | null

const addresses = (set: Json | null) =>
  list(set, "validators").map(({ address }) => String(address).toLowerCase())

/** Places in the set whose entries pass. */
function places(votes: unknown, passes: (vote: string) => boolean): number[] {
  const entries = (votes ?? []) as readonly string[]
  return entries.flatMap((vote, place) => (vote !== NO_VOTE && passes(vote) ? [place] : []))
}

/** Who voted for nothing where somebody voted for a block. */
function againstIn({ prevotes }: Json): number[] {
  const some = places(prevotes, (vote) => !NO_BLOCK.test(vote)).length > 0
  return some ? places(prevotes, (vote) => NO_BLOCK.test(vote)) : []
}

function timeOf(vote: string): number {
  return Date.parse(VOTE_TIME.exec(vote)?.[1] ?? "")
}

function voteAhead(state: Json, own: string): number | null {
  const votes = (part(state, "last_commit")?.["votes"] ?? []) as readonly string[]
  const of = addresses(part(state, "last_validators"))
  const times = votes.map((vote) => (vote === NO_VOTE ? Number.NaN : timeOf(vote)))
  const mine = times[of.indexOf(own)]
  const others = times.filter((time, place) => of[place] !== own && !Number.isNaN(time))
  const middle = others.length < 2 ? null : median(others)
  return mine === undefined || Number.isNaN(mine) || middle === null ? null : mine - middle
}

const placeOf = (state: Json) => `${state["height"]}/${state["round"]}/${state["step"]}`

/** The round state in an answer; null where it is of another form. */
export function roundStateOf(answer: unknown): Json | null {
  const state = part(answer as Json | null, "round_state")
  return state !== null && /^\d+$/.test(String(state["height"])) ? state : null
}

/** What two round states tell. `own`: address of this node's validator; `nameOf`: of any. */
export function consensusOf(
  earlier: Json | null,
  state: Json,
  own: string,
  nameOf: (address: string) => string,
): ConsensusFacts {
  const set = part(state, "validators")
  const seats: Seat[] = list(set, "validators").map(({ address, voting_power: power }) => {
    const name = String(address).toLowerCase()
    return { address: name, power: BigInt(String(power)), name: nameOf(name), own: name === own }
  })
  const [round, step] = [Number(state["round"]), Number(state["step"])]
  const still = earlier !== null && placeOf(earlier) === placeOf(state)
  const rounds = list(state, "votes").filter((votes) => Number(votes["round"]) <= round)
  // Who waits for precommits hears those of this round: votes of before may be from before a cut.
  const waits = still && WAITS_FOR_PRECOMMITS.has(step)
  const recent = rounds.filter((votes) => Number(votes["round"]) >= (waits ? round : round - 1))
  const at = (which: readonly number[]) =>
    new Set(which.flatMap((place) => (seats[place] === undefined ? [] : [seats[place].address])))
  return {
    height: BigInt(String(state["height"])),
    ...{ round, step, seats, still },
    proposal: part(state, "proposal") !== null,
    voters: at(
      recent.flatMap(({ prevotes, precommits }) => [
        ...(waits ? [] : places(prevotes, () => true)),
        ...places(precommits, () => true),
      ]),
    ),
    against: at(rounds.flatMap(againstIn)),
    voteAheadMs: voteAhead(state, own),
  }
}
