/**
 * A second implementation of block execution, of plain maps: no overlay, no trie, no cache, no
 * memory of verdicts. It predicts results, leaves, rows and roots of blocks; differential tests and
 * the simulation's auditor compare. Slow on purpose.
 */
import { concat, fromHex, toHex } from "../bytes.ts"
import { decodeValue, encodeValue } from "../cbor/value.ts"
import { parseCoseKey } from "../crypto/cose-key.ts"
import { sha256 } from "../crypto/hash.ts"
import type { BlockInput } from "../execution/execute-block.ts"
import { blockRows } from "../execution/kernel-tables.ts"
import { nameOf, type Runtime, roleOf } from "../execution/runtime.ts"
import type { Origin } from "../execution/views.ts"
import { Invalid, Refusal } from "../failures.ts"
import { encode } from "../schema/codec.ts"
import type { Hash } from "../schema/fixed.ts"
import type { Signer } from "../service/authorise.ts"
import type { Command } from "../service/command.ts"
import { decodeTransaction, type Transaction } from "../transaction/transaction.ts"
import { signatureFault, signatureVerdict } from "../transaction/verify.ts"
import { naiveAppHash } from "./naive-roots.ts"
import { NaiveRows } from "./naive-rows.ts"
import { type NaiveEvent, NaiveRun } from "./naive-run.ts"

const AHEAD_MS = 900_000
const DECLARED_MAX = 2_000_000
const BLOCK_MAX = 4_000_000
const OPERATION_ROOM = 400_000
const HOOK_MAX = 1_000_000
const PRUNED_MAX = 8
const UNITS = { transaction: 20, operation: 5, ed25519: 60, es256: 80 } as const

/** What the naive kernel says of one transaction. */
export type NaiveResult = { code: 0 | 1 | 2; data: string; gasUsed: number; id: Hash | null }

/** What it says of a block. */
export type Prediction = {
  readonly results: readonly NaiveResult[]
  /** Leaves of this block, hex. */
  readonly leaves: readonly string[]
  /** All rows after the block: hex of key to hex of value. */
  readonly rows: ReadonlyMap<string, string>
  readonly appHash: string
}

type Ran = { result: NaiveResult; transaction: Transaction | null; remembered: boolean }
type Input = Readonly<Record<string, unknown>>
type Refused = { code: string; service: string; operation: number | null }

/** A ledger of plain maps, one block after the other. */
export class NaiveKernel {
  private readonly runtime: Runtime
  private readonly chain: string
  private readonly rows: NaiveRows
  private readonly entries: Uint8Array[]
  private window: { height: bigint; ids: readonly Hash[]; until: number }[] = []

  /** Begins with the rows and log entries of a ledger that remembers no ids yet. */
  constructor(
    runtime: Runtime,
    chain: string,
    rows: Iterable<readonly [Uint8Array, Uint8Array]>,
    entries: readonly Uint8Array[] = [],
  ) {
    this.runtime = runtime
    this.chain = chain
    this.rows = NaiveRows.of(runtime, rows)
    this.entries = [...entries]
  }

  /** Executes a block and goes on from it. */
  execute({ height, time, transactions, misbehaviour }: BlockInput): Prediction {
    if (transactions.length === 0 && misbehaviour.length === 0) return this.told([], [])
    const { runtime, chain } = this
    const run = new NaiveRun({ runtime, chain, height, time }, this.rows)
    this.hooks(run, "beginBlock")
    const results: NaiveResult[] = []
    const kept: Transaction[] = []
    let left = BLOCK_MAX
    for (const [index, bytes] of transactions.entries()) {
      run.transaction = index
      run.operation = null
      const known = new Set([...this.window.flatMap(({ ids }) => ids), ...kept.map(({ id }) => id)])
      const { result, transaction, remembered } = this.transaction(run, bytes, known, left)
      const busy = result.data.includes(toHex(new TextEncoder().encode("node_busy")))
      left = busy ? 0 : left - result.gasUsed
      results.push(result)
      if (remembered) kept.push(transaction!)
    }
    run.transaction = null
    run.operation = null
    this.hooks(run, "endBlock")
    this.remember(height, time, kept)
    const leaves = run.events.map((event, index) => leafOf(event, height, time, index, results))
    return this.told(results, leaves)
  }

  private told(results: readonly NaiveResult[], leaves: readonly Uint8Array[]): Prediction {
    this.entries.push(...leaves)
    const stored = this.rows.stored()
    return {
      results,
      leaves: leaves.map((leaf) => toHex(leaf)),
      rows: new Map([...stored].map(([key, value]) => [key, toHex(value)])),
      appHash: naiveAppHash(stored, this.entries),
    }
  }

  private hooks(run: NaiveRun, hook: "beginBlock" | "endBlock"): void {
    for (const { name, definition } of this.runtime.services) {
      const { refusal } = run.as(name, HOOK_MAX, () => definition[hook]?.(run.hook()))
      if (refusal !== null) throw refusal
    }
  }

  private transaction(run: NaiveRun, bytes: Uint8Array, known: Set<Hash>, left: number): Ran {
    const busy = result(2, [{ code: "node_busy", service: "kernel", operation: null }], 0, null)
    if (left <= 0) return { result: busy, transaction: null, remembered: false }
    let gas = UNITS.transaction + Math.floor(bytes.length / 64)
    let transaction: Transaction | null = null
    try {
      transaction = this.opened(bytes)
      const signers = this.window5to8(run, transaction, known)
      for (const { algorithm } of transaction.signatures) gas += UNITS[algorithm]
      checkSignatures(transaction, signers)
      const undo = run.savepoint()
      const ran = this.operations(run, transaction, signers)
      if (gas + ran.gas > left) {
        undo()
        const id = transaction.id
        return { result: { ...busy, id }, transaction, remembered: false }
      }
      const told = result(ran.code, ran.refused, gas + ran.gas, transaction.id)
      return { result: told, transaction, remembered: true }
    } catch (failure) {
      const code = failure instanceof Refusal ? 1 : 2
      if (!(failure instanceof Refusal || failure instanceof Invalid)) throw failure
      const service = failure instanceof Refusal ? (failure.service ?? "kernel") : "kernel"
      const refused = [{ code: failure.code, service, operation: null }]
      const told = result(code, refused, gas, transaction?.id ?? null)
      return { result: told, transaction, remembered: false }
    }
  }

  /** Checks 1 to 4. */
  private opened(bytes: Uint8Array): Transaction {
    const transaction = decodeTransaction(bytes, this.runtime)
    const { payload, signatures } = transaction
    let declared = UNITS.transaction + Math.floor(bytes.length / 64)
    for (const { algorithm } of signatures) declared += UNITS[algorithm]
    for (const { command, input } of payload.operations) {
      declared += UNITS.operation + this.runtime.command(command).cost(input)
    }
    if (declared > DECLARED_MAX) throw new Invalid("limit_reached", "", "")
    if (payload.chain !== this.chain) throw new Invalid("chain_mismatch", "", "")
    return transaction
  }

  private window5to8(run: NaiveRun, transaction: Transaction, known: Set<Hash>): Signer[] {
    const { time } = run.setting
    const { expires } = transaction.payload
    if (expires <= time) throw kernels("transaction_expired")
    if (expires > time + AHEAD_MS) throw kernels("expiry_too_far")
    if (known.has(transaction.id)) throw kernels("already_accepted")
    const { service, call } = this.runtime.signer
    return transaction.signatures.map(({ kid }) => asked(service.name, () => call(run.view(), kid)))
  }

  private operations(run: NaiveRun, { id, payload, signatures }: Transaction, signers: Signer[]) {
    const [first, ...others] = signers
    const origin: Origin = {
      ...{ id, keys: signatures.map(({ kid }) => kid) },
      caller: first?.principal ?? null,
      organisation: first?.organisation ?? null,
      cosigners: others.map(({ principal }) => principal),
    }
    const undoAll = run.savepoint()
    const refused: Refused[] = []
    let gas = 0
    for (const [operation, { command: name, input }] of payload.operations.entries()) {
      const command = this.runtime.command(name)
      run.operation = operation
      const undo = run.savepoint()
      const declared = UNITS.operation + command.cost(input)
      const denied = run.refusalOf(() => this.permit(run, origin, command, input))
      const ran =
        denied !== null
          ? { refusal: denied, used: 0 }
          : run.as(command.binding.service!, OPERATION_ROOM + command.cost(input), () =>
              command.run(run.tx(origin, operation), input),
            )
      gas += declared + ran.used
      if (ran.refusal === null) continue
      const { code, service } = ran.refusal
      refused.push({ code, service: service ?? "kernel", operation })
      if (payload.mode === "atomic") {
        undoAll()
        return { code: 1 as const, refused, gas }
      }
      undo()
    }
    return { code: 0 as const, refused, gas }
  }

  /** Checks 11 to 14. */
  private permit(run: NaiveRun, origin: Origin, command: Command, input: Input): void {
    const { frozen, permit } = this.runtime
    const { caller, organisation, cosigners } = origin
    const scopes = [`service:${command.binding.service}`, `command:${nameOf(command)}`]
    if (organisation !== null) scopes.push(`organisation:${organisation}`)
    scopes.push(...command.freezes(input))
    if (frozen !== null) asked(frozen.service.name, () => frozen.call(run.view(), scopes))
    if (caller === null || organisation === null) return
    const { signers } = command
    const what = { command, role: roleOf(command), signers, caller, organisation, cosigners }
    const scope = command.scope(input)
    const amount = command.amount(input)
    asked(permit.service.name, () => permit.call(run.view(), { ...what, scope, amount }))
  }

  private remember(height: bigint, time: number, kept: readonly Transaction[]): void {
    if (kept.length === 0) return
    for (let pruned = 0; pruned < PRUNED_MAX; pruned++) {
      const [oldest] = this.window
      if (oldest === undefined || oldest.until > time) break
      this.rows.delete(blockRows, { height: oldest.height })
      this.window = this.window.slice(1)
    }
    const ids = kept.map(({ id }) => id)
    const until = Math.max(...kept.map(({ payload }) => payload.expires))
    const digest = toHex(sha256(concat(...ids.map((id) => fromHex(id)))))
    this.rows.put(blockRows, { height }, { count: ids.length, ids: digest, until })
    this.window.push({ height, ids, until })
  }
}

function checkSignatures(transaction: Transaction, signers: readonly Signer[]): void {
  transaction.signatures.forEach((one, index) => {
    const verdict = signatureVerdict(one, parseCoseKey(signers[index]!.public))
    if (verdict !== "ok") throw signatureFault(verdict, one, index)
  })
}

function result(
  code: 0 | 1 | 2,
  refused: Refused[],
  gasUsed: number,
  id: Hash | null,
): NaiveResult {
  return { code, data: refused.length === 0 ? "" : toHex(encodeValue(refused)), gasUsed, id }
}

function kernels(code: string): Refusal {
  const refusal = new Refusal(code, "")
  refusal.service = "kernel"
  return refusal
}

function asked<Result>(service: string, work: () => Result): Result {
  try {
    return work()
  } catch (failure) {
    if (failure instanceof Refusal) failure.service ??= service
    throw failure
  }
}

function leafOf(
  { event, fields, transaction, operation }: NaiveEvent,
  height: bigint,
  time: number,
  index: number,
  results: readonly NaiveResult[],
): Uint8Array {
  const id = transaction === null ? null : results[transaction]!.id
  return encodeValue({
    ...{ event: event.name, service: event.binding.service!, height, time, index, operation },
    fields: decodeValue(encode(event.kind, fields)),
    transaction: id === null ? null : fromHex(id),
  })
}
