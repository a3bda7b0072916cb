/**
 * What services want everybody to know, and what waits for somebody: asked anew after every block,
 * so that it appears and goes without a reload.
 */
import type { Client } from "@concordat/sdk"
import { textsReady } from "../texts/translate.ts"
import { type Answer, useAnswer, useClient, useServices, useStatus } from "./ledger.tsx"
import { useSession } from "./session.ts"
import type { Tone } from "./sign.tsx"

/** Something that stands on every page. */
export type Notice = {
  readonly id: string
  readonly tone: Tone
  readonly words: string
  /** Where its record stands, and what that link says. */
  readonly to: string
  readonly link: string
  /** When it is over by itself, milliseconds of 1970; null: never. */
  readonly until: number | null
}

/** Something that somebody should do. */
export type Task = {
  readonly id: string
  /** What it is, in a word or two: `Vote`. */
  readonly kind: string
  readonly words: string
  readonly to: string
  /** Until when, milliseconds of 1970; null: no time ends it. */
  readonly by: number | null
  readonly tone: Tone
}

/** What a service tells of its own. */
export type Attention = {
  notices(client: Client): Promise<readonly Notice[]>
  tasks(client: Client, me: string): Promise<readonly Task[]>
}

const byDeadline = (a: Task, b: Task) => (a.by ?? Infinity) - (b.by ?? Infinity)

/**
 * Asks every service of the build that runs on this ledger and has something to tell; nobody is
 * asked for a visitor who may not read.
 */
function useTold<Told>(
  name: string,
  ask: (attention: Attention, client: Client) => Promise<readonly Told[]>,
  when = true,
): Answer<readonly Told[]> {
  const client = useClient()
  const services = useServices()
  const status = useStatus().data
  const session = useSession().data
  const mayRead = session !== undefined && [...session.open, ...session.opens].includes("read")
  const running = status?.services.map((service) => service.name) ?? []
  const sources = services.flatMap(({ definition, attention }) =>
    attention === undefined || !running.includes(definition.name) ? [] : [attention],
  )
  return useAnswer(
    ["attention", name],
    async () => {
      const loaded = await Promise.all(sources.map((load) => load()))
      await textsReady()
      return (await Promise.all(loaded.map((one) => ask(one, client)))).flat()
    },
    { at: status?.height, when: when && mayRead && status !== undefined },
  )
}

/** What everybody should know, the gravest first as each service orders it. */
export function useNotices(): readonly Notice[] {
  return useTold("notices", (attention, client) => attention.notices(client)).data ?? []
}

/** What waits for somebody, the soonest first; nothing is asked for nobody. */
export function useTasks(me: string | null): Answer<readonly Task[]> {
  const answer = useTold(
    `tasks ${me}`,
    (attention, client) => attention.tasks(client, me ?? ""),
    me !== null,
  )
  const { data } = answer
  return { ...answer, data: data?.toSorted(byDeadline) }
}
