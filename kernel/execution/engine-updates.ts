/** What the one `engine` service hands to the engine, held against the engine's rules. */
import { inSetOrder, totalPower, VALIDATORS_MAX, type Validators } from "../block/validator-set.ts"
import { assert } from "../failures.ts"
import { type Hash, hash } from "../schema/fixed.ts"
import type { ParameterUpdate, ValidatorUpdate } from "../service/view.ts"
import { soundly } from "./row-bytes.ts"

/** CometBFT's `MaxTotalVotingPower`: (2^63 − 1) ÷ 8. */
const TOTAL_POWER_MAX = 1_152_921_504_606_846_975n

/** Collects one block's updates. */
export class EngineUpdates {
  private readonly powers = new Map<Hash, bigint>()
  private groups: ParameterUpdate | null = null

  /** A key twice in a block, or a negative power, is a `Bug`. */
  addValidators(updates: readonly ValidatorUpdate[]): void {
    for (const { key, power } of updates) {
      soundly(
        () => "the key of a validator update",
        () => hash.check(key),
      )
      assert(typeof power === "bigint" && power >= 0n, "a validator's power is not negative")
      assert(!this.powers.has(key), `validator ${key} is updated twice in a block`)
      this.powers.set(key, power)
    }
  }

  addParameters(groups: ParameterUpdate): void {
    this.groups = { ...this.groups, ...groups }
  }

  /** In the order handed over. */
  get validators(): readonly ValidatorUpdate[] {
    return [...this.powers].map(([key, power]) => ({ key, power }))
  }

  /** Null: none change. */
  get parameters(): ParameterUpdate | null {
    return this.groups
  }

  /**
   * The set after these updates, in set order. Removing who is no member, an empty set or too much
   * power in all is a `Bug`: it would stop every node.
   */
  appliedTo(set: Validators): Validators {
    if (this.powers.size === 0) return set
    const powers = new Map(set.map(({ key, power }) => [key.ed25519, power]))
    for (const [key, power] of this.powers) {
      assert(power > 0n || powers.has(key), `validator ${key} is removed and is no member`)
      if (power > 0n) powers.set(key, power)
      else powers.delete(key)
    }
    const next = [...powers].map(([ed25519, power]) => ({ key: { ed25519 }, power }))
    assert(next.length > 0, "a validator set is never empty")
    assert(next.length <= VALIDATORS_MAX, `a set has ${VALIDATORS_MAX} validators at most`)
    assert(totalPower(next) <= TOTAL_POWER_MAX, "the power of a validator set is bounded")
    return inSetOrder(next)
  }
}
