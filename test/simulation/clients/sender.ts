/**
 * A client that sends what its author writes: it retries the same bytes at another node, sends them
 * to two at once, gives up. What it was told must be so for ever.
 */
import type { Hash } from "@concordat/kernel"
import type { Chance } from "../world/chance.ts"
import type { Host } from "../world/host.ts"
import type { World } from "../world/world.ts"
import { Author, type Told } from "./author.ts"
import { type Answer, send } from "./line.ts"

const ATTEMPTS = 6
const PAUSE_MS = 400
/** Transactions of one client that nobody has answered yet. */
const UNDER_WAY_MAX = 4
const AGAIN_MS = 700
const OK = 200

/** What an answer says for certain: it is in a block, there. */
function toldBy(answer: Answer): Told | null {
  if (answer === null) return null
  const { status, json } = answer
  const details = (json["details"] ?? {}) as Readonly<Record<string, unknown>>
  const isHeld = status === OK || json["code"] === "already_accepted"
  const says = status === OK ? json : details
  if (!isHeld || says["height"] === undefined) return null
  const index = says["index"] === undefined ? null : Number(says["index"])
  return { id: String(says["transaction"]) as Hash, height: BigInt(String(says["height"])), index }
}

/** Sends until it is told what became of it, or has enough. */
export async function insist(
  world: World,
  hosts: readonly Host[],
  chance: Chance,
  bytes: Uint8Array,
): Promise<Answer> {
  const { counters, timeline } = world
  let host = chance.pick(hosts)
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const answer = await send(world, host, bytes)
    const status = answer?.status ?? 0
    // The request did not come to a decision: the node was down, full, or nobody answered.
    const isOpen = answer === null || status >= 500 || status === 429
    if (!isOpen) {
      counters.sometimesIf(attempt > 0 && toldBy(answer) !== null, "a retry finds its transaction")
      return answer
    }
    counters.count("retries")
    await timeline.sleep(chance.below(AGAIN_MS))
    host = chance.pick(hosts)
  }
  counters.sometimes("a client gives up")
  return null
}

/** One client. */
export class Sender {
  private readonly world: World
  private readonly hosts: readonly Host[]
  private readonly chance: Chance
  private readonly author: Author
  readonly told: Told[] = []

  constructor(world: World, hosts: readonly Host[], number: number) {
    this.world = world
    this.hosts = hosts
    this.chance = world.chance.split(`client ${number}`)
    this.author = new Author(world, this.chance, number)
  }

  /** Sends until the world says that it is enough; several may be on their way. */
  async work(isOver: () => boolean): Promise<void> {
    const { world, chance, author } = this
    const under = new Set<Promise<void>>()
    while (!isOver()) {
      await world.pause(chance.below(PAUSE_MS))
      if (under.size >= UNDER_WAY_MAX) await Promise.race(under)
      const sent = this.send(author.next()).finally(() => under.delete(sent))
      under.add(sent)
    }
    await Promise.all(under)
  }

  private async send(bytes: Uint8Array): Promise<void> {
    const { world, hosts, chance, told } = this
    world.counters.count("transactions sent")
    const tries = chance.mille(50) ? 2 : 1
    const answers = await Promise.all(
      Array.from({ length: tries }, () => insist(world, hosts, chance, bytes)),
    )
    for (const answer of answers) {
      const place = toldBy(answer)
      if (place === null) continue
      told.push(place)
      world.counters.count("transactions acknowledged")
    }
  }
}
