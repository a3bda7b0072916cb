/**
 * Replays a recorded chain through the application of a node, over a store, and prints the
 * beginning of a line of `replay.mjs`: height and app hash. Restarts find what the store holds, as
 * a process does that was ended in good order. Arguments: the path of the record, and `Stored` as
 * JSON.
 */
import { mkdtempSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { TestClock, TestDisk } from "@concordat/engines/testing"
import { defineRuntime, fromHex, readGenesis, sha256, toHex, utf8 } from "@concordat/kernel"
import { useAccelerators } from "../../node/accelerators/index.ts"
import { Executor } from "../../node/executor/executor.ts"
import { silentLog } from "../../node/log/log.ts"
import { Restore } from "../../node/snapshots/restore.ts"
import { NodeSnapshots } from "../../node/snapshots/snapshots.ts"
import { openLevelStore } from "../../node/store/level-store.ts"
import { loadState } from "../../node/store/load.ts"
import { MemoryStore } from "../../node/store/memory-store.ts"
import { WriteBehind } from "../../node/store/write-behind.ts"
import type { Stored } from "./circumstances.ts"
import { type RecordedChain, SERVICES } from "./record.ts"

const [path = "", told = ""] = process.argv.slice(2)
await useAccelerators()
const { store: kind, flushBlocks, restarts, proposed } = JSON.parse(told) as Stored
const { genesis: text, blocks } = JSON.parse(readFileSync(path, "utf8")) as RecordedChain
const runtime = defineRuntime(SERVICES)
const genesis = readGenesis(runtime, text)
const folder = mkdtempSync(join(tmpdir(), "concordat-stored-"))
const store = kind === "level" ? await openLevelStore(join(folder, "state")) : new MemoryStore()
const disk = new TestDisk()
const scheduler = new TestClock()

/** The application over what the store holds. */
async function started(): Promise<Executor> {
  const stored = { store, disk, images: "/data/images", runtime }
  const restore = new Restore({ ...stored, genesis, log: silentLog, adopt: async () => {} })
  const snapshots = await NodeSnapshots.open({
    ...{ disk, restore, log: silentLog, folder: "/data/snapshots", scheduler },
    settle: () => Promise.reject(new Error("no snapshot is asked for")),
  })
  return new Executor({
    ...{ runtime, genesis, store, log: silentLog, register: null, snapshots },
    loaded: await loadState(stored),
    prove: () => Promise.reject(new Error("no proof is asked for")),
    writeBehind: (arrays, from) =>
      new WriteBehind(
        {
          ...{ store, ...arrays, scheduler, flushBlocks },
          undoHeights: from?.undoHeights ?? [],
          onFailure: (failure) => {
            throw failure
          },
        },
        from?.head.height ?? null,
      ),
    onHeight: async () => {},
    ...{ onChecked: () => {}, onCommitted: () => {}, onPoisoned: () => {} },
  })
}

const print = ({ state }: Executor) => {
  process.stdout.write(`${state.height} ${state.appHash}\n`)
}

/** A block's transactions by way of the mempool and of a proposal, right or wrong. */
async function propose(executor: Executor, block: Parameters<Executor["processProposal"]>[0]) {
  for (const transaction of block.transactions) {
    await executor.checkTx({ transaction, recheck: false, time: block.time })
  }
  await executor.processProposal(block)
}

// Also what fails leaves no folder behind.
process.once("exit", () => rmSync(folder, { recursive: true, force: true }))
let executor = await started()
await executor.initChain(genesis)
print(executor)
for (const { time, transactions, misbehaviour } of blocks) {
  const height = executor.state.height + 1n
  const block = {
    ...{ height, time, proposer: new Uint8Array(20), hash: sha256(utf8(String(height))) },
    transactions: transactions.map((hex) => fromHex(hex)),
    misbehaviour: misbehaviour.map(({ kind: what, address, power, height: at, time: when }) => ({
      ...{ kind: what as "duplicate_vote", validator: fromHex(address), time: when },
      ...{ power: BigInt(power), height: BigInt(at), totalPower: 0n },
    })),
  }
  if (proposed) await propose(executor, block)
  const { appHash } = await executor.finalizeBlock(block)
  await executor.commit()
  if (toHex(appHash) !== executor.state.appHash) throw new Error(`two roots at height ${height}`)
  print(executor)
  if (!restarts.includes(Number(height))) continue
  await executor.writes.drain()
  executor = await started()
}
await executor.writes.drain()
await store.close()
