/** Facts in, the first cause that holds out: pure, so that recorded facts are judged alike. */
import { checksOf, type Machine } from "./checks.ts"
import type { Facts } from "./facts.ts"
import type { Diagnosis } from "./finding.ts"
import { findingsOf } from "./table.ts"

/** What the facts come to. */
export function diagnose(facts: Facts, machine: Machine): Diagnosis {
  const findings = findingsOf(facts)
  return {
    ...{ node: facts.node, time: facts.now, height: facts.ledger?.height ?? null },
    ...{ cause: findings[0] ?? null, findings, checks: checksOf(facts, machine) },
  }
}
