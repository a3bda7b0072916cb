/**
 * The live feed to a thousand subscribers, each with a connection of its own by server-sent events,
 * from ten addresses of this machine: what telling one item to one of them takes, and how long
 * after its receipt the last of them has it.
 */
import { once } from "node:events"
import { Agent, get, type IncomingMessage } from "node:http"
import { type Bench, type Measurement, perSecond } from "../../scripts/bench/harness.ts"
import { inFolder } from "./folder.ts"
import { closeServer, post, type Served, serveFolder } from "./served.ts"
import { writes } from "./world.ts"

const SUBSCRIBERS = 1_000
/** As many connections as the feed gives one address. */
const AN_ADDRESS = 100
const SENT = 100
const WARM = 20
const ITEM = "\ndata: "

/** All subscribers: how many items they have in all, and a way to wait for more. */
class Audience {
  private readonly answers: IncomingMessage[] = []
  private readonly agent = new Agent({ keepAlive: true, maxSockets: SUBSCRIBERS })
  private items = 0
  private due = 0
  private reached = () => {}

  async enter({ url }: Served): Promise<void> {
    for (let i = 0; i < SUBSCRIBERS; i++) {
      const localAddress = `127.0.0.${2 + Math.floor(i / AN_ADDRESS)}`
      const asked = get(`${url}/v1/feed?stream=events`, { agent: this.agent, localAddress })
      const [answer] = (await once(asked, "response")) as [IncomingMessage]
      if (answer.statusCode !== 200) throw new Error(`the feed answers ${answer.statusCode}`)
      answer.setEncoding("utf8").on("data", (text: string) => this.hear(text))
      this.answers.push(answer)
    }
  }

  private hear(text: string): void {
    this.items += text.split(ITEM).length - 1
    if (this.items >= this.due) this.reached()
  }

  /** Returns once every subscriber has so many items more. */
  more(each: number): Promise<void> {
    this.due = this.items + each * SUBSCRIBERS
    return new Promise((resolve) => {
      this.reached = resolve
    })
  }

  leave(): void {
    for (const answer of this.answers) answer.destroy()
    this.agent.destroy()
  }
}

/** Sends one after the other, and waits each time until all have heard of it. */
async function tell(served: Served, audience: Audience, sent: readonly Uint8Array[]) {
  const delays: number[] = []
  for (const bytes of sent) {
    const heard = audience.more(1)
    const answer = await post(served.url, bytes)
    if (answer?.status !== 200) throw new Error(`a transaction got ${answer?.status}`)
    const started = performance.now()
    await heard
    delays.push(performance.now() - started)
  }
  return delays.sort((a, b) => a - b)
}

async function fanOut(data: string): Promise<Measurement> {
  const served = await serveFolder(data)
  const audience = new Audience()
  try {
    await audience.enter(served)
    await tell(served, audience, writes(WARM, 1))
    const before = await served.usage()
    const delays = await tell(served, audience, writes(SENT, 1, WARM))
    const after = await served.usage()
    const value = perSecond(SENT * SUBSCRIBERS, after.total - before.total)
    const [middle, last] = [delays[SENT / 2]!, delays.at(-1)!]
    const clock = `p50 ${middle.toFixed(0)} ms, worst ${last.toFixed(0)} ms`
    return { value, unit: "items/CPU-s", note: `the last of 1,000 hears after ${clock}` }
  } finally {
    audience.leave()
    await closeServer(served)
  }
}

export const benches: readonly Bench[] = [
  {
    name: "feed.fan-out",
    about: "100 events told to 1,000 subscribers, each on a connection of its own.",
    run: () => inFolder(fanOut),
  },
]
