/** The process that holds all wires of a network, until it is told to end. */
import { mkdirSync, rmSync, unwatchFile, watchFile } from "node:fs"
import { dirname } from "node:path"
import { placesOf, planIn, wiresOf, wiresSocket } from "../plan.ts"
import { serveControl, type Told } from "./control.ts"
import { direction, type Faults } from "./faults.ts"
import { Wire } from "./wire.ts"

/** How often it is looked whether the network has other nodes now. */
const LOOK_MS = 500

/** Holds the wires of the network in a folder; resolves once `stop` does and all are closed. */
export async function runWires(folder: string, stop: Promise<unknown>): Promise<void> {
  let faults: Faults = {}
  const world = { elapsed: () => performance.now(), chance: () => Math.random() }
  const wires = new Map<number, Wire>()
  const adjust = async () => {
    for (const plan of wiresOf(planIn(folder))) {
      if (!wires.has(plan.port)) wires.set(plan.port, new Wire(plan, () => faults, world))
    }
    await Promise.all([...wires.values()].map((wire) => wire.adjust()))
  }
  const tell = async ({ faults: next = faults, reset = [] }: Told) => {
    faults = next
    await adjust()
    for (const wire of wires.values()) {
      const { from, to } = wire.plan
      if ([direction(from, to), direction(to, from)].some((one) => reset.includes(one))) {
        wire.reset()
      }
    }
    return faults
  }
  await adjust()
  const socket = wiresSocket(planIn(folder))
  mkdirSync(dirname(socket), { recursive: true, mode: 0o700 })
  rmSync(socket, { force: true }) // Of one that was killed: two cannot have the same ports.
  const control = await serveControl(socket, tell)
  const { plan } = placesOf(folder)
  watchFile(plan, { interval: LOOK_MS }, () => void adjust().catch(() => {}))
  await stop
  unwatchFile(plan)
  control.close()
  for (const wire of wires.values()) wire.close()
}
