/**
 * How the modelled engine joins by a snapshot: it asks the others what they have, offers one,
 * brings its chunks from anybody who has it, and does what the application answers.
 * Source of truth: CometBFT v0.40, `statesync/syncer.go`.
 */
import { ConcordatError, equalBytes } from "@concordat/kernel"
import type { ResponseOf } from "../../../engines/cometbft/abci/index.ts"
import type { Run, SimulatedEngine } from "./engine.ts"

type Snapshot = ResponseOf<"list_snapshots">["snapshots"][number]
type Found = { readonly snapshot: Snapshot; readonly from: SimulatedEngine[] }

const OFFER = { accept: 1, abort: 2 } as const
const CHUNK = { accept: 1, abort: 2, retry: 3, retrySnapshot: 4 } as const
const DISCOVERY_MS = 5_000
const CHUNK_MS_MAX = 200
/** The headers above a snapshot's height that its proof takes. */
const HEADERS_ABOVE = 2n
const ATTEMPTS_MAX = 40

/** What the others announce, the newest first. */
async function discovered(engine: SimulatedEngine): Promise<readonly Found[]> {
  const { world } = engine
  const found = new Map<string, Found>()
  for (const other of world.engines) {
    if (other === engine || !world.network.links(engine.name, other.name)) continue
    const answer = other.run?.ready ? await other.run.calls.call("list_snapshots", {}) : null
    for (const snapshot of answer?.snapshots ?? []) {
      if (snapshot.height + HEADERS_ABOVE > world.chain.tip) continue
      const name = `${snapshot.height} ${Buffer.from(snapshot.hash).toString("hex")}`
      const known = found.get(name) ?? { snapshot, from: [] }
      known.from.push(other)
      found.set(name, known)
    }
  }
  return [...found.values()].sort((a, b) => Number(b.snapshot.height - a.snapshot.height))
}

/** A chunk from one of those who have it; some come altered, some never. */
async function chunkOf(engine: SimulatedEngine, found: Found, index: number) {
  const { world } = engine
  const { chance, counters, timeline, plan } = world
  const from = chance.pick(found.from)
  await timeline.sleep(chance.below(CHUNK_MS_MAX))
  const { height, format } = found.snapshot
  const answer = from.run?.ready
    ? await from.run.calls.call("load_snapshot_chunk", { height, format, chunk: index })
    : null
  const chunk = answer?.chunk ?? new Uint8Array()
  if (chunk.length === 0 || !chance.mille(plan.badChunks)) return { chunk, sender: from.name }
  counters.fault("a chunk is altered")
  const altered = chunk.slice()
  altered[chance.below(altered.length)]! ^= 1 << chance.below(8)
  return { chunk: altered, sender: from.name }
}

/** What came of a snapshot; `ended`: this process did. */
type Taken = "done" | "rejected" | "aborted" | "ended"

/** Brings the chunks of an accepted snapshot. */
async function taken(engine: SimulatedEngine, run: Run, found: Found): Promise<Taken> {
  const { counters } = engine.world
  for (let index = 0, attempts = 0; index < found.snapshot.chunks; attempts++) {
    if (attempts > ATTEMPTS_MAX + found.snapshot.chunks) return "rejected"
    const { chunk, sender } = await chunkOf(engine, found, index)
    if (chunk.length === 0) continue
    const answer = await run.calls.call("apply_snapshot_chunk", { index, chunk, sender })
    if (answer === null) return "ended"
    counters.sometimesIf(answer.result === CHUNK.retry, "a chunk is fetched again")
    if (answer.result === CHUNK.accept) index++
    else if (answer.result === CHUNK.abort) return "aborted"
    else if (answer.result !== CHUNK.retry) return "rejected"
  }
  return "done"
}

/** Joins; false where this process ended, or there is no way to join. */
export async function stateSync(
  engine: SimulatedEngine,
  run: Run,
  onFailure: (failure: ConcordatError) => void,
): Promise<boolean> {
  const { world } = engine
  const { chain, timeline, counters } = world
  while (run.alive && run.life.alive) {
    for (const found of await discovered(engine)) {
      const { snapshot } = found
      const { appHash } = { appHash: chain.appHash(snapshot.height)! }
      const offered = await run.calls.call("offer_snapshot", { snapshot, app_hash: appHash })
      if (offered === null) return false
      const isAborted = offered.result === OFFER.abort
      if (!isAborted && offered.result !== OFFER.accept) continue
      const end = isAborted ? "aborted" : await taken(engine, run, found)
      if (end === "aborted") {
        onFailure(new ConcordatError("state_sync_failed", "The application aborts."))
      }
      if (end === "rejected") continue
      if (end !== "done") return false
      const info = await run.calls.call("info", { abci_version: "2.1.0" })
      if (info === null) return false
      const isRight =
        info.last_block_height === snapshot.height && equalBytes(info.last_block_app_hash, appHash)
      if (!isRight) world.fail(`${engine.name} took a snapshot and says ${info.last_block_height}`)
      counters.sometimes("a node joins by a snapshot")
      engine.saved = snapshot.height
      engine.applied = snapshot.height
      engine.first = snapshot.height + 1n
      return run.alive
    }
    await timeline.sleep(DISCOVERY_MS)
  }
  return false
}
