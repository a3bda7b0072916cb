/**
 * Scenarios: tests that read like a specification.
 *
 * @example
 * scenario(provenance)
 *   .when("port/registrar", issue, { digest, title: "Certificate" })
 *   .then(accepted, emitted(issued, { digest }), holds(documents, { digest }))
 *   .when("customs/clerk", revoke, { digest, reason: "copied" })
 *   .then(refused("not_the_issuer"))
 */

import type { Command } from "../service/command.ts"
import type { Fields, Values } from "../service/fields.ts"
import type { Service } from "../service/service.ts"
import type { Operation } from "../transaction/operation.ts"
import type { Expectation, Happened } from "./expectations.ts"
import type { GivenRow } from "./given.ts"
import {
  openTestLedger,
  type Signatories,
  type TestGenesis,
  type TestLedger,
  type TestPayload,
  type TestResult,
} from "./ledger.ts"

/** Before the first step: what is given. */
export interface Given extends Scenario {
  /** Rows that stand in the state from the beginning. */
  given(...rows: readonly GivenRow[]): Given
  /** Chain, time and validators of the genesis. */
  begins(genesis: Omit<TestGenesis, "rows">): Given
}

/** Steps, one after the other; each closes a block. */
export interface Scenario {
  readonly ledger: TestLedger
  /** Somebody sends one command. Several signers: the first is the caller; null: nobody signs. */
  when<F extends Fields>(who: Signatories, command: Command<F>, input: Values<NoInfer<F>>): Scenario
  /** Somebody sends several operations in one transaction. */
  whenAll(who: Signatories, operations: readonly Operation[], says?: TestPayload): Scenario
  /** Time passes; nothing happens until the next step. */
  later(ms: number): Scenario
  /** Anything else that moves the ledger. */
  meanwhile(act: (ledger: TestLedger) => void): Scenario
  /** What must hold now. */
  then(...expectations: readonly Expectation[]): Scenario
}

/** A scenario over services, in any order; `given` and `begins` come first. */
export function scenario(...services: readonly Service[]): Given {
  return new Steps(services)
}

class Steps implements Given {
  private readonly services: readonly Service[]
  private genesis: TestGenesis = {}
  private opened: TestLedger | null = null
  private happened: Pick<Happened, "result" | "events"> = { result: null, events: [] }
  private steps = 0

  constructor(services: readonly Service[]) {
    this.services = services
  }

  get ledger(): TestLedger {
    this.opened ??= openTestLedger(this.services, this.genesis)
    return this.opened
  }

  given(...rows: readonly GivenRow[]): Given {
    return this.begins({ ...this.genesis, rows: [...(this.genesis.rows ?? []), ...rows] })
  }

  begins(genesis: TestGenesis): Given {
    if (this.opened !== null) throw new Error("what is given comes before the first step")
    this.genesis = { ...this.genesis, ...genesis }
    return this
  }

  when<F extends Fields>(
    who: Signatories,
    command: Command<F>,
    input: Values<NoInfer<F>>,
  ): Scenario {
    const result = this.ledger.run(who, command, input)
    return this.came(result)
  }

  whenAll(who: Signatories, operations: readonly Operation[], says: TestPayload = {}): Scenario {
    const { ledger } = this
    const { results, events } = ledger.block([ledger.sign(who, operations, says)])
    const [result] = results
    return this.came({ ...result!, happened: events })
  }

  later(ms: number): Scenario {
    this.ledger.time += ms
    return this
  }

  meanwhile(act: (ledger: TestLedger) => void): Scenario {
    act(this.ledger)
    return this
  }

  // biome-ignore lint/suspicious/noThenProperty: given, when, then; nobody awaits a scenario.
  then(...expectations: readonly Expectation[]): Scenario {
    for (const expectation of expectations) this.judge(expectation)
    return this
  }

  private came(result: TestResult): Scenario {
    this.steps++
    this.happened = { result, events: result.happened }
    return this
  }

  private judge(expectation: Expectation): void {
    try {
      expectation({ ledger: this.ledger, ...this.happened })
    } catch (failure) {
      if (!(failure instanceof Error)) throw failure
      throw new Error(`step ${this.steps}: ${failure.message}`, { cause: failure })
    }
  }
}
