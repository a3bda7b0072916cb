/**
 * Which validators and parameters hold at which height: updates returned at H make the set of H+2
 * and the parameters of H+1. Kept in one small file, as a block says only their hashes. Source of
 * truth: CometBFT v0.40, `state/execution.go` (updateState).
 */
import {
  ascii,
  Bug,
  ConcordatError,
  concat,
  consensusHash,
  decode,
  type EngineParameters,
  encode,
  engineParameters,
  equalBytes,
  type Hash,
  hashOf,
  type Infer,
  inSetOrder,
  list,
  record,
  sha256,
  u64,
  type Validators,
  validatorsHash,
  validatorsKind,
} from "@concordat/kernel"
import type { InitChainAnswer } from "../port.ts"
import type { Disk } from "../seams.ts"

const CHANGES_MAX = 1_000_000
const DIGEST_BYTES = 32

const schedule = record({
  chain: ascii(48),
  sets: list(record({ from: u64, validators: validatorsKind }), CHANGES_MAX, 1),
  parameters: list(
    record({ from: u64, appVersion: u64, parameters: engineParameters }),
    CHANGES_MAX,
    1,
  ),
})
type ScheduleFile = Infer<typeof schedule>
const LIMITS = { depth: 16, items: 16_777_216 }

/** The last entry that is in force at a height; entries ascend. */
function inForce<T extends { readonly from: bigint }>(entries: readonly T[], height: bigint): T {
  const entry = entries.findLast(({ from }) => from <= height)
  if (entry === undefined) throw new Bug(`nothing is in force at height ${height}`)
  return entry
}

/** The set with some powers replaced; power 0 removes. */
function updatedSet(set: Validators, updates: Validators): Validators {
  const powers = new Map(set.map((validator) => [validator.key.ed25519, validator]))
  for (const update of updates) {
    if (update.power === 0n) powers.delete(update.key.ed25519)
    else powers.set(update.key.ed25519, update)
  }
  return inSetOrder([...powers.values()])
}

/** Sets and parameters by height, with the file that keeps them. */
export class Schedule {
  private readonly disk: Disk
  private readonly path: string
  private readonly file: ScheduleFile

  private constructor(disk: Disk, path: string, file: ScheduleFile) {
    this.disk = disk
    this.path = path
    this.file = file
  }

  /** The schedule of a ledger that begins at `height`; not written before `save`. */
  static begin(
    disk: Disk,
    path: string,
    chain: string,
    genesis: Pick<InitChainAnswer, "validators" | "parameters" | "appVersion"> & { height: bigint },
  ): Schedule {
    const from = genesis.height
    return new Schedule(disk, path, {
      chain,
      sets: [{ from, validators: inSetOrder(genesis.validators) }],
      parameters: [{ from, appVersion: genesis.appVersion, parameters: genesis.parameters }],
    })
  }

  /**
   * The lowest height that it knows: of the genesis, or of the first block after a snapshot.
   */
  get first(): bigint {
    return this.file.sets[0]!.from
  }

  /** The set that signs from a height on, which is the next one above what is known. */
  announce(from: bigint, validators: Validators): void {
    put(this.file.sets, { from, validators: inSetOrder(validators) })
  }

  /**
   * What signed and held at the height below all that is known: a set, and parameters where they
   * are others than above (null: the same).
   */
  precede(
    height: bigint,
    validators: Validators,
    params: { readonly appVersion: bigint; readonly parameters: EngineParameters } | null,
  ): void {
    const { sets, parameters } = this.file
    const same = equalBytes(validatorsHash(validators), validatorsHash(sets[0]!.validators))
    begin(sets, { from: height, validators }, same)
    begin(parameters, { ...parameters[0]!, ...params, from: height }, params === null)
  }

  /** The hash of the parameters at a height, as its header carries it. */
  consensusHashAt(height: bigint): Hash {
    return hashOf(consensusHash(this.parameters(height).parameters.block))
  }

  /** The schedule that was saved. Throws `store_damaged` where it is absent or altered. */
  static async load(disk: Disk, path: string, chain: string): Promise<Schedule> {
    const damaged = (reason: string) =>
      new ConcordatError("store_damaged", `The file ${path} ${reason}.`, {
        hint: "Start the node again: it rebuilds this file and the state from the block log.",
        details: { path },
      })
    const bytes = await disk.read(path)
    if (bytes === null) throw damaged("is missing")
    const body = bytes.subarray(DIGEST_BYTES)
    if (!equalBytes(sha256(body), bytes.subarray(0, DIGEST_BYTES))) throw damaged("was altered")
    const file = decode(schedule, body, LIMITS)
    if (file.chain !== chain) throw damaged(`is of ledger ${file.chain}`)
    return new Schedule(disk, path, file)
  }

  /** Durable on return. */
  async save(): Promise<void> {
    const body = encode(schedule, this.file)
    await this.disk.replace(this.path, concat(sha256(body), body))
  }

  validators(height: bigint): Validators {
    return inForce(this.file.sets, height).validators
  }

  /** Parameters with the application's version, which headers carry. */
  parameters(height: bigint): {
    readonly appVersion: bigint
    readonly parameters: EngineParameters
  } {
    return inForce(this.file.parameters, height)
  }

  /**
   * Takes what the block at `height` changed, and answers whether it changed anything. The same
   * again after a crash leaves things as they are.
   */
  update(height: bigint, updates: Validators, parameters: EngineParameters | null): boolean {
    if (updates.length > 0) {
      const from = height + 2n
      const next = updatedSet(this.validators(height + 1n), updates)
      put(this.file.sets, { from, validators: next })
    }
    if (parameters !== null) {
      const { appVersion } = this.parameters(height)
      put(this.file.parameters, { from: height + 1n, appVersion, parameters })
    }
    return updates.length > 0 || parameters !== null
  }

  /** Takes back what the block at `height` changed, as it is executed again. */
  forget(height: bigint): void {
    cut(this.file.sets, height + 2n)
    cut(this.file.parameters, height + 1n)
  }
}

/** Takes off the entries from a height on. */
function cut<T extends { readonly from: bigint }>(entries: readonly T[], from: bigint): void {
  const list = entries as T[]
  while (list.length > 1 && list.at(-1)!.from >= from) list.pop()
}

/**
 * Puts an entry first, or lets the first one begin earlier where it says the same; what is known
 * already stays.
 */
function begin<T extends { readonly from: bigint }>(
  entries: readonly T[],
  entry: T,
  isSame: boolean,
): void {
  const list = entries as T[]
  if (entry.from >= list[0]!.from) return
  if (isSame) list[0] = { ...list[0]!, from: entry.from }
  else list.unshift(entry)
}

/** Puts an entry in its place; entries from its height on give way. */
function put<T extends { readonly from: bigint }>(entries: readonly T[], entry: T): void {
  const list = entries as T[]
  while (list.length > 0 && list.at(-1)!.from >= entry.from) list.pop()
  list.push(entry)
}
