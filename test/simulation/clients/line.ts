/** How a client reaches a gateway: over lines that lose requests and answers, with a patience. */
import type { Host } from "../world/host.ts"
import type { World } from "../world/world.ts"

const PATIENCE_MS = 10_000
const DELAY_MS = 20

/** An answer, or null: nobody knows whether the request arrived. */
export type Answer = { readonly status: number; readonly json: Json } | null
type Json = Readonly<Record<string, unknown>>

async function through(host: Host, path: string, init: RequestInit): Promise<Response | null> {
  const { gateway, machine } = host
  const { life } = machine
  if (gateway === null || !life?.alive) return null
  return life.run(() => gateway.request(`http://${host.name}${path}`, init))
}

/** Asks a gateway. What is lost on the way, either way, is never answered. */
async function ask(world: World, host: Host, path: string, init: RequestInit = {}) {
  const response = await reached(world, host, path, init)
  if (response === null) return null
  return { status: response.status, response }
}

async function reached(world: World, host: Host, path: string, init: RequestInit) {
  const { timeline, chance, plan, counters } = world
  const isLost = () => plan.faults && chance.mille(plan.loss)
  await timeline.sleep(chance.below(DELAY_MS))
  if (isLost()) {
    counters.fault("request lost")
    await timeline.sleep(PATIENCE_MS)
    return null
  }
  const response = await timeline.within(PATIENCE_MS, through(host, path, init))
  counters.sometimesIf(response === undefined, "a client waits in vain")
  if (!response) return null
  if (!isLost()) return response
  counters.fault("answer lost")
  await timeline.sleep(PATIENCE_MS)
  return null
}

/** Sends signed bytes. */
export async function send(world: World, host: Host, bytes: Uint8Array): Promise<Answer> {
  const headers = { "content-type": "application/cose" }
  const init = { method: "POST", headers, body: bytes as BodyInit }
  const answer = await ask(world, host, "/v1/transactions", init)
  return answer && { status: answer.status, json: (await answer.response.json()) as Json }
}

/** Reads JSON. */
export async function read(world: World, host: Host, path: string): Promise<Answer> {
  const answer = await ask(world, host, path)
  return answer && { status: answer.status, json: (await answer.response.json()) as Json }
}

const ATTEMPTS = 20
const AGAIN_MS = 1_000
const FAILED = 500

/** Reads JSON until somebody says something for certain: a node may be away, or stop by this. */
export async function readForCertain(world: World, host: Host, path: string): Promise<Answer> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const answer = await read(world, host, path)
    if (answer !== null && answer.status < FAILED) return answer
    await world.timeline.sleep(AGAIN_MS)
  }
  world.fail(`${host.name} answers nothing about ${path}`)
  return null
}

/** Reads bytes; null where there is no answer, or another one. */
export async function readBytes(world: World, host: Host, path: string) {
  const answer = await ask(world, host, path)
  if (answer?.status !== OK) return null
  return new Uint8Array(await answer.response.arrayBuffer())
}

const OK = 200
