/**
 * The last look at a world that is calm: what clients were told is so on every node, all nodes have
 * one state and one log, their blocks are those that were decided, and every invariant holds.
 */
import { ConcordatError, type Hash, toHex } from "@concordat/kernel"
import type { Payer } from "./clients/payer.ts"
import type { Sender } from "./clients/sender.ts"
import { Witness } from "./clients/witness.ts"
import type { Host } from "./world/host.ts"
import type { World } from "./world/world.ts"

/** S3: where a client was told that its transaction is, it is; there alone, and once. */
function checkTold(world: World, senders: readonly Sender[]): void {
  for (const { id, height, index } of senders.flatMap(({ told }) => told)) {
    const place = world.auditor.places.get(id)
    const isThere = place?.height === height && (index === null || place.index === index)
    if (!isThere) world.fail(`${id} was told to be at ${height}, and is at ${place?.height}`)
  }
}

/** S2: a node that is at the tip stands where the auditor does. */
function checkState(world: World, { name, ledger }: Host): void {
  const { height, appHash, halted } = ledger!.status()
  const { state } = world.auditor
  if (halted !== null) world.fail(`${name} is halted: ${halted}`)
  if (height !== state.height) world.fail(`${name} says ${height}, and ${state.height} is the tip`)
  if (appHash !== state.appHash) world.fail(`${name} stands at another app hash at ${height}`)
  world.counters.count("states compared at the end")
}

/** S3: what one node says of its blocks, and of transactions. */
async function checkNode(world: World, host: Host, tip: bigint): Promise<void> {
  const { auditor, chain } = world
  const ledger = host.ledger!
  checkState(world, host)
  const status = ledger.status()
  // A block log that was lost is being fetched again.
  while (ledger.archive.last < tip) await world.timeline.sleep(PAUSE_MS)
  for (let height = status.first; height <= tip; height++) {
    const block = await ledger.block(height)
    const { block: id } = chain.block(height)
    if (block?.hash !== toHex(id.hash)) world.fail(`${host.name} has another block ${height}`)
  }
  const some = [...auditor.places].filter((_, index) => index % SAMPLE === 0)
  for (const [id, { height, index, code }] of some)
    await checkPlace(world, host, id, { height, index, code })
}

const SAMPLE = 5

async function checkPlace(
  world: World,
  { name, ledger }: Host,
  id: Hash,
  place: { readonly height: bigint; readonly index: number; readonly code: number },
): Promise<void> {
  if (place.height < ledger!.status().first) return
  const record = await ledger!.transaction(id)
  const isSame = record?.height === place.height && record.index === place.index
  if (!isSame || record.code !== place.code) {
    world.fail(`${name} says ${record?.height}/${record?.index} of ${id}, not ${place.height}`)
  }
}

/** L2: a minute later nothing is left in any queue but what just came. */
async function checkQueues(world: World, { name, ledger }: Host): Promise<void> {
  const { timeline } = world
  const until = timeline.now + DRAINED_MS
  const waiting = () => ledger!.status().waiting
  while (waiting() > WAITING_MAX && timeline.now < until) await timeline.sleep(PAUSE_MS)
  if (waiting() > WAITING_MAX) world.fail(`${waiting()} transactions wait at ${name}`)
}

const DRAINED_MS = 60_000
const WAITING_MAX = 20

/** The last look at one node's read model, once it is where the state is. */
async function checkReadModel(world: World, host: Host): Promise<void> {
  const { auditor, timeline } = world
  const { readModel, name } = host
  if (readModel === null) return
  const until = timeline.now + BEHIND_MS_MAX
  while (readModel.height !== auditor.state.height && timeline.now < until) {
    await timeline.sleep(PAUSE_MS)
    // Where no block comes, nothing tells of an older copy before the node's next start.
    const isTold = host.ledger?.readModel.status().height === auditor.state.height
    if (world.plan.embedded && isTold && readModel.height !== auditor.state.height) {
      world.counters.sometimes("an older copy of a read model is found at a start")
      await host.restart()
    }
  }
  if (readModel.height === auditor.state.height) return readModel.check()
  const { state, reason } = host.ledger?.readModel.status() ?? { state: "down", reason: "" }
  world.fail(`the read model of ${name} stays at ${readModel.height}: ${state} ${reason}`)
}

/** A pause of a minute before a read model is started again, twice. */
const BEHIND_MS_MAX = 120_000

/** What clients know. */
export type Clients = { readonly senders: readonly Sender[]; readonly payer: Payer }

/** What clients were told, judged from outside: places, balances, evidence. */
async function checkClients(world: World, host: Host, { senders, payer }: Clients): Promise<void> {
  checkTold(world, senders)
  for (const fault of await payer.judged(host)) world.fail(fault)
  const told = senders.flatMap((sender) => sender.told)
  const anchor = await host.ledger!.anchor(1n)
  const witness = new Witness(world)
  await witness.judge(host, told, anchor)
  await witness.judge(host, told, anchor)
}

/** Times that a node may stop by what a question finds. */
const ATTEMPTS = 8
const PAUSE_MS = 500
/** A node that ends meanwhile never answers. */
const LOOK_MS = 30_000

/** A look that may find what rotted: then the node stops, and is looked at once it is back. */
async function lookedAt(world: World, host: Host, look: () => Promise<void>): Promise<void> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    while (!host.isAtTip) await world.timeline.sleep(PAUSE_MS)
    try {
      const done = look().then(() => true)
      if (await world.timeline.within(LOOK_MS, done)) return
    } catch (failure) {
      const isDamage = failure instanceof ConcordatError && failure.code === "store_damaged"
      if (!isDamage || !host.injected.has("damage")) throw failure
      world.counters.sometimes("a question finds what rotted")
      await world.timeline.sleep(PAUSE_MS)
    }
  }
  world.fail(`${host.name} still has damaged values`)
}

/** All of it. */
export async function fullCheck(
  world: World,
  hosts: readonly Host[],
  clients: Clients,
): Promise<void> {
  const { auditor, chain } = world
  auditor.follow()
  auditor.judgeAll()
  const tip = chain.tip - 1n
  for (const host of hosts) {
    if (host.isStranded) continue
    await lookedAt(world, host, () => checkNode(world, host, tip))
    await checkQueues(world, host)
    await checkReadModel(world, host)
  }
  await checkClients(world, hosts[0]!, clients)
  world.counters.count("full checks")
}
