/** Who votes: each validator, whether its vote was in the last block, and when it was last. */
import { time } from "@concordat/kernel"
import type { BlockRecord, Ledger } from "@concordat/node"
import type { GatewayOptions } from "../gateway.ts"
import { component, JSON_TYPE, jsonAnswer, type Route } from "./route.ts"

/** Blocks that are looked back for the last vote of one who is silent. */
const LOOKED_AT_MAX = 500n

type Vote = Pick<BlockRecord, "height" | "time">

/** Remembers the last vote of each validator, so that each block is looked at once. */
class LastVotes {
  private readonly ledger: Ledger
  private readonly votes = new Map<string, Vote>()
  private looked = 0n
  /** The lowest height that was looked at. */
  from = 0n

  constructor(ledger: Ledger) {
    this.ledger = ledger
  }

  /** Looks at the blocks up to `tip` that were not looked at, newest first. */
  async upTo(tip: bigint, wanted: ReadonlySet<string>): Promise<ReadonlyMap<string, Vote>> {
    const found = new Map<string, Vote>()
    const low = tip > LOOKED_AT_MAX ? tip - LOOKED_AT_MAX : 0n
    let height = tip
    for (; height > low && height > this.looked; height--) {
      const block = await this.ledger.block(height)
      if (block === null) break
      for (const signer of block.signers) if (!found.has(signer)) found.set(signer, block)
      // Below, nobody could be found of whom nothing is known yet.
      if (this.looked === 0n && [...wanted].every((address) => found.has(address))) break
    }
    for (const [address, { height, time }] of found) this.votes.set(address, { height, time })
    if (this.looked === 0n) this.from = height
    if (tip > this.looked) this.looked = tip
    return this.votes
  }
}

/** `/v1/status/voting`. */
export function votingRoutes({ ledger }: GatewayOptions): readonly Route[] {
  const last = new LastVotes(ledger)
  return [
    {
      ...{ method: "GET", path: "/v1/status/voting", name: "voting", tag: "ledger" },
      access: "read",
      about: "Whose votes decide, who proposed last, and since when somebody is silent",
      more: `\`seen\` is the last vote within ${LOOKED_AT_MAX} blocks, null where there is none.`,
      gives: { [JSON_TYPE]: component("Voting") },
      async answer() {
        const { height, validators } = ledger.status()
        const wanted = new Set(validators.map(({ address }) => address))
        // The commit of the last block may still lack votes; the one below is whole.
        const seen = await last.upTo(height - 1n, wanted)
        const tip = await ledger.block(height)
        return jsonAnswer({
          height: height.toString(),
          proposer: tip?.proposer ?? null,
          round: tip?.round ?? null,
          validators: validators.map(({ address, power, organisation, signed }) => {
            const vote = seen.get(address)
            const at = vote && { height: vote.height.toString(), time: time.toJson(vote.time) }
            return { address, power: power.toString(), organisation, signed, seen: at ?? null }
          }),
        })
      },
    },
  ]
}
