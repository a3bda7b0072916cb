/**
 * The faults of a world that is not calm: five times a simulated second chance looks at each, at
 * night every twenty seconds.
 */
import { POINTS, type Point } from "@concordat/engines/perturb"
import type { Host } from "./host.ts"
import type { World } from "./world.ts"

const LOOK_MS = 200
/** At night. */
const SELDOM_MS = 20_000
const PARTITION_MS_MAX = 15_000
const SLOW_PERMILLE = 300
const JUMP_MS = 3_600_000
const FOUR = 4
const FULL_BYTES = 20_000
/** Points that a node comes to; with a read model, those of its projector too. */
const WITHIN = Object.keys(POINTS).filter((name) => !/^(keystore|trie)/.test(name)) as Point[]
const WITHOUT_READ_MODEL = WITHIN.filter((name) => !name.startsWith("projector"))

type Kind = (world: World, host: Host) => void

const KINDS: Readonly<Record<string, Kind>> = {
  kills: (_, host) => host.kill(false),
  powerCuts: (_, host) => host.kill(true),
  dooms: (world, host) => doom(world, host),
  engineCrashes: (_, host) => host.engine.crash(),
  restarts: (_, host) => void host.restart(),
  partitions(world) {
    world.network.part()
    const ms = world.chance.below(PARTITION_MS_MAX)
    world.timeline.after(ms, () => world.network.heal())
  },
  clockJumps(world, host) {
    const { machine } = host
    // As long as one in four is wrong, the median of the votes is a time of correct ones.
    const mayLead = world.plan.nodes >= FOUR && world.wrongClocks === 0
    host.injected.add("clock")
    world.wrongClocks++
    machine.offset += world.chance.between(-JUMP_MS, mayLead ? JUMP_MS : 0)
    world.timeline.after(PARTITION_MS_MAX, () => {
      machine.offset = world.plan.faults ? machine.skew : 0
      world.wrongClocks--
    })
  },
  slowDisks(world, { machine }) {
    machine.slow = SLOW_PERMILLE
    machine.sluggish = 20
    world.timeline.after(PARTITION_MS_MAX, () => {
      machine.slow = 0
      machine.sluggish = 0
    })
  },
  fullDisks(world, host) {
    host.injected.add("full")
    if (world.chance.mille(500)) host.machine.store.full = true
    else host.machine.disk.room = world.chance.below(FULL_BYTES)
  },
  damage: (world, host) => damage(world, host),
}

/** The process ends when it comes to a point. */
function doom(world: World, { machine, readModel }: Host): void {
  const { life } = machine
  if (life === null || !life.alive) return
  const points = readModel === null ? WITHOUT_READ_MODEL : WITHIN
  const doomed = { point: world.chance.pick(points), times: world.chance.between(1, 3) }
  life.doom = doomed
}

/** A file or a stored value is altered, cut, or gone, while the node is down. */
function damage(world: World, host: Host): void {
  const { machine } = host
  const { chance, counters } = world
  const { disk } = machine
  host.injected.add("damage")
  host.kill(chance.mille(500))
  const kind = chance.pick(["rot", "flip", "cut", "gone"] as const)
  const files = disk.paths().filter((path) => {
    // The block log of the embedded engine is the ledger: it comes back from a backup alone.
    const log = world.plan.embedded ? "" : "blocks|"
    return new RegExp(`^/data/(${log}engine/schedule|snapshots)`).test(path)
  })
  if (kind === "rot" || files.length === 0) {
    machine.store.rot((names) => chance.pick(names))
    counters.fault("a stored value rots")
    return
  }
  const path = chance.pick(files)
  counters.fault(`file ${kind}: ${path.replace(/\d+/g, "N")}`)
  void disk.read(path).then((bytes) => {
    if (bytes === null || bytes.length === 0) return
    if (kind === "flip") disk.flip(path, chance.below(bytes.length * 8))
    else if (kind === "cut") disk.put(path, bytes.slice(0, chance.below(bytes.length)))
    else void disk.remove(path)
  })
}

/** Faults, until the world is calm. */
export async function disturb(world: World, hosts: readonly Host[]): Promise<void> {
  const { plan, chance, timeline, counters } = world
  while (plan.faults) {
    await timeline.sleep(world.isNight ? SELDOM_MS : LOOK_MS)
    for (const [name, kind] of Object.entries(KINDS)) {
      const permille = plan[name as keyof typeof plan]
      if (!plan.faults || !chance.mille(Number(permille))) continue
      const host = chance.pick(hosts)
      counters.fault(name)
      world.trace(`fault ${name} at ${host.name}`)
      kind(world, host)
    }
  }
}

/** No fault is left: lines are whole, clocks right, disks empty and quick, everybody is started. */
export function calm(world: World, hosts: readonly Host[]): void {
  world.plan.faults = false
  world.network.heal()
  for (const { machine } of hosts) {
    machine.offset = 0
    machine.drift = 0
    machine.slow = 0
    machine.sluggish = 0
    machine.disk.room = Number.POSITIVE_INFINITY
    machine.store.full = false
    if (machine.life !== null) machine.life.doom = null
  }
}
