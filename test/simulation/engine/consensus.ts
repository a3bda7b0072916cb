/**
 * How the engines of a world come to a block: rounds with a proposer each, proposals that are
 * judged, locked, proposed again or given up for others, and a commit of those who were heard in
 * time. What more than two thirds of the power do not sign is never decided; so there are no forks
 * to find here but those of applications.
 */
import {
  addressOf,
  type Commit,
  precommitBytes,
  STAMP_ABSENT,
  stampMs,
  stampOfMs,
  totalPower,
  VOTE,
} from "@concordat/kernel"
import type { World } from "../world/world.ts"
import { byzantine } from "./byzantine.ts"
import { type Chain, commitInfo, type Proposed } from "./chain.ts"
import type { Run, SimulatedEngine } from "./engine.ts"

const ROUND_MS = 1_000
const PATIENCE_MS = 3_000
const COMMIT_MS = 100
const EMPTY_MS = 10_000
const AGAIN_MS = 250
const ROUNDS_MAX = 12
const NANOS = 1_000_000
const ACCEPT = 1
/** What CometBFT sets aside of a block, and each validator's signature. */
const OVERHEAD_BYTES = 731
const OVERHEAD_BYTES_PER_VALIDATOR = 3_358

type Vote = { readonly engine: SimulatedEngine; readonly index: number; readonly late: boolean }
type Judged = { readonly votes: readonly Vote[]; readonly power: bigint }

/** The engines' agreement. */
export class Consensus {
  private readonly world: World
  private readonly chain: Chain
  /** What a later round must propose again. */
  private locked: Proposed | null = null
  private round = 0
  private votes: readonly Vote[] = []
  private running = false
  private wakes: (() => void) | null = null

  constructor(world: World) {
    this.world = world
    this.chain = world.chain
  }

  /** There is something to order. */
  wake(): void {
    this.wakes?.()
  }

  /** Goes on until the world ends. */
  async begin(): Promise<void> {
    this.running = true
    while (this.running) {
      const decided = await this.attempt()
      if (!decided) await this.world.timeline.sleep(AGAIN_MS)
      else await this.pause()
    }
  }

  end(): void {
    this.running = false
    this.wake()
  }

  /** The next block follows at once where there is something to say, else in ten seconds. */
  private async pause(): Promise<void> {
    const { timeline } = this.world
    await timeline.sleep(COMMIT_MS)
    if (this.isDue()) return
    const woken = new Promise<void>((resolve) => {
      this.wakes = resolve
    })
    const was = await timeline.within(
      EMPTY_MS,
      woken.then(() => true),
    )
    this.wakes = null
    this.world.counters.sometimesIf(was === undefined, "a block after the empty interval")
  }

  private isDue(): boolean {
    const { chain, world } = this
    const { tip } = chain
    if (!chain.has(tip)) return true
    const [before, after] = [chain.appHash(tip - 1n), chain.appHash(tip)]
    const changed = after === null || before === null || Buffer.compare(before, after) !== 0
    return changed || world.engines.some(({ run }) => (run?.mempool.size ?? 0) > 0)
  }

  /** Rounds for one height; whether they came to a block. */
  private async attempt(): Promise<boolean> {
    const { world, chain } = this
    const { timeline, chance, counters } = world
    for (; this.round < ROUNDS_MAX && this.running; this.round++) {
      const proposer = this.proposer()
      const proposed = proposer && (await this.proposal(proposer))
      if (!proposed) {
        if (!this.mayDecide()) return false
        await timeline.sleep(ROUND_MS)
        continue
      }
      counters.sometimesIf(proposed === this.locked, "a locked block is proposed again")
      const judged = await this.judge(proposer, proposed)
      const needed = (totalPower(chain.validators(proposed.height)) * 2n) / 3n
      counters.sometimesIf(judged.power <= needed, "a proposal without two thirds")
      if (judged.power > needed && !chance.mille(world.plan.lostRounds)) {
        return this.decide(proposed, judged.votes)
      }
      if (judged.power > needed) this.locked = chance.mille(500) ? proposed : null
      counters.sometimesIf(judged.power > needed, "a round is lost though all accept")
      await timeline.sleep(ROUND_MS)
    }
    this.round = 0
    this.locked = null // Nobody committed to it: all were silent for long.
    return false
  }

  /** Whether those who stand at the tip have the power for a block. */
  private mayDecide(): boolean {
    const { chain, world } = this
    const height = chain.tip + 1n
    const set = chain.validators(height)
    const ready = world.engines.filter((engine) => engine.isReady)
    const power = ready
      .flatMap((engine) => engine.votes(height))
      .reduce((sum, { index }) => sum + set[index]!.power, 0n)
    return power * 3n > totalPower(set) * 2n
  }

  /** One of the set, by chance; null where it is not there. */
  private proposer(): SimulatedEngine | null {
    const { world, chain } = this
    const set = chain.validators(chain.tip + 1n)
    const holder = world.holderOf(world.chance.pick(set).key.ed25519)
    const found = world.engines.find((engine) => engine.organisation === holder?.organisation)
    return found?.isReady ? found : null
  }

  private async proposal(proposer: SimulatedEngine): Promise<Proposed | null> {
    const { chain, world } = this
    if (this.locked?.height === chain.tip + 1n) return this.locked
    this.locked = null
    const height = chain.tip + 1n
    const { run } = proposer
    const { maxBytes } = chain.parameters(height).parameters.block
    const set = chain.validators(height)
    const room = Number(maxBytes) - OVERHEAD_BYTES - OVERHEAD_BYTES_PER_VALIDATOR * set.length
    const last = chain.has(height - 1n) ? this.lastCommit(height - 1n) : null
    const [own] = proposer.votes(height)
    const misbehaviour = world.misbehaviour()
    const draft = chain.propose([], own!.address, misbehaviour, last)
    const answer = await world.timeline.within(
      PATIENCE_MS,
      run!.calls.call("prepare_proposal", {
        ...{ max_tx_bytes: BigInt(room), txs: run!.mempool.offered(room * 2), height },
        ...{ time: draft.header.time, misbehavior: misbehaviour },
        proposer_address: own!.address,
      }),
    )
    if (!answer || chain.tip + 1n !== height) return null
    const bytes = answer.txs.reduce((sum, tx) => sum + tx.length, 0)
    if (bytes > room) world.fail(`${proposer.name} proposes ${bytes} bytes, ${room} are allowed`)
    const transactions = byzantine(world, answer.txs)
    return chain.propose(transactions, own!.address, misbehaviour, last)
  }

  /** The votes for the block below, with those that came late and are known now. */
  private lastCommit(height: bigint): Commit {
    const { commit } = this.chain.block(height)
    const { chance, counters } = this.world
    const late = this.votes.filter((vote) => vote.late && chance.mille(700))
    if (late.length === 0) return commit
    counters.sometimes("a late vote is in the next block's commit")
    const signatures = commit.signatures.slice()
    for (const vote of late) signatures[vote.index] = this.signed(vote, height, commit)
    return { ...commit, signatures }
  }

  /** Every engine that hears the proposer judges the proposal, or does not get to it in time. */
  private async judge(proposer: SimulatedEngine, proposed: Proposed): Promise<Judged> {
    const { world, chain } = this
    const { chance, timeline, plan } = world
    const { height } = proposed
    const set = chain.validators(height)
    const votes: Vote[] = []
    let power = 0n
    const judge = async (engine: SimulatedEngine, run: Run) => {
      await timeline.sleep(world.network.delay(proposer.name, engine.name))
      const accepts = await timeline.within(PATIENCE_MS, this.asked(run, proposed))
      if (accepts !== true || !engine.isReady) return
      const late = chance.mille(plan.lateVotes)
      for (const { index } of engine.votes(height)) {
        votes.push({ engine, index, late })
        power += set[index]!.power
      }
    }
    const all = world.engines.flatMap((engine) => {
      const hears = world.network.links(proposer.name, engine.name)
      const deaf = engine !== proposer && chance.mille(plan.deaf)
      world.counters.sometimesIf(deaf, "a block is executed that was never judged")
      return engine.isReady && hears && !deaf ? [judge(engine, engine.run!)] : []
    })
    await timeline.within(PATIENCE_MS, Promise.all(all))
    return { votes: [...votes], power }
  }

  private async asked(run: Run, proposed: Proposed): Promise<boolean | null> {
    const { header, block, transactions, misbehaviour, height } = proposed
    const { last: below } = proposed
    const none = { round: 0, votes: [] }
    const last = below === null ? none : commitInfo(below, this.chain.validators(height - 1n))
    const answer = await run.calls.call("process_proposal", {
      ...{ txs: [...transactions], hash: block.hash, height, time: header.time },
      ...{ misbehavior: misbehaviour, proposed_last_commit: last },
      proposer_address: new Uint8Array(Buffer.from(header.proposer, "hex")),
    })
    if (answer === null) return null
    this.world.counters.sometimesIf(answer.status !== ACCEPT, "a proposal is refused")
    return answer.status === ACCEPT
  }

  private signed(
    { engine, index }: Vote,
    height: bigint,
    { round, block }: Pick<Commit, "round" | "block">,
  ) {
    const { world, chain } = this
    const validator = chain.validators(height)[index]!
    const { header } = chain.has(height) ? chain.block(height) : this.deciding!
    const at = Math.max(engine.now(), stampMs(header.time) + 1)
    const time = { ...stampOfMs(at), nanos: stampOfMs(at).nanos + world.chance.below(NANOS) }
    const { chain: id } = chain.genesis
    const message = precommitBytes({ chain: id, height, round, block, time })
    const signer = world.crypto.of(world.holderOf(validator.key.ed25519)!.signer)
    const signature = signer.sign(message)
    return { flag: VOTE.commit, address: addressOf(validator), time, signature }
  }

  private deciding: Proposed | null = null

  /** Those who were heard in time sign; as many of them as it takes, in any case. */
  private decide(proposed: Proposed, votes: readonly Vote[]): boolean {
    const { chain, world } = this
    const { height, block } = proposed
    const set = chain.validators(height)
    const needed = (totalPower(set) * 2n) / 3n
    const ordered = [...votes].sort((a, b) => Number(a.late) - Number(b.late))
    this.deciding = proposed
    for (const { engine } of votes) engine.voted = height
    const signatures: Commit["signatures"] = set.map(() => ({
      ...{ flag: VOTE.absent, address: new Uint8Array(), time: STAMP_ABSENT },
      signature: new Uint8Array(),
    }))
    let power = 0n
    const late: Vote[] = []
    for (const vote of ordered) {
      if (vote.late && power > needed) {
        late.push(vote)
        continue
      }
      power += set[vote.index]!.power
      const entries = signatures as Commit["signatures"][number][]
      entries[vote.index] = this.signed(vote, height, { round: this.round, block })
    }
    const commit: Commit = { height, round: this.round, block, signatures }
    world.counters.sometimesIf(this.round > 0, "decided after more than one round")
    world.counters.sometimesIf(this.round > 2, "decided after more than three rounds")
    world.counters.sometimesIf(proposed.misbehaviour.length > 0, "a block with evidence")
    chain.decide(proposed, commit)
    world.trace(`decided ${height} ${Buffer.from(block.hash).toString("hex")}`)
    this.votes = late
    this.round = 0
    this.locked = null
    world.decided()
    return true
  }
}
