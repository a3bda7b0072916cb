/** What two dumps of consensus tell: recorded from a network of four, cut to what is read. */
import { describe, expect, it } from "vitest"
import { consensusOf, roundStateOf } from "./consensus.ts"

const ADDRESSES = ["63", "6B", "86", "C0"].map((start) => start.padEnd(40, "1"))
const VALIDATORS = {
  validators: ADDRESSES.map((address) => ({ address, voting_power: "10" })),
}
const own = ADDRESSES[0]!.toLowerCase()
const nameOf = (address: string) => `validator ${address.slice(0, 2)}`

/** A vote as the engine writes it: for a block, or for none. */
const vote = (place: number, block: string, time: string) =>
  `Vote{${place}:${ADDRESSES[place]!.slice(0, 12)} 12/03/SIGNED_MSG_TYPE_PREVOTE(Prevote) ` +
  `${block} 05F4BA244628 000000000000 @ ${time}}`
const FOR = "C8639422C73C"
const NONE = "000000000000"
const NO_VOTE = "nil-Vote"
const at = (second: string) => `2026-11-28T11:56:${second}Z`

function answer(changed: object = {}) {
  return {
    round_state: {
      ...{ height: "12", round: 3, step: 4, proposal: null },
      ...{ validators: VALIDATORS, last_validators: VALIDATORS },
      votes: [
        { round: 1, prevotes: [vote(3, FOR, at("28.4")), NO_VOTE], precommits: [] },
        {
          ...{ round: 2, precommits: [NO_VOTE, NO_VOTE, vote(2, NONE, at("28.4")), NO_VOTE] },
          prevotes: [vote(0, FOR, at("28.4")), vote(1, NONE, at("28.4")), NO_VOTE, NO_VOTE],
        },
        { round: 3, prevotes: [NO_VOTE, NO_VOTE, NO_VOTE, NO_VOTE], precommits: [] },
        { round: 4, prevotes: [NO_VOTE, NO_VOTE, NO_VOTE, vote(3, FOR, at("29"))], precommits: [] },
      ],
      last_commit: {
        votes: [
          vote(0, FOR, at("30.985097774")),
          vote(1, FOR, at("28.485097774")),
          vote(2, FOR, at("28.495034801")),
          NO_VOTE,
        ],
      },
      ...changed,
    },
  }
}

const stateOf = (changed?: object) => roundStateOf(answer(changed))!

describe("a dump of consensus", () => {
  it("tells who voted lately, who was against, and whose vote came when", () => {
    const facts = consensusOf(null, stateOf(), own, nameOf)
    const lower = ADDRESSES.map((address) => address.toLowerCase())
    expect(facts).toMatchObject({ height: 12n, round: 3, step: 4, proposal: false, still: false })
    expect(facts.seats[2]).toEqual({
      ...{ address: lower[2], power: 10n, name: "validator 86", own: false },
    })
    expect([...facts.voters]).toEqual([lower[0], lower[1], lower[2]])
    expect([...facts.against]).toEqual([lower[1]])
    expect(facts.voteAheadMs).toBe(2_490)
  })

  it("counts precommits of its round alone where it waits for them", () => {
    const state = stateOf({ round: 2, step: 6 })
    const [, , third] = ADDRESSES.map((address) => address.toLowerCase())
    expect([...consensusOf(state, state, own, nameOf).voters]).toEqual([third])
    expect(consensusOf(null, state, own, nameOf).voters.size).toBe(3)
    // In Commit it waits for the parts of a block that was decided, maybe in a round before.
    const decided = stateOf({ round: 2, step: 8 })
    expect(consensusOf(decided, decided, own, nameOf).voters.size).toBe(3)
  })

  it("stands still where height, round and step are those of before", () => {
    expect(consensusOf(stateOf(), stateOf(), own, nameOf).still).toBe(true)
    expect(consensusOf(stateOf({ step: 3 }), stateOf(), own, nameOf).still).toBe(false)
  })

  it("tells nothing of votes where there are too few, and is none in another form", () => {
    const alone = { last_commit: { votes: [vote(0, FOR, at("30")), NO_VOTE, NO_VOTE, NO_VOTE] } }
    expect(consensusOf(null, stateOf(alone), own, nameOf).voteAheadMs).toBeNull()
    expect(consensusOf(null, stateOf({ last_commit: null }), own, nameOf).voteAheadMs).toBeNull()
    for (const other of [null, {}, { round_state: { height: 12 } }, { round_state: null }]) {
      expect(roundStateOf(other) === null).toBe(other?.round_state?.height !== 12)
    }
  })
})
