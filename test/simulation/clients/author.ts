/**
 * Who writes transactions: random operations of every service, by its own makers, weighted, right
 * more often than wrong; some of them spoilt, expired, or sent before.
 */
import type { Hash, Operation } from "@concordat/kernel"
import { saltOf, testSigner, writeTransaction } from "@concordat/kernel/testing"
import { governanceOperations } from "../../../services/governance/random.testing.ts"
import { moneyOperations } from "../../../services/money/random.testing.ts"
import { organisationsOperations } from "../../../services/organisations/random.testing.ts"
import {
  type Operations,
  World as Story,
} from "../../../services/organisations/random-world.testing.ts"
import { oversightOperations } from "../../../services/oversight/random.testing.ts"
import { provenanceOperations } from "../../../services/provenance/random.testing.ts"
import { validatorsOperations } from "../../../services/validators/random.testing.ts"
import type { Chance } from "../world/chance.ts"
import type { Plan } from "../world/plan.ts"
import type { World } from "../world/world.ts"

/** Operations by how often they are drawn. */
const workOf = ({ documents, people, money, network, council, oversight }: Plan) =>
  [
    [documents, provenanceOperations],
    [people, organisationsOperations],
    [money, moneyOperations],
    [network, validatorsOperations],
    [council, governanceOperations],
    [oversight, oversightOperations],
  ] as const
const EXPIRES_MS = 60_000

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
    while (chance.mille(250) && operations.length < world.plan.operations) {
      operations.push({ command, input: make(story).input })
    }
    const bytes = this.signed(who, operations, chance.mille(20) ? 0 : EXPIRES_MS)
    return chance.mille(20) ? this.spoilt(bytes) : bytes
  }

  private work(): Operations {
    const work = workOf(this.world.plan)
    const total = work.reduce((sum, [weight]) => sum + weight, 0)
    let left = this.chance.below(Math.max(total, 1))
    for (const [weight, operations] of work) {
      left -= weight
      if (left < 0) return operations
    }
    return provenanceOperations
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
