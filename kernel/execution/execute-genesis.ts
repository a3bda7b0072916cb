/**
 * Executing a genesis: imported rows, then `genesis` hooks (ARCHITECTURE.md, "Hooks and versions").
 */
import type { Validators } from "../block/validator-set.ts"
import { ConcordatError, Invalid } from "../failures.ts"
import { EMPTY_LOG } from "../log/log-head.ts"
import { StateTrie } from "../trie/state-trie.ts"
import { Execution } from "./execution.ts"
import { type Genesis, type GenesisOptions, genesisFaults, genesisOf } from "./genesis.ts"
import type { GenesisRow } from "./genesis-rows.ts"
import { runGenesis } from "./hooks.ts"
import { type BlockIds, IdWindow } from "./id-window.ts"
import { type Broken, brokenAtGenesis } from "./invariants.ts"
import { writeGenesisRow, writeServices } from "./kernel-rows.ts"
import { LedgerState, rootsOf, trieOf } from "./ledger-state.ts"
import { MemoryRows } from "./memory-rows.ts"
import { type Outcome, outcomeOf } from "./outcome.ts"
import type { Runtime } from "./runtime.ts"
import { latin1, stateKey } from "./state-key.ts"
import type { StateRows } from "./state-reader.ts"
import { Verdicts } from "./verdicts.ts"
import { hookOf } from "./views.ts"

/** Where the state of a new ledger lives, and after a recovery: what it goes on from. */
export type GenesisGround = {
  /** Empty, or the rows of the snapshot. */
  readonly rows: StateRows
  /** Id lists of the snapshot. */
  readonly ids: readonly BlockIds[]
}

/** Where nothing was before. */
const newGround = (): GenesisGround => ({ rows: new MemoryRows(), ids: [] })

/** A state that stands just before the first block, once the outcome is committed. */
export type Begun = { readonly state: LedgerState; readonly outcome: Outcome }

/**
 * The state before block `genesis.height`; its app hash is the answer to InitChain. Throws
 * `ConcordatError` `genesis_invalid` for rows that break an invariant and hooks that refuse,
 * `runtime_mismatch` for a genesis of older services: only the program of its time begins with it;
 * `root_mismatch` for a ground that is not the state which a recovery goes on from.
 */
export function executeGenesis(
  runtime: Runtime,
  genesis: Genesis,
  ground: GenesisGround = newGround(),
): Begun {
  refuseOlder(runtime, genesis)
  const { state, execution } = begun(runtime, genesis, ground)
  return genesisFaults(() => {
    for (const fault of faultsOf(execution, genesis)) throw fault
    const outcome = outcomeOf(state, execution, {
      ...{ ids: [], results: [], forgotten: 0, units: 0, proposalFault: null },
      ...{ validatorUpdates: [], parameterUpdate: null },
      ...{ validators: genesis.validators, parameters: genesis.parameters },
    })
    return { state, outcome }
  })
}

/** Whether this program begins with the genesis: it is of the services that run, as they are. */
export function beginsWith({ services }: Runtime, genesis: Pick<Genesis, "services">): boolean {
  return services.every(({ name, version }) => genesis.services[name] === version)
}

function refuseOlder(runtime: Runtime, { services }: Genesis): void {
  for (const { name, version } of runtime.services) {
    if (services[name] === version) continue
    const recorded = services[name] ?? null
    const message = `The ledger begins with another version of service "${name}".`
    throw new ConcordatError("runtime_mismatch", message, {
      hint: "Begin with the program that the genesis was made for, then upgrade.",
      details: { service: name, version, recorded },
    })
  }
}

/** The rows of the genesis on its ground, not judged yet. */
function begun(runtime: Runtime, genesis: Genesis, ground: GenesisGround) {
  const state = before(runtime, genesis, ground)
  const { chain, height, time, digest } = genesis
  const execution = new Execution({
    ...{ runtime, chain, time, height: height - 1n },
    ...{ verdicts: new Verdicts(), base: state.decoded },
  })
  for (const { table, key, row } of genesis.rows) execution.overlay.set(table, key, row)
  writeGenesisRow(execution, { chain, digest, height, time })
  writeServices(execution)
  return { state, execution }
}

/** Nothing, or the recovered rows and log, one block before the genesis. */
function before(runtime: Runtime, genesis: Genesis, { rows, ids }: GenesisGround): LedgerState {
  const { chain, time, validators, parameters, recovery } = genesis
  const height = genesis.height - 2n
  const log = recovery?.log ?? EMPTY_LOG
  const trie = recovery === null ? new StateTrie() : trieOf(rows, height)
  const roots = rootsOf(trie.root, log)
  if (recovery !== null && roots.appHash !== recovery.manifest.app) {
    throw otherState(roots.appHash, recovery.manifest.app)
  }
  const head = { height, time, log, validators, parameters, ...roots }
  return new LedgerState({ chain, rows, trie, ids: new IdWindow(ids) }, head, runtime.freeze)
}

function otherState(actual: string, expected: string): ConcordatError {
  const message = `The state gives the app hash ${actual}; the manifest names ${expected}.`
  return new ConcordatError("root_mismatch", message, {
    hint: "Take the snapshot whose hash the manifest names.",
    details: { actual, expected },
  })
}

/** What hooks and invariants find wrong with the rows, one after the other. */
function* faultsOf(
  execution: Execution,
  { recovery, rows, validators }: Genesis,
): Generator<Invalid> {
  yield* runHooks(execution, validators, recovery)
  for (const broken of brokenAtGenesis(execution)) yield brokenFault(broken, rows)
}

/**
 * Every fault of a genesis file at once, each an `Invalid` with its JSON pointer: those of its
 * form, or where it has none, what hooks and invariants find wrong with its rows; of an `older` one
 * those of its form.
 */
export function checkGenesis(
  runtime: Runtime,
  source: string | Uint8Array,
  options: GenesisOptions = {},
): readonly Invalid[] {
  const faults: Invalid[] = []
  const genesis = genesisOf(
    runtime,
    source,
    (work) => {
      try {
        return work()
      } catch (failure) {
        if (!(failure instanceof Invalid)) throw failure
        faults.push(failure)
        return null
      }
    },
    options,
  )
  // What goes on from another ledger is judged above that ledger's state, when a node begins.
  if (genesis === null || faults.length > 0 || genesis.recovery !== null) return faults
  // Nor does this program begin with one of older services.
  if (!beginsWith(runtime, genesis)) return faults
  return [...faultsOf(begun(runtime, genesis, newGround()).execution, genesis)]
}

function* runHooks(
  execution: Execution,
  set: Validators,
  recovery: Genesis["recovery"],
): Generator<Invalid> {
  const tx = hookOf(execution, { set, misbehaviour: [], proposer: null }, null)
  for (const service of execution.runtime.services) {
    // What a hook finds wrong is a fault of the rows it was given.
    const refusal = runGenesis(execution, service, tx, recovery)
    if (refusal === null) continue
    const reason = `${refusal.message} (${refusal.code})`
    const pointer = recovery === null ? `/state/${service.name}` : "/manifest"
    yield new Invalid("schema_invalid", pointer, reason, refusal.details)
  }
}

function brokenFault(broken: Broken, rows: readonly GenesisRow[]): Invalid {
  const { table, key, service, text } = broken
  const place = table === null || key === null ? null : latin1(stateKey(table, key))
  const row = rows.find(({ order }) => order === place)
  const pointer = row === undefined ? `/state/${service}` : `/state${row.pointer}`
  return new Invalid("schema_invalid", pointer, `An invariant is broken: ${text}`)
}
