/** One run: money is founded, clients work, what nodes hold is read, and the history is judged. */
import { setTimeout } from "node:timers/promises"
import { Chance } from "./chance.ts"
import { Client, type Run } from "./client.ts"
import { Follower } from "./follower.ts"
import { found } from "./founding.ts"
import { type Fault, judge } from "./judge.ts"
import type { Block, Chain, History } from "./record.ts"
import { ask, read } from "./wire.ts"

const CLIENTS = 16
/** Blocks that are asked for at once. */
const BLOCKS_AT_ONCE = 8
const AGAIN_MS = 50

/** What is run, and against whom. */
export type Runs = {
  readonly seed: number
  readonly operations: number
  readonly clients?: number
  /** Where each node is now: one that starts again may be elsewhere. */
  readonly nodes: readonly (() => string)[]
  /** Told how many operations are left whenever some begin. */
  readonly onProgress?: (left: number) => void
}

/** What a run came to. */
export type Came = {
  readonly faults: readonly Fault[]
  readonly history: History
  readonly counts: ReadonlyMap<string, number>
}

async function blockOf(url: string, height: number): Promise<Block> {
  const json = await read(`${url}/v1/blocks/${height}`)
  const items = json["items"] as readonly { readonly transaction: string }[]
  const ids = items.map(({ transaction }) => transaction)
  return { height, hash: String(json["hash"]), appHash: String(json["appHash"]), ids }
}

/** All that a node holds from one height up to another. */
async function chainOf(url: string, node: number, from: number, to: number): Promise<Chain> {
  const blocks: Block[] = []
  for (let at = from; at <= to; at += BLOCKS_AT_ONCE) {
    const heights = Array.from({ length: BLOCKS_AT_ONCE }, (_, i) => at + i)
    const some = heights.filter((height) => height <= to).map((height) => blockOf(url, height))
    blocks.push(...(await Promise.all(some)))
  }
  const follower = new Follower(() => url, from)
  const count = blocks.reduce((sum, { ids }) => sum + ids.length, 0)
  const placed = (await follower.told(count)).filter(({ height }) => height <= to)
  follower.end()
  return { node, blocks, placed: placed.slice(0, count) }
}

/** The height of a node, once that is so much; it may still have to start. */
async function tipOf(node: () => string, least = 1): Promise<number> {
  for (;;) {
    const answer = await ask(`${node()}/v1/status`)
    const height = Number(answer?.json["height"] ?? 0)
    if (height >= least) return height
    await setTimeout(AGAIN_MS)
  }
}

async function collected(run: Run, followers: readonly Follower[]): Promise<History> {
  const { money, nodes, sendings, readings } = run
  const tip = Math.max(...(await Promise.all(nodes.map((node) => tipOf(node)))))
  await Promise.all(nodes.map((node) => tipOf(node, tip)))
  const from = money.height + 1
  const chains: Chain[] = []
  for (const [at, node] of nodes.entries()) chains.push(await chainOf(node(), at, from, tip))
  const due = chains[0]!.placed.length
  const followed = await Promise.all(
    followers.map(async (follower, node) => {
      const items = (await follower.told(due)).filter(({ height }) => height <= tip)
      return { node, from, items }
    }),
  )
  const { begins, issuance } = money
  return { begins, issuance, sendings, readings, followed, chains }
}

/** Runs clients against nodes and judges what they did and heard. */
export async function runHistory(runs: Runs): Promise<Came> {
  const { seed, operations, nodes, clients = CLIENTS, onProgress = () => {} } = runs
  const money = await found(nodes[0]!(), clients)
  let left = operations
  const counts = new Map<string, number>()
  const run: Run = {
    ...{ money, nodes, sendings: [], readings: [], counts },
    take(count) {
      if (count === 0) return left
      const taken = Math.min(count, left)
      left -= taken
      onProgress(left)
      return taken
    },
  }
  const followers = nodes.map((node) => new Follower(node, money.height + 1))
  const working = money.keys.map((key, at) => new Client(run, new Chance(seed + at), key).work())
  await Promise.all(working)
  const history = await collected(run, followers)
  counts.set(
    "followers resumed",
    followers.reduce((sum, { resumed }) => sum + resumed, 0),
  )
  for (const follower of followers) follower.end()
  return { faults: judge(history), history, counts }
}
