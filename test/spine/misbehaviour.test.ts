/**
 * What the engine proves against a validator, from its own frame to the set that signs two blocks
 * later; and whom the engine may be linked with. The application is that of a node.
 */
import { TestClock, TestDisk, testValidator } from "@concordat/engines/testing"
import { addressText, fromHex, readGenesis, sha256, stateView, utf8 } from "@concordat/kernel"
import { register, silentLog } from "@concordat/node"
import { beforeEach, describe, expect, test } from "vitest"
import { decodeRequest } from "../../engines/cometbft/abci/envelope.ts"
import { encodeRequest, type Handlers, type RequestOf } from "../../engines/cometbft/abci/index.ts"
import { Bridge } from "../../engines/cometbft/bridge/bridge.ts"
import { servingOnly } from "../../engines/cometbft/bridge/state-sync.testing.ts"
import { WaitingBytes } from "../../engines/cometbft/bridge/waiting-bytes.ts"
import { KnownPeers } from "../../engines/cometbft/peers.ts"
import { Schedule } from "../../engines/solo/schedule.ts"
import { Tally } from "../../engines/testing/tally.ts"
import { Executor } from "../../node/executor/executor.ts"
import { MemoryStore } from "../../node/store/memory-store.ts"
import { WriteBehind } from "../../node/store/write-behind.ts"
import { faults, validators } from "../../services/validators/tables.ts"
import { addressOf, BEGAN, chiefOf, genesisText, runtime, signed } from "./council.ts"

const SECOND = 1_000n
const DUPLICATE_VOTE = 1
const GENESIS = genesisText([1, 2, 3, 4].map((seed) => ({ ...testValidator(seed), node: null })))
const validator = (seed: number) => addressOf(testValidator(seed))
const PEER = "ab".repeat(20)

let executor: Executor
let schedule: Schedule
let call: Required<Handlers>
let height = 0n

type Asked = "info" | "init_chain" | "finalize_block"
function bodyOf<M extends Asked>(method: M, says: Partial<RequestOf<M>>): RequestOf<M> {
  return decodeRequest(encodeRequest(method, says)).body as RequestOf<M>
}
const timeAt = (at: bigint) => ({ seconds: BigInt(BEGAN) / SECOND + at, nanos: 0 })

beforeEach(async () => {
  const store = new MemoryStore()
  const genesis = readGenesis(runtime, GENESIS)
  executor = new Executor({
    ...{ runtime, genesis, store, loaded: null, log: silentLog, register },
    prove: () => Promise.reject(new Error("nobody asks")),
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
    ...{ onChecked: () => {}, onCommitted: () => {}, onPoisoned: () => {} },
  })
  const peers = new KnownPeers([`${PEER}@a:1`], "", executor)
  const { handlers } = new Bridge({
    ...{ application: executor, waiting: new WaitingBytes(), admits: (id) => peers.admits(id) },
    stateSync: servingOnly(executor),
    schedule: () => schedule,
    async begin(answer) {
      schedule = Schedule.begin(new TestDisk(), "/schedule", genesis.chain, answer)
    },
    ...{ onFinalized: () => {}, onCommitted: () => {} },
  })
  call = handlers as Required<Handlers>
  height = 0n
})

async function begin() {
  await call.info(bodyOf("info", { abci_version: "2.0.0" }))
  const { chain } = readGenesis(runtime, GENESIS)
  await call.init_chain(
    bodyOf("init_chain", { chain_id: chain, time: timeAt(0n), initial_height: 1n }),
  )
}

/** Decides the next block, with faults of these validators. */
async function decide(txs: readonly Uint8Array[], faulty: readonly number[] = []) {
  height += 1n
  const misbehavior = faulty.map((number) => ({
    type: DUPLICATE_VOTE,
    validator: { address: fromHex(validator(number)), power: 10n },
    ...{ height: height - 1n, time: timeAt(height - 1n), total_voting_power: 40n },
  }))
  const answer = await call.finalize_block(
    bodyOf("finalize_block", {
      ...{ height, txs: [...txs], misbehavior, time: timeAt(height) },
      ...{ proposer_address: new Uint8Array(20), hash: sha256(utf8(`${height}`)) },
    }),
  )
  await call.commit({})
  return answer
}

const addresses = (at: bigint) => schedule.validators(at).map((one) => addressText(one))

describe("a validator whose double vote the engine found", () => {
  test("has no power from the second block on, and stands recorded as faulted", async () => {
    await begin()
    await decide([])
    const answer = await decide([], [2])
    expect(answer.validator_updates).toMatchObject([{ power: 0n }])
    expect(addresses(3n)).toContain(validator(2))
    expect(addresses(4n)).not.toContain(validator(2))
    expect(addresses(4n)).toHaveLength(3)
    const view = stateView(runtime, executor.state)
    expect(validators.get(view, { address: validator(2) })).toMatchObject({
      ...{ state: "faulted", power: 0n, since: 2n },
    })
    expect(faults.get(view, { height: 1n, address: validator(2) })).toMatchObject({ power: 10n })
  })

  test("is told to the engine once; who is unknown stops nothing", async () => {
    await begin()
    await decide([])
    expect((await decide([], [2, 2, 9])).validator_updates).toHaveLength(1)
    expect((await decide([], [2])).validator_updates ?? []).toEqual([])
    expect(addresses(6n)).toHaveLength(3)
  })
})

describe("whom the engine asks about", () => {
  const filter = async (id: string) =>
    (
      await call.query({
        ...{ path: `/p2p/filter/id/${id}`, data: new Uint8Array(), height: 0n, prove: false },
      })
    ).code
  const registered = "cd".repeat(20)
  const by = (command: string, input: Record<string, unknown>) =>
    signed(BEGAN + Number(height) * 1_000, [chiefOf("port")], [{ command, input }])

  test("is a configured peer before the first state, a registered node ever after", async () => {
    expect([await filter(PEER), await filter(registered)]).toEqual([0, 1])
    await begin()
    expect([await filter(PEER), await filter(registered)]).toEqual([1, 1])
    const node = { node: registered, kind: "full", hints: ["10.0.0.9:26656"], tls: null }
    await decide([by("validators.registerNode", node)])
    expect([await filter(PEER), await filter(registered)]).toEqual([1, 0])
    expect(executor.peers()).toEqual([`${registered}@10.0.0.9:26656`])
    await decide([by("validators.removeNode", { node: registered })])
    expect(await filter(registered)).toBe(1)
    expect(executor.peers()).toEqual([])
  })
})
