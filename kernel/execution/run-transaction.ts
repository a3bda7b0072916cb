/**
 * One transaction of a block (ARCHITECTURE.md, "Blocks"): checks, then its operations in order,
 * each from a savepoint. The same code serves `check` and blocks.
 */
import { Invalid, Refusal } from "../failures.ts"
import { BLOCK_UNITS_MAX, OPERATION_UNITS_MAX } from "../limits.ts"
import type { Hash } from "../schema/fixed.ts"
import type { Party } from "../schema/party.ts"
import type { Asked, Signer } from "../service/authorise.ts"
import type { Command } from "../service/command.ts"
import type { Operation } from "../transaction/operation.ts"
import { bytesUnits, declaredBy, OPERATION_UNITS, signatureUnits } from "./costs.ts"
import { authorised, checkSignatures, checkWindow, type KnownIds, signersOf } from "./examine.ts"
import type { Execution } from "./execution.ts"
import { Meter } from "./meter.ts"
import { asRefusal, kernelRefusal } from "./refused.ts"
import { type RefusalRecord, type ResultCode, recordOf, recordOfInvalid } from "./results.ts"
import { nameOf, roleOf } from "./runtime.ts"
import type { Opened } from "./verdicts.ts"
import { type Origin, operationOf } from "./views.ts"

/** What became of a transaction; its effects stand in the overlay, or nothing does. */
export type Ran = {
  readonly code: ResultCode
  readonly refusals: readonly RefusalRecord[]
  readonly units: number
  /** Null where checks 1 to 4 failed. */
  readonly opened: Opened | null
  /** Null where nobody signed, or check 7 or 8 failed. */
  readonly caller: Party | null
  readonly end: End
}

/**
 * How far it came: the block was full; checks 1 to 4 or 10, checks 5 to 8, or 6 for an id that came
 * before, failed; or its operations ran, so that its id is remembered whatever they answered.
 */
export type End = "busy" | "invalid" | "refused" | "repeated" | "ran"

/** How a transaction is run. */
export type RunOptions = {
  readonly ids: KnownIds
  /** Units left in the block; a transaction that needs more has no effect. */
  readonly room: number
  /** Whether check 10 is due; a waiting transaction passed it before. */
  readonly signatures: boolean
}

/** Runs one transaction. Everything that it throws is a `Bug`. */
export function runTransaction(
  execution: Execution,
  bytes: Uint8Array,
  { ids, room, signatures }: RunOptions,
): Ran {
  if (room <= 0) return busy(null, null)
  let opened: Opened | null = null
  let units = bytesUnits(bytes)
  let signers: readonly Signer[] = []
  try {
    opened = execution.verdicts.open(execution.runtime, execution.chain, bytes)
    checkWindow(execution, ids, opened.transaction)
    signers = signersOf(execution, opened.transaction)
    units += signatureUnits(opened.transaction.signatures)
    if (signatures) checkSignatures(execution, opened, signers)
  } catch (failure) {
    return { ...refusedWhole(failure), units, opened, caller: callerOf(signers) }
  }
  const start = execution.savepoint()
  const ran = runOperations(execution, opened, signers, room - units)
  if (ran === null) {
    execution.rollback(start)
    return busy(opened, callerOf(signers))
  }
  return { ...ran, units: units + ran.units, opened, caller: callerOf(signers), end: "ran" }
}

function callerOf([first]: readonly Signer[]): Party | null {
  return first?.principal ?? null
}

function refusedWhole(failure: unknown): Pick<Ran, "code" | "refusals" | "end"> {
  if (failure instanceof Invalid) {
    return { code: 2, refusals: [recordOfInvalid(failure)], end: "invalid" }
  }
  if (!(failure instanceof Refusal)) throw failure
  const repeated = failure.service === "kernel" && failure.code === "already_accepted"
  const end = repeated ? "repeated" : "refused"
  return { code: 1, refusals: [recordOf(failure, null)], end }
}

/** The block is full: no effect, no id, to be sent again. */
function busy(opened: Opened | null, caller: Party | null): Ran {
  const limit = BLOCK_UNITS_MAX
  const refusal = kernelRefusal("node_busy", "The block is full: send it again.", { limit })
  return { code: 2, refusals: [recordOf(refusal, null)], units: 0, opened, caller, end: "busy" }
}

/** All operations, or null where the block has no room for them. */
function runOperations(
  execution: Execution,
  { transaction }: Opened,
  signers: readonly Signer[],
  room: number,
): Pick<Ran, "code" | "refusals" | "units"> | null {
  const { payload, signatures } = transaction
  const origin = originOf(
    transaction.id,
    signatures.map(({ kid }) => kid),
    signers,
  )
  const start = execution.savepoint()
  const refusals: RefusalRecord[] = []
  let units = 0
  for (const [index, operation] of payload.operations.entries()) {
    const savepoint = execution.savepoint()
    execution.overlay.operation = index
    const { refusal, used } = runOperation(execution, origin, operation, index)
    units += used
    if (units > room) return null
    if (refusal === null) continue
    refusals.push(recordOf(refusal, index))
    if (payload.mode === "atomic") {
      execution.rollback(start)
      return { code: 1, refusals, units }
    }
    execution.rollback(savepoint)
  }
  return { code: 0, refusals, units }
}

function originOf(id: Hash, keys: readonly Hash[], signers: readonly Signer[]): Origin {
  const [first, ...others] = signers
  return {
    ...{ id, keys },
    caller: first?.principal ?? null,
    organisation: first?.organisation ?? null,
    cosigners: others.map(({ principal }) => principal),
  }
}

/** Charge, checks 11 to 14, `run`. */
function runOperation(
  execution: Execution,
  origin: Origin,
  { command: name, input }: Operation,
  index: number,
): { readonly refusal: Refusal | null; readonly used: number } {
  const command = execution.runtime.command(name)
  const service = command.binding.service!
  const declared = declaredBy(command, input)
  // The declared cost is paid in full, and it is room for that much more work.
  const meter = new Meter(declared + OPERATION_UNITS_MAX, "refuse")
  const paid = OPERATION_UNITS + declared
  try {
    checkFreezes(execution, command, origin, input)
    checkPermit(execution, command, origin, input)
    const tx = operationOf(execution, origin, index)
    execution.run(service, meter, () => command.run(tx, input))
    meter.refuseExceeded()
    return { refusal: null, used: paid + meter.used }
  } catch (failure) {
    const refusal = asRefusal(failure)
    if (refusal === null) throw failure
    refusal.service ??= service
    return { refusal, used: paid + meter.used }
  }
}

type Input = Operation["input"]

/** Check 11. */
function checkFreezes(execution: Execution, command: Command, origin: Origin, input: Input): void {
  const { frozen } = execution.runtime
  if (frozen === null) return
  const scopes = [`service:${command.binding.service}`, `command:${nameOf(command)}`]
  if (origin.organisation !== null) scopes.push(`organisation:${origin.organisation}`)
  scopes.push(...command.freezes(input))
  authorised(execution, frozen.service.name, () => frozen.call(execution.view, scopes))
}

/** Checks 12, 13, 14; an unsigned transaction is authorised by its input alone. */
function checkPermit(execution: Execution, command: Command, origin: Origin, input: Input): void {
  const { caller, organisation, cosigners } = origin
  if (caller === null || organisation === null) return
  const { service, call } = execution.runtime.permit
  const asked: Asked = {
    ...{ command, caller, organisation, cosigners },
    role: roleOf(command),
    signers: command.signers,
    scope: command.scope(input),
    amount: command.amount(input),
  }
  authorised(execution, service.name, () => call(execution.view, asked))
}
