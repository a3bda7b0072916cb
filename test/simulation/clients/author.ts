/**
 * Who writes transactions: random operations of every service, by its own makers, weighted, right
 * more often than wrong; some of them spoilt, expired, or sent before.
 */
import type { Hash, Operation } from "@concordat/kernel"
import { saltOf, testSigner, writeTransaction } from "@concordat/kernel/testing"
import { governanceOperations } from "../../../services/governance/random.testing.ts"
import { moneyOperations } from "../../../services/money/random.testing.ts"
import { organisationsOperations } from "../../../services/organisations/random.testing.ts"
import { World as Story } from "../../../services/organisations/random-world.testing.ts"
import { oversightOperations } from "../../../services/oversight/random.testing.ts"
import { provenanceOperations } from "../../../services/provenance/random.testing.ts"
import { validatorsOperations } from "../../../services/validators/random.testing.ts"
import type { Chance } from "../world/chance.ts"
import type { World } from "../world/world.ts"

/** A kind of work with its weight. */
const WORK = [
  [4, provenanceOperations],
  [4, organisationsOperations],
  [5, moneyOperations],
  [1, validatorsOperations],
  [5, governanceOperations],
  [2, oversightOperations],
] as const
const EXPIRES_MS = 60_000
const OPERATIONS_MAX = 4

/** Writes for one client. */
export class Author {
  private readonly world: World
  private readonly chance: Chance
  private readonly tag: number
  private salt = 0

  constructor(world: World, chance: Chance, tag: number) {
    this.world = world
    this.chance = chance
    this.tag = tag
  }

  /** The bytes of the next transaction. */
  next(): Uint8Array {
    const { chance, world } = this
    const { view, state } = world.auditor
    const story = new Story(chance.random, view, state.time)
    const [command, make] = chance.pick(this.work())
    const { who, input } = make(story)
    const operations: Operation[] = [{ command, input }]
    while (chance.mille(250) && operations.length < OPERATIONS_MAX) {
      operations.push({ command, input: make(story).input })
    }
    const bytes = this.signed(who, operations, chance.mille(20) ? 0 : EXPIRES_MS)
    return chance.mille(20) ? this.spoilt(bytes) : bytes
  }

  private work() {
    const total = WORK.reduce((sum, [weight]) => sum + weight, 0)
    let left = this.chance.below(total)
    for (const [weight, makers] of WORK) {
      left -= weight
      if (left < 0) return makers
    }
    return WORK[0][1]
  }

  /** A transaction of these signers that can be sent for so long. */
  signed(who: readonly string[], operations: readonly Operation[], ms = EXPIRES_MS): Uint8Array {
    const { world, chance } = this
    const { runtime, state } = world.auditor
    const heading = {
      ...{ chain: state.chain, expires: state.time + ms, memo: null },
      ...{ mode: chance.pick(["atomic", "each"] as const), salt: this.fresh() },
    }
    const signers = who.map((name) => world.crypto.of(testSigner(name)))
    return writeTransaction(runtime, heading, operations, signers)
  }

  private fresh() {
    return saltOf(this.tag * SALTS + ++this.salt)
  }

  private spoilt(bytes: Uint8Array): Uint8Array {
    const altered = bytes.slice()
    altered[this.chance.below(bytes.length)]! ^= 1 << this.chance.below(8)
    return altered
  }
}

const SALTS = 1_000_000

/** What a client was told of a transaction. */
export type Told = { readonly id: Hash; readonly height: bigint; readonly index: number | null }
