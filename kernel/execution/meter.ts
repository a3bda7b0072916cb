/**
 * Metering (ARCHITECTURE.md, "Cost"): units are counted, never timed. Nothing is refunded on
 * rollback.
 */
import { Bug, type Refusal } from "../failures.ts"
import { kernelRefusal } from "./refused.ts"

/** Counts the units of one operation, hook or unmetered stretch. */
export class Meter {
  /** What may be used in all. */
  readonly limit: number
  private readonly beyond: "refuse" | "bug"
  used = 0
  /** Whether more was asked than there is: whoever catches that, the operation is over. */
  exceeded = false

  /** Beyond the limit an operation refuses `limit_reached`; a hook is a `Bug`. */
  constructor(limit: number, beyond: "refuse" | "bug") {
    this.limit = limit
    this.beyond = beyond
  }

  /** Units are whole and not negative; else a `Bug`. */
  charge(units: number): void {
    if (!(Number.isSafeInteger(units) && units >= 0)) throw new Bug(`${units} is no cost in units`)
    const used = this.used + units
    if (used <= this.limit) {
      this.used = used
      return
    }
    this.used = this.limit
    this.exceeded = true
    this.refuseExceeded()
  }

  /** Throws where the limit was exceeded: code of a service may have caught it. */
  refuseExceeded(): void {
    if (!this.exceeded) return
    throw this.beyond === "refuse" ? limitReached(this.limit) : this.bug()
  }

  remaining(): number {
    return this.limit - this.used
  }

  private bug(): Bug {
    return new Bug(`a hook used more than ${this.limit} units`)
  }
}

/** A meter for what the kernel does on its own account: it never ends. */
export function unmetered(): Meter {
  return new Meter(Number.MAX_SAFE_INTEGER, "bug")
}

function limitReached(limit: number): Refusal {
  return kernelRefusal("limit_reached", "This operation does more than it may.", { limit })
}
