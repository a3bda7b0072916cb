/** What the engine is answered about snapshots, number by number, as its protocol has them. */
import { ConcordatError, DEFAULT_PARAMETERS, type Hash, toHex } from "@concordat/kernel"
import { describe, expect, it } from "vitest"
import type { ChunkAnswer, OfferAnswer, SnapshotOffer } from "../../port.ts"
import type { Certified } from "../join/headers.ts"
import { StateSync } from "./state-sync.ts"

const HASH = new Uint8Array(32).fill(7)
const SNAPSHOT = { height: 40n, format: 1, chunks: 2, hash: HASH, metadata: new Uint8Array(64) }
const OFFERED = { snapshot: SNAPSHOT, app_hash: HASH }
const SET = [{ key: { ed25519: "01".repeat(32) as Hash }, power: 1n }]

const certified: Certified = {
  ...{ height: 40n, appHash: toHex(HASH) as Hash, time: 1_000, current: SET, next: SET },
  params: { parameters: DEFAULT_PARAMETERS, appVersion: 1n, hash: "" as Hash },
}

/** The four calls over an application that answers as it is told. */
function calls(answers: {
  readonly offer?: OfferAnswer
  readonly apply?: ChunkAnswer
  readonly certify?: (() => Promise<Certified>) | null
}) {
  const { offer = "accept", apply = "accept", certify = async () => certified } = answers
  const told: unknown[] = []
  const offers: SnapshotOffer[] = []
  const stateSync = new StateSync({
    snapshots: {
      list: async () => [SNAPSHOT],
      load: async (_height, _format, chunk) => (chunk === 0 ? HASH : null),
      async offer(request) {
        offers.push(request)
        return offer
      },
      apply: async () => apply,
    },
    certify,
    onRestored: async ({ height }) => void told.push(height),
    onDoubt: ({ code }) => void told.push(code),
  })
  return { ...(stateSync.calls as Required<typeof stateSync.calls>), told, offers }
}

const chunk = (index: number) => ({ index, chunk: HASH, sender: "peer" })
const failing = (code: string) => async () => {
  throw new ConcordatError(code, "no")
}

describe("what is served", () => {
  it("is listed, handed out, and empty where it is missing", async () => {
    const { list_snapshots, load_snapshot_chunk } = calls({})
    expect(await list_snapshots({})).toEqual({ snapshots: [SNAPSHOT] })
    const of = { height: 40n, format: 1 }
    expect(await load_snapshot_chunk({ ...of, chunk: 0 })).toEqual({ chunk: HASH })
    expect(await load_snapshot_chunk({ ...of, chunk: 9 })).toEqual({ chunk: new Uint8Array() })
  })
})

describe("an offer", () => {
  it.each<[OfferAnswer, number]>([
    ["accept", 1],
    ["abort", 2],
    ["reject", 3],
    ["reject_format", 4],
    ["reject_sender", 5],
  ])("that is answered %s is %d", async (offer, result) => {
    expect(await calls({ offer }).offer_snapshot(OFFERED)).toEqual({ result })
  })

  it("brings what headers prove: time, the set after the next, parameters", async () => {
    const { offer_snapshot, offers } = calls({})
    await offer_snapshot(OFFERED)
    expect(offers).toEqual([
      {
        ...{ snapshot: SNAPSHOT, appHash: HASH, time: 1_000, validators: SET },
        parameters: DEFAULT_PARAMETERS,
      },
    ])
  })

  it("of nothing is rejected; where nobody joins, or by another app hash, aborted", async () => {
    const none = { ...OFFERED, snapshot: null }
    expect(await calls({}).offer_snapshot(none)).toEqual({ result: 3 })
    expect(await calls({ certify: null }).offer_snapshot(OFFERED)).toEqual({ result: 2 })
    const other = { ...OFFERED, app_hash: new Uint8Array(32) }
    expect(await calls({}).offer_snapshot(other)).toEqual({ result: 2 })
  })

  it("whose engine ended meanwhile is not taken once another one has offered", async () => {
    const waiting = [Promise.withResolvers<Certified>(), Promise.withResolvers<Certified>()]
    let asked = 0
    const { offer_snapshot, offers } = calls({ certify: () => waiting[asked++]!.promise })
    const [old, present] = [offer_snapshot(OFFERED), offer_snapshot(OFFERED)]
    waiting[1]!.resolve(certified)
    expect(await present).toEqual({ result: 1 })
    waiting[0]!.resolve(certified)
    expect(await old).toEqual({ result: 3 })
    expect(offers).toHaveLength(1)
  })

  it.each([
    ["node_unreachable", 3],
    ["upstream_mismatch", 2],
    ["fork_found", 2],
  ])("whose headers fail with %s is %d, and said so", async (code, result) => {
    const { offer_snapshot, told } = calls({ certify: failing(code) })
    expect(await offer_snapshot(OFFERED)).toEqual({ result })
    expect(told).toEqual([code])
  })
})

describe("a chunk", () => {
  it.each<[ChunkAnswer, number]>([
    ["accept", 1],
    ["abort", 2],
    ["retry_snapshot", 4],
    ["reject_snapshot", 5],
  ])("that is answered %s is %d, and nobody is blamed", async (apply, result) => {
    const { apply_snapshot_chunk } = calls({ apply })
    const answer = { result, refetch_chunks: [], reject_senders: [] }
    expect(await apply_snapshot_chunk(chunk(0))).toEqual(answer)
  })

  it("that is not the announced one is fetched again, from another sender", async () => {
    const { apply_snapshot_chunk } = calls({ apply: "retry" })
    const answer = { result: 3, refetch_chunks: [1], reject_senders: ["peer"] }
    expect(await apply_snapshot_chunk(chunk(1))).toEqual(answer)
    const nobody = { ...answer, reject_senders: [] }
    expect(await apply_snapshot_chunk({ ...chunk(1), sender: "" })).toEqual(nobody)
  })

  it("that is the last one of what was offered ends the restore, once", async () => {
    const { offer_snapshot, apply_snapshot_chunk, told } = calls({})
    await apply_snapshot_chunk(chunk(1))
    await offer_snapshot(OFFERED)
    await apply_snapshot_chunk(chunk(0))
    expect(told).toEqual([])
    await apply_snapshot_chunk(chunk(1))
    await apply_snapshot_chunk(chunk(1))
    expect(told).toEqual([40n])
  })
})
