/**
 * What the engine demands of every application, its 13 requirements by their numbers, asked of the
 * node's executor through the bridge. Source of truth: CometBFT v0.40.0,
 * `spec/abci/abci++_app_requirements.md`.
 */
import { type Genesis, hashOf, readGenesis, sha256, utf8 } from "@concordat/kernel"
import { beforeEach, describe, expect, it } from "vitest"
import {
  decodeRequest,
  encodeRequest,
  encodeResponse,
  type Handlers,
  type RequestOf,
} from "../../engines/cometbft/abci/index.ts"
import { Bridge } from "../../engines/cometbft/bridge/bridge.ts"
import { servingOnly } from "../../engines/cometbft/bridge/state-sync.testing.ts"
import { WaitingBytes } from "../../engines/cometbft/bridge/waiting-bytes.ts"
import { Schedule } from "../../engines/solo/schedule.ts"
import { Tally, TestClock, TestDisk, watched } from "../../engines/testing/index.ts"
import { Executor } from "../../node/executor/executor.ts"
import { silentLog } from "../../node/log/log.ts"
import { MemoryStore } from "../../node/store/memory-store.ts"
import { WriteBehind } from "../../node/store/write-behind.ts"
import {
  demandOf,
  failOf,
  GENESIS_TIME,
  signedBy,
  type TestWorld,
  testWorld,
  writeOf,
} from "../../node/testing/node.testing.ts"
import { notesRuntime } from "../../node/testing/notes.testing.ts"

/** Nobody asks for proofs here. */
const prove = () => Promise.reject(new Error("no proofs"))

const runtime = notesRuntime()
const SECOND = 1_000n
const MANY = 200

type Replica = { readonly call: Required<Handlers>; readonly executor: Executor }

let world: TestWorld
let genesis: Genesis
beforeEach(() => {
  world = testWorld()
  genesis = readGenesis(runtime, world.genesis)
})

/** An application of its own behind a bridge, watched by the oracle, after its InitChain. */
async function replica(): Promise<Replica> {
  const store = new MemoryStore()
  const executor = new Executor({
    ...{ runtime, genesis, store, loaded: null, log: silentLog, register: null, prove },
    writeBehind: (arrays) =>
      new WriteBehind(
        {
          ...{ store, ...arrays, scheduler: new TestClock(), flushBlocks: 1, undoHeights: [] },
          onFailure: (failure) => expect.unreachable(String(failure)),
        },
        null,
      ),
    snapshots: new Tally([]).snapshots,
    onHeight: async () => {},
    onChecked: () => {},
    onCommitted: () => {},
    onPoisoned: () => {},
  })
  let schedule: Schedule | null = null
  const { handlers } = new Bridge({
    ...{ application: watched(executor), waiting: new WaitingBytes(), admits: () => false },
    stateSync: servingOnly(executor),
    schedule: () => schedule,
    async begin(answer) {
      schedule = Schedule.begin(new TestDisk(), "/schedule", genesis.chain, answer)
    },
    onFinalized: () => {},
    onCommitted: () => {},
  })
  const call = handlers as Required<Handlers>
  await call.info(bodyOf("info", { abci_version: "2.0.0" }))
  const begin = { chain_id: genesis.chain, time: timeAt(0), initial_height: 1n }
  await call.init_chain(bodyOf("init_chain", begin))
  return { call, executor }
}

type Asked = "info" | "init_chain" | "prepare_proposal" | "process_proposal" | "finalize_block"

/** The body as it comes out of the socket. */
function bodyOf<M extends Asked>(method: M, says: Partial<RequestOf<M>>): RequestOf<M> {
  return decodeRequest(encodeRequest(method, says)).body as RequestOf<M>
}

const timeAt = (seconds: number) => ({
  seconds: BigInt(GENESIS_TIME) / SECOND + BigInt(seconds),
  nanos: 0,
})
const proposer = new Uint8Array(20)
const place = (height: bigint) => ({
  height,
  time: timeAt(Number(height)),
  proposer_address: proposer,
})
const blockOf = (height: bigint, txs: readonly Uint8Array[]) => ({
  ...{ ...place(height), txs },
  hash: sha256(utf8(`${height} ${txs.map((tx) => hashOf(sha256(tx)))}`)),
})
const write = (name: string) => signedBy(world, genesis.chain, GENESIS_TIME, [writeOf(name)])

const check = (of: Replica, tx: Uint8Array, type = 0) => of.call.check_tx({ tx, type })
const process = (of: Replica, height: bigint, txs: readonly Uint8Array[]) =>
  of.call.process_proposal(bodyOf("process_proposal", blockOf(height, txs)))
const finalize = (of: Replica, height: bigint, txs: readonly Uint8Array[]) =>
  of.call.finalize_block(bodyOf("finalize_block", blockOf(height, txs)))
async function prepare(of: Replica, height: bigint, txs: readonly Uint8Array[], room = 100_000n) {
  const offered = { ...place(height), txs, max_tx_bytes: room }
  return (await of.call.prepare_proposal(bodyOf("prepare_proposal", offered))).txs ?? []
}
async function decide(of: Replica, height: bigint, txs: readonly Uint8Array[]) {
  const answer = await finalize(of, height, txs)
  await of.call.commit({})
  return encodeResponse("finalize_block", answer)
}

/** Transactions that are fine, refused, undecodable, signed by nobody, and one again. */
function mixed(): Uint8Array[] {
  const good = write("a")
  const spoilt = write("b")
  spoilt[spoilt.length - 1]! ^= 1
  const refused = signedBy(world, genesis.chain, GENESIS_TIME, [demandOf("absent", 7n)])
  return [good, refused, utf8("rubbish"), spoilt, write("c")]
}

const encoded = (size: number) => 1 + (size < 128 ? 1 : size < 16_384 ? 2 : 3) + size

describe("the engine's requirements", () => {
  it("requirement-01: a proposal is ready in time: no check is run twice", async () => {
    const one = await replica()
    const txs = Array.from({ length: MANY }, (_, i) => write(`note-${i}`))
    for (const tx of txs) await check(one, tx)
    let checks = 0
    const { checkTx } = one.executor
    one.executor.checkTx = (request) => {
      checks++
      return checkTx.call(one.executor, request)
    }
    expect(await prepare(one, 1n, txs)).toHaveLength(MANY)
    expect(checks).toBe(0)
  })

  it("requirement-02: a proposal keeps to the size that it is given", async () => {
    const one = await replica()
    const txs = Array.from({ length: 20 }, (_, i) => write(`note-${i}`))
    const [size = 0] = txs.map(({ length }) => encoded(length))
    for (const room of [0, size - 1, size, 3 * size - 1, 3 * size]) {
      const chosen = await prepare(one, 1n, txs, BigInt(room))
      const used = chosen.reduce((sum, { length }) => sum + encoded(length), 0)
      expect(used).toBeLessThanOrEqual(room)
      expect(chosen.length).toBe(Math.floor(room / size))
    }
  })

  it("requirement-03: what one proposes, all accept, also what was never checked", async () => {
    const [one, other] = [await replica(), await replica()]
    const bug = signedBy(world, genesis.chain, GENESIS_TIME, [failOf("x")])
    const proposal = await prepare(one, 1n, [...mixed(), bug])
    expect(proposal).toHaveLength(2)
    for (const each of [one, other])
      expect(await process(each, 1n, proposal)).toEqual({ status: 1 })
  })

  it("requirement-04: a proposal has one verdict, however often it is asked for", async () => {
    const one = await replica()
    const good = write("a")
    for (const [txs, status] of [
      [[good], 1],
      [[good, good], 2],
      [[utf8("rubbish")], 2],
    ] as const) {
      for (let round = 0; round < 3; round++) {
        expect(await process(one, 1n, txs)).toEqual({ status })
      }
    }
  })

  it("requirement-05: and the same one everywhere, whatever was checked before", async () => {
    const [one, other] = [await replica(), await replica()]
    const txs = mixed()
    for (const tx of txs) await check(one, tx)
    await process(one, 1n, [txs[4]!])
    for (const some of [txs, txs.slice(0, 2), txs.slice(2, 3), []]) {
      expect(await process(one, 1n, some)).toEqual(await process(other, 1n, some))
    }
  })

  it("requirement-06, -07, -08: vote extensions are empty, and each is accepted", async () => {
    const one = await replica()
    expect(await one.call.extend_vote({} as never)).toEqual({})
    for (let round = 0; round < 2; round++) {
      expect(await one.call.verify_vote_extension({} as never)).toEqual({ status: 1 })
    }
  })

  it("requirement-09: nothing but finalize and commit changes the state", async () => {
    const one = await replica()
    const { appHash } = one.executor.state
    const txs = mixed()
    for (const tx of txs) await check(one, tx)
    await prepare(one, 1n, txs)
    await process(one, 1n, txs)
    await process(one, 1n, [txs[0]!])
    await finalize(one, 1n, [txs[0]!])
    expect(one.executor.state.appHash).toBe(appHash)
    await one.call.commit({})
    expect(one.executor.state.appHash).not.toBe(appHash)
  })

  it("requirement-10: a block does not depend on vote extensions, which are none", async () => {
    const [one, other] = [await replica(), await replica()]
    await one.call.extend_vote({} as never)
    const txs = [write("a")]
    expect(await decide(one, 1n, txs)).toEqual(await decide(other, 1n, txs))
  })

  it("requirement-11: a block takes every state to the same one, byte for byte", async () => {
    const [one, other] = [await replica(), await replica()]
    const txs = mixed()
    for (const tx of txs) await check(one, tx)
    await process(one, 1n, txs)
    await process(one, 1n, [txs[4]!])
    for (const height of [1n, 2n, 3n]) {
      const block = height === 1n ? txs : [write(`later-${height}`)]
      expect(await decide(one, height, block)).toEqual(await decide(other, height, block))
    }
    expect(one.executor.state.appHash).toBe(other.executor.state.appHash)
  })

  it("requirement-12: its answer is of state and block alone, twice the same", async () => {
    const one = await replica()
    const txs = mixed()
    const first = encodeResponse("finalize_block", await finalize(one, 1n, txs))
    expect(encodeResponse("finalize_block", await finalize(one, 1n, txs))).toEqual(first)
    await one.call.commit({})
    const empty = await finalize(one, 2n, [])
    expect(hashOf(empty.app_hash!)).toBe(one.executor.state.appHash)
  })

  it("requirement-13: a check does not oscillate while the state stands still", async () => {
    const one = await replica()
    const [good, refused, rubbish, spoilt] = mixed() as [
      Uint8Array,
      Uint8Array,
      Uint8Array,
      Uint8Array,
    ]
    for (let height = 1n; height <= 3n; height++) {
      for (const type of [0, 1, 1]) {
        const codes = await Promise.all(
          [good, refused, rubbish, spoilt].map(async (tx) => (await check(one, tx, type)).code),
        )
        expect(codes).toEqual([0, 1, 2, 2])
      }
      await decide(one, height, [])
    }
  })
})
