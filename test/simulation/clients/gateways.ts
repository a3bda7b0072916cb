/** The gateways of a world by their addresses, for whoever asks with `fetch`. */
import type { Host } from "../world/host.ts"
import type { World } from "../world/world.ts"

const DELAY_MS = 20
const UNREACHABLE_MS = 5_000

/** Lets `fetch` lead to the gateways of this world; answers how to undo that. */
export function gatewaysBy(world: World, hosts: () => readonly Host[]): () => void {
  const former = globalThis.fetch
  const asked = async (input: unknown, init: RequestInit = {}): Promise<Response> => {
    const url = new URL(String(input))
    const host = hosts().find(({ name }) => name === url.hostname)
    await world.timeline.sleep(world.chance.below(DELAY_MS))
    const { gateway = null, machine = null } = host ?? {}
    if (gateway === null || machine?.life?.alive !== true) {
      await world.timeline.sleep(world.chance.below(UNREACHABLE_MS))
      throw new TypeError("fetch failed")
    }
    const { signal: _, ...rest } = init
    const response = await machine.life.run(() => gateway.request(url.href, rest))
    return new Response(await response.text(), { status: response.status })
  }
  globalThis.fetch = asked as typeof fetch
  return () => {
    globalThis.fetch = former
  }
}
