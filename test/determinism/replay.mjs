/**
 * Replays a recorded chain and prints a line a height: app hash, log, results, events. Plain
 * JavaScript, so that any Node runs it, on the sources (--conditions=source) or on what was
 * compiled. Arguments: the path of the record, and the circumstances as JSON (`circumstances.ts`).
 */
import { readFileSync } from "node:fs"
import {
  createCheck,
  defineRuntime,
  encodeSnapshotHead,
  encodeSnapshotIds,
  encodeSnapshotRow,
  everyRow,
  executeBlock,
  executeGenesis,
  exportGenesis,
  fromHex,
  jsonText,
  logRoot,
  MemoryRows,
  openState,
  readGenesis,
  resultsHash,
  SnapshotReader,
  sha256,
  summaryOf,
  toHex,
  Verdicts,
} from "@concordat/kernel"
import { governanceService } from "@concordat/services/governance"
import { moneyService } from "@concordat/services/money"
import { organisationsService } from "@concordat/services/organisations"
import { oversightService } from "@concordat/services/oversight"
import { provenanceService } from "@concordat/services/provenance"
import { validatorsService } from "@concordat/services/validators"

const [path, circumstances] = process.argv.slice(2)
const told = JSON.parse(circumstances)
const { restarts = [], snapshots = [], imports = [], rollbacks = [] } = told
const { order = [0, 1, 2, 3, 4, 5], rehearse, checked, shuffle, twins } = told
/** Every so many heights a snapshot is taken, and what it announces is part of the line. */
const SNAPSHOT_EVERY = 100
const CHUNK_BYTES = 40_000
/** Where the shuffling of maps and sets stands. */
let chance = shuffle === "backwards" ? 0 : Number(shuffle ?? 0)
/** One memory of verdicts for all, or one a block: it costs time, never an answer. */
const kept = new Verdicts()
const verdicts = () => (checked ? kept : new Verdicts())

if (twins !== undefined) await useTwins(twins)
replay(JSON.parse(readFileSync(path, "utf8")))

function replay({ genesis, blocks }) {
  const services = [
    ...[organisationsService, oversightService, provenanceService],
    ...[validatorsService, moneyService, governanceService],
  ]
  const runtime = defineRuntime(order.map((index) => services[index]))
  const begun = executeGenesis(runtime, readGenesis(runtime, genesis))
  begun.outcome.commit()
  print(begun.state, begun.outcome)
  let { state } = begun
  for (const { time, transactions, misbehaviour } of blocks) {
    const height = state.height + 1n
    const block = {
      ...{ height, time, proposer: null },
      misbehaviour: misbehaviour.map((fault) => {
        return { ...fault, power: BigInt(fault.power), height: BigInt(fault.height) }
      }),
      transactions: transactions.map((hex) => fromHex(hex)),
    }
    const now = (heights) => heights.includes(Number(height))
    if (checked) checkAll(runtime, state, block)
    // A proposal is executed and dropped before the block that is decided.
    if (rehearse) executeBlock(runtime, state, block, verdicts()).discard()
    if (now(rollbacks)) state = rolledBack(runtime, state, block)
    const execute = () => executeBlock(runtime, state, block, verdicts())
    const outcome = shuffle ? shuffled(execute) : execute()
    outcome.commit()
    print(state, outcome)
    if (now(imports)) compareImport(runtime, state)
    if (now(snapshots)) state = joined(runtime, state)
    if (now(restarts)) state = restarted(runtime, state)
  }
}

/** What a mempool does before a block comes, in another order than the block's. */
function checkAll(runtime, state, { transactions, time }) {
  const check = createCheck(runtime, state, kept, () => time)
  for (const bytes of transactions.toReversed()) check.check(bytes)
}

/** The state before a block that was committed and taken back. */
function rolledBack(runtime, state, block) {
  const before = restarted(runtime, state)
  executeBlock(runtime, state, block, verdicts()).commit()
  return before
}

/** The genesis file that a ledger leaves behind begins one that leaves the same file behind. */
function compareImport(runtime, state) {
  const { chain, height, time, validators, parameters } = state
  const heading = { chain, time, height: height + 1n, validators, parameters }
  const text = jsonText(exportGenesis(runtime, heading, state.rows))
  const { state: begun, outcome } = executeGenesis(runtime, readGenesis(runtime, text))
  outcome.commit()
  const again = jsonText(exportGenesis(runtime, heading, begun.rows))
  if (again !== text) throw new Error(`another ledger imported at height ${height}`)
}

function print(state, { results, leaves }) {
  const parts = results.map(({ code, data, gasUsed }) => ({ code, data, cost: BigInt(gasUsed) }))
  const events = sha256(Buffer.concat(leaves.map(({ bytes }) => bytes)))
  const log = `${state.log.size}:${toHex(logRoot(state.log))}`
  const line = [state.height, state.appHash, log, toHex(resultsHash(parts)), toHex(events)]
  const whole = state.height % BigInt(SNAPSHOT_EVERY) === 0n
  if (whole) line.push(toHex(sha256(snapshotOf(state).summary.metadata)))
  process.stdout.write(`${line.join(" ")}\n`)
}

/** All of a state in chunks, as a node serves it to one that joins. */
function snapshotOf({ chain, height, appHash: app, log, trie, ids, rows }) {
  const peaks = log.peaks.map((peak) => toHex(peak))
  const root = toHex(logRoot(log))
  const counts = { rows: BigInt(trie.size), blocks: ids.blocks.length }
  const head = { format: 1, chain, height, app, log: { size: log.size, root, peaks }, ...counts }
  const lists = ids.blocks.map((block) => {
    const digests = block.ids.map((id) => Buffer.from(id, "hex"))
    return encodeSnapshotIds(block.height, new Uint8Array(Buffer.concat(digests)))
  })
  const items = [
    encodeSnapshotHead(head),
    ...[...everyRow(rows)].map(([key, value]) => encodeSnapshotRow(key, value)),
    ...lists,
  ]
  const bytes = new Uint8Array(Buffer.concat(items))
  const chunks = []
  for (let at = 0; at < bytes.length; at += CHUNK_BYTES) {
    chunks.push(bytes.slice(at, at + CHUNK_BYTES))
  }
  const digests = Buffer.concat(chunks.map((chunk) => sha256(chunk)))
  return { summary: summaryOf(height, new Uint8Array(digests)), chunks }
}

/** The state as one has it that joined by a snapshot of this height. */
function joined(runtime, before) {
  const { chain, appHash, time, validators, parameters } = before
  const { summary, chunks } = snapshotOf(before)
  const reader = new SnapshotReader(summary, { chain, appHash })
  const rows = chunks.flatMap((chunk) => reader.take(chunk).map(({ key, value }) => [key, value]))
  const parts = { ...reader.finish(), rows: new MemoryRows(rows) }
  return openState(runtime, { chain, time, validators, parameters, ...parts })
}

/** The state as a process finds it after a restart: from flat rows, heads and id lists alone. */
function restarted(runtime, before) {
  const rows = [...everyRow(before.rows)].map((row) => row.map((bytes) => bytes.slice())).reverse()
  const { chain, height, time, validators, parameters, ids } = before
  const { size, peaks } = before.log
  const state = openState(runtime, {
    ...{ chain, height, time, validators, parameters },
    rows: new MemoryRows(rows),
    log: { size, peaks: peaks.map((peak) => peak.slice()) },
    ids: ids.blocks.map((block) => ({ height: block.height, ids: [...block.ids] })),
  })
  if (state.appHash !== before.appHash) throw new Error(`another root after height ${height}`)
  return state
}

/**
 * Runs `execute` while every Map and Set is gone through in another order than it was filled in:
 * the order in which a replica filled one depends on its restarts, so no result may.
 */
function shuffled(execute) {
  const kept = [Map.prototype, Set.prototype].map((prototype) => {
    const { entries, keys, values, forEach, [Symbol.iterator]: iterator } = prototype
    const methods = { entries, keys, values, forEach, [Symbol.iterator]: iterator }
    const backwards = (method) =>
      function* () {
        yield* mixed([...{ [Symbol.iterator]: () => method.call(this) }])
      }
    Object.assign(prototype, {
      ...{ entries: backwards(entries), keys: backwards(keys), values: backwards(values) },
      [Symbol.iterator]: backwards(iterator),
      forEach(visit) {
        for (const [key, value] of mixed([...entries.call(this)])) visit(value, key, this)
      },
    })
    return [prototype, methods]
  })
  try {
    if (shuffle === "backwards" && [...new Set([1, 2])][0] !== 2) throw new Error("as ever")
    return execute()
  } finally {
    for (const [prototype, methods] of kept) Object.assign(prototype, methods)
  }
}

/** Backwards, or in an order of its own each time (Fisher and Yates; Lehmer's generator). */
function mixed(list) {
  if (shuffle === "backwards") return list.reverse()
  for (let last = list.length - 1; last > 0; last--) {
    chance = (chance * 48_271) % 2_147_483_647
    const other = chance % (last + 1)
    const moved = list[last]
    list[last] = list[other]
    list[other] = moved
  }
  return list
}

/** Hands the kernel the libraries of the node that are named, and no others. */
async function useTwins({ choice, expected }) {
  const compiled = import.meta.resolve("@concordat/kernel").endsWith(".js")
  const place = compiled ? "dist/accelerators/index.js" : "accelerators/index.ts"
  const { useAccelerators } = await import(`../../node/${place}`)
  const used = await useAccelerators(choice)
  for (const [name, library] of Object.entries(expected)) {
    if (used[name] !== library) throw new Error(`${name} is ${used[name]}, not ${library}`)
  }
}
