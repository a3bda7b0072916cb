/** The bridge, call by call as the engine makes them, odd orders included; the oracle looks on. */
import {
  ConcordatError,
  type Hash,
  Refusal,
  sha256,
  toHex,
  utf8,
  type Validators,
} from "@concordat/kernel"
import { beforeEach, describe, expect, it } from "vitest"
import type { Application } from "../../port.ts"
import { Schedule } from "../../solo/schedule.ts"
import { Tally, TestDisk, watched } from "../../testing/index.ts"
import { decodeRequest } from "../abci/envelope.ts"
import { encodeRequest, type Handlers, type RequestOf } from "../abci/index.ts"
import { Bridge } from "./bridge.ts"
import { servingOnly } from "./state-sync.testing.ts"
import { checkUpdates } from "./translate.ts"
import { WaitingBytes } from "./waiting-bytes.ts"

const SET: Validators = [{ key: { ed25519: "01".repeat(32) as Hash }, power: 10n }]
const PEER = "ab".repeat(20)
const TIME = { seconds: 1_767_225_600n, nanos: 999_999 }

let tally: Tally
let checks: { text: string; recheck: boolean }[]
let schedule: Schedule | null
let waiting: WaitingBytes
let told: string[]
let signers: readonly string[] | null
let bridge: Bridge
let call: Required<Handlers>

beforeEach(() => {
  tally = new Tally(SET)
  begin(tally)
})

function begin(application: Application): void {
  checks = []
  schedule = null
  told = []
  waiting = new WaitingBytes()
  const counted = watched(application)
  const { checkTx } = counted
  counted.checkTx = (request) => {
    checks.push({ text: textOf(request.transaction), recheck: request.recheck })
    return checkTx(request)
  }
  bridge = new Bridge({
    ...{
      application: counted,
      waiting,
      admits: (id: string) => id === PEER,
      schedule: () => schedule,
    },
    stateSync: servingOnly(application),
    async begin(answer) {
      schedule = Schedule.begin(new TestDisk(), "/s", "tally-1", answer)
    },
    onFinalized: ({ height }) => void told.push(`finalized ${height}`),
    onCommitted: ({ height }, voted) => {
      told.push(`committed ${height}`)
      signers = voted
    },
    onEnd: (height, { code }) => void told.push(`ends after ${height}: ${code}`),
  })
  call = bridge.handlers as Required<Handlers>
}

const textOf = (bytes: Uint8Array) => new TextDecoder().decode(bytes)

/** A whole request of a method, as it comes out of the codec. */
function request<
  M extends "info" | "init_chain" | "prepare_proposal" | "process_proposal" | "finalize_block",
>(method: M, says: Partial<RequestOf<M>>): RequestOf<M> {
  return decodeRequest(encodeRequest(method, says)).body as RequestOf<M>
}

const info = () => call.info(request("info", { abci_version: "2.0.0" }))
const initChain = () =>
  call.init_chain(request("init_chain", { chain_id: "tally-1", time: TIME, initial_height: 1n }))
const block = (height: bigint, texts: readonly string[]) => ({
  ...{ height, time: TIME, proposer_address: new Uint8Array(20) },
  txs: texts.map(utf8),
  hash: sha256(utf8(`${height} ${texts}`)),
})
const finalize = (height: bigint, ...texts: string[]) =>
  call.finalize_block(request("finalize_block", block(height, texts)))
const processed = (height: bigint, ...texts: string[]) =>
  call.process_proposal(request("process_proposal", block(height, texts)))
const check = (text: string, type = 0) => call.check_tx({ tx: utf8(text), type })
async function prepared(height: bigint, ...texts: string[]): Promise<string[]> {
  const { hash: _, ...offered } = block(height, texts)
  const answer = await call.prepare_proposal(
    request("prepare_proposal", { ...offered, max_tx_bytes: 1_000n }),
  )
  return (answer.txs ?? []).map(textOf)
}

async function begun(): Promise<void> {
  await info()
  await initChain()
}

describe("the handshake", () => {
  it("begins a ledger, with one answer for ever and all six groups of parameters", async () => {
    expect(await info()).toMatchObject({ last_block_height: 0n, app_version: 1n })
    const first = await initChain()
    expect(first).toMatchObject({
      validators: [{ power: 10n }],
      app_hash: Tally.hash({ sum: 0 }),
      consensus_params: {
        block: { max_bytes: 4_194_304n, max_gas: -1n },
        evidence: { max_age_duration: { seconds: 172_800n, nanos: 0 } },
        validator: { pub_key_types: ["ed25519"] },
        version: { app: 1n },
        abci: { vote_extensions_enable_height: 0n },
        authority: { authority: "" },
      },
    })
    await info()
    expect(await initChain()).toEqual(first)
    const other = request("init_chain", { chain_id: "other", time: TIME, initial_height: 1n })
    await expect(call.init_chain(other)).rejects.toMatchObject({ name: "Bug" })
  })

  it("E01: another ABCI than 2 is engine_unsupported, with both versions", async () => {
    const wrong = request("info", { abci_version: "1.0.0" })
    await expect(call.info(wrong)).rejects.toMatchObject({
      code: "engine_unsupported",
      details: { found: "1.0.0", expected: "2.x" },
    })
  })

  it("tells the height in memory; a new process tells the durable one", async () => {
    tally.writesThrough = false
    await begun()
    await finalize(1n, "add:1")
    await call.commit({})
    expect(await info()).toMatchObject({
      last_block_height: 1n,
      last_block_app_hash: Tally.hash({ sum: 1 }),
    })
    begin(tally.restarted())
    expect(await info()).toMatchObject({ last_block_height: 0n })
  })

  it("an engine that starts anew may give its last block again", async () => {
    await begun()
    const first = await finalize(1n, "add:1")
    await info()
    expect(await finalize(1n, "add:1")).toEqual(first)
    await call.commit({})
    expect(tally.state).toMatchObject({ height: 1n, sum: 1 })
  })
})

describe("what waits", () => {
  beforeEach(begun)

  it("is checked once above one state, whoever asks", async () => {
    expect(await bridge.check(utf8("add:1"))).toMatchObject({ code: 0 })
    await Promise.all([check("add:1"), check("add:1")])
    expect(await prepared(1n, "add:1")).toEqual(["add:1"])
    expect(checks).toEqual([{ text: "add:1", recheck: false }])
  })

  it("is checked again above the next state, and only then", async () => {
    await check("add:1")
    await finalize(1n)
    await call.commit({})
    await check("add:1", 1)
    await check("add:1", 1)
    expect(checks).toEqual([
      { text: "add:1", recheck: false },
      { text: "add:1", recheck: true },
    ])
  })

  it("that the engine asks about again is checked in full where it is not known here", async () => {
    await check("add:1", 1)
    expect(checks).toEqual([{ text: "add:1", recheck: false }])
  })

  it("asked about twice at once runs one check", async () => {
    await Promise.all([check("add:1"), bridge.check(utf8("add:1")), prepared(1n, "add:1")])
    expect(checks).toHaveLength(1)
  })

  it("that no longer checks is not proposed, and is forgotten", async () => {
    await check("no")
    await check("add:1")
    await finalize(1n, "add:1")
    await call.commit({})
    expect(await prepared(2n, "no", "add:2", "rubbish")).toEqual(["add:2"])
    expect(waiting.size).toBe(1)
  })

  it("leaves with the block that holds it, or when nobody speaks of it any more", async () => {
    await check("add:1")
    await check("add:2")
    for (let height = 1n; height <= 66n; height++) {
      await finalize(height, ...(height === 1n ? ["add:1"] : []))
      await call.commit({})
    }
    expect(waiting.size).toBe(0)
    expect(told.slice(0, 2)).toEqual(["finalized 1", "committed 1"])
  })

  it("keeps the arrays that the application knows", async () => {
    const bytes = utf8("add:7")
    await bridge.check(bytes)
    let seen: readonly Uint8Array[] = []
    const { processProposal } = tally
    tally.processProposal = (proposal) => {
      seen = proposal.transactions
      return processProposal.call(tally, proposal)
    }
    begin(tally)
    await begun()
    await bridge.check(bytes)
    await processed(1n, "add:7", "add:8")
    expect(seen[0]).toBe(bytes)
  })
})

describe("blocks", () => {
  beforeEach(begun)

  it("are accepted or rejected, never anything else", async () => {
    expect(await processed(1n, "add:1")).toEqual({ status: 1 })
    expect(await processed(1n, "poison")).toEqual({ status: 2 })
  })

  it("are rejected above the one after which the application ends, unseen", async () => {
    const { commit } = tally
    const end = new ConcordatError("upgrade_needed", "Another program is due.")
    tally.commit = async () => ({ ...(await commit.call(tally)), end })
    begin(tally)
    await begun()
    await finalize(1n, "add:1")
    await call.commit({})
    expect(told).toEqual(["finalized 1", "committed 1", "ends after 1: upgrade_needed"])
    tally.processProposal = async () => {
      throw end
    }
    expect(await processed(2n, "add:1")).toEqual({ status: 2 })
  })

  it("tells whose votes for the one before it holds, and nothing of the first", async () => {
    await finalize(1n)
    await call.commit({})
    expect(signers).toBeNull()
    const votes = [2, 1, 3].map((block_id_flag, index) => ({
      ...{ validator: { address: new Uint8Array(20).fill(index), power: 1n }, block_id_flag },
    }))
    const decided_last_commit = { round: 0, votes }
    await call.finalize_block(request("finalize_block", { ...block(2n, []), decided_last_commit }))
    await call.commit({})
    expect(signers).toEqual(["00".repeat(20)])
  })

  it("may be finalized without having been processed, one result a transaction", async () => {
    const answer = await finalize(1n, "add:1", "rubbish")
    expect(answer.tx_results).toMatchObject([
      { code: 0, gas_used: 5n, gas_wanted: 0n, events: [] },
      { code: 2 },
    ])
    expect(await call.commit({})).toEqual({ retain_height: 0n })
    await expect(call.commit({})).rejects.toMatchObject({ name: "Bug" })
  })

  it("carry time floored to milliseconds, and misbehaviour by name", async () => {
    let seen: unknown
    const { finalizeBlock } = tally
    tally.finalizeBlock = (proposal) => {
      seen = proposal
      return finalizeBlock.call(tally, proposal)
    }
    begin(tally)
    await begun()
    const validator = { address: new Uint8Array(20), power: 3n }
    const fault = { type: 2, validator, height: 1n, time: TIME, total_voting_power: 9n }
    await call.finalize_block(request("finalize_block", { ...block(1n, []), misbehavior: [fault] }))
    expect(seen).toMatchObject({
      time: 1_767_225_600_000,
      misbehaviour: [{ kind: "light_client_attack", power: 3n, totalPower: 9n }],
    })
  })

  it("change the set two heights later", async () => {
    const key = "02".repeat(32)
    await finalize(1n, `validator:${key}:5`)
    await call.commit({})
    expect(schedule!.validators(2n)).toHaveLength(1)
    expect(schedule!.validators(3n)).toHaveLength(2)
  })

  it("vote extensions stay off: empty, and accepted", async () => {
    expect(await call.extend_vote({} as never)).toEqual({})
    expect(await call.verify_vote_extension({} as never)).toEqual({ status: 1 })
  })
})

describe("updates of the set", () => {
  const update = (byte: string, power: bigint) => ({
    key: { ed25519: byte.repeat(32) as Hash },
    power,
  })

  it.each([
    ["twice in one block", [update("02", 1n), update("02", 2n)]],
    ["negative", [update("02", -1n)]],
    ["removed that is none", [update("02", 0n)]],
    ["no validator is left", [update("01", 0n)]],
    ["more power", [update("02", 2n ** 60n)]],
  ])("%s is a bug before the reply", (reason, updates) => {
    expect(() => checkUpdates(SET, updates)).toThrow(new RegExp(reason))
  })

  it("of the ordinary kind pass", () => {
    checkUpdates(SET, [update("02", 5n), update("01", 0n)])
  })
})

describe("questions", () => {
  it("peer_not_admitted: peers are admitted by id, of whatever address", async () => {
    const query = (path: string) =>
      call.query({ path, data: new Uint8Array(), height: 0n, prove: false })
    expect(await query("/p2p/filter/addr/[::1]:26656")).toEqual({ code: 0 })
    expect(await query(`/p2p/filter/id/${PEER}`)).toEqual({ code: 0 })
    expect(await query(`/p2p/filter/id/${toHex(new Uint8Array(20))}`)).toEqual({
      code: 1,
      log: "peer_not_admitted",
    })
    expect(await query("/store/key")).toEqual({ code: 1, log: "unknown_route" })
  })

  it("a row with its two proofs, and never an exception", async () => {
    await begun()
    const asked = (height: bigint) =>
      call.query({ path: "state", data: utf8("k"), height, prove: true })
    const ops = ["k", "state"].map((key) => {
      return { type: "ics23:concordat", key: utf8(key), data: utf8("proof") }
    })
    expect(await asked(7n)).toEqual({
      ...{ code: 0, key: utf8("k"), value: utf8("k"), height: 7n, proof_ops: { ops } },
    })
    tally.prove = async () => {
      throw new Refusal("height_pruned", "gone", {}, 410)
    }
    expect(await asked(1n)).toEqual({ code: 1, log: "height_pruned", height: 1n })
  })

  it("snapshots: none are listed, none taken, a missing piece is empty", async () => {
    expect(await call.list_snapshots({})).toEqual({ snapshots: [] })
    const chunk = await call.load_snapshot_chunk({ height: 1n, format: 1, chunk: 0 })
    expect(chunk.chunk).toHaveLength(0)
    expect(await call.offer_snapshot({ snapshot: null, app_hash: new Uint8Array() })).toEqual({
      result: 3,
    })
    expect(
      await call.apply_snapshot_chunk({ index: 0, chunk: new Uint8Array(), sender: "" }),
    ).toEqual({ result: 5, refetch_chunks: [], reject_senders: [] })
  })
})
