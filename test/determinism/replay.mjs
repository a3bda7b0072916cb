/**
 * Replays a recorded chain and prints a line a height: app hash, log, results, events. Plain
 * JavaScript, so that any Node runs it, on the sources (--conditions=source) or on what was
 * compiled. Arguments: the path of the record, and the circumstances as JSON (`circumstances.ts`).
 */
import { readFileSync } from "node:fs"
import {
  defineRuntime,
  everyRow,
  executeBlock,
  executeGenesis,
  fromHex,
  logRoot,
  MemoryRows,
  openState,
  readGenesis,
  resultsHash,
  sha256,
  toHex,
  Verdicts,
} from "@concordat/kernel"
import { moneyService } from "@concordat/services/money"
import { organisationsService } from "@concordat/services/organisations"
import { oversightService } from "@concordat/services/oversight"
import { provenanceService } from "@concordat/services/provenance"
import { validatorsService } from "@concordat/services/validators"

const [path, circumstances] = process.argv.slice(2)
const {
  restarts = [],
  order = [0, 1, 2, 3, 4],
  rehearse,
  shuffle,
  twins,
} = JSON.parse(circumstances)

if (twins !== undefined) await useTwins(twins)
replay(JSON.parse(readFileSync(path, "utf8")))

function replay({ genesis, blocks }) {
  const services = [
    ...[organisationsService, oversightService, provenanceService],
    ...[validatorsService, moneyService],
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
    // A proposal is executed and dropped before the block that is decided.
    if (rehearse) executeBlock(runtime, state, block, new Verdicts()).discard()
    const execute = () => executeBlock(runtime, state, block, new Verdicts())
    const outcome = shuffle ? shuffled(execute) : execute()
    outcome.commit()
    print(state, outcome)
    if (restarts.includes(Number(height))) state = restarted(runtime, state)
  }
}

function print(state, { results, leaves }) {
  const parts = results.map(({ code, data, gasUsed }) => ({ code, data, cost: BigInt(gasUsed) }))
  const events = sha256(Buffer.concat(leaves.map(({ bytes }) => bytes)))
  const log = `${state.log.size}:${toHex(logRoot(state.log))}`
  const line = [state.height, state.appHash, log, toHex(resultsHash(parts)), toHex(events)]
  process.stdout.write(`${line.join(" ")}\n`)
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
        yield* [...{ [Symbol.iterator]: () => method.call(this) }].reverse()
      }
    Object.assign(prototype, {
      ...{ entries: backwards(entries), keys: backwards(keys), values: backwards(values) },
      [Symbol.iterator]: backwards(iterator),
      forEach(visit) {
        for (const [key, value] of [...entries.call(this)].reverse()) visit(value, key, this)
      },
    })
    return [prototype, methods]
  })
  try {
    if ([...new Set([1, 2])][0] !== 2) throw new Error("sets are gone through as ever")
    return execute()
  } finally {
    for (const [prototype, methods] of kept) Object.assign(prototype, methods)
  }
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
