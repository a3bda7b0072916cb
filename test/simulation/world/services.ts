/**
 * The services of a world, release by release: an upgrade that the members plan brings the next one
 * with a service more. A test may plant others on a node, as somebody's bug would be.
 */
import { type Service, service } from "@concordat/kernel"
import { services } from "../../../node/services.ts"

/** Those of the auditor, which are right, and those that a node runs. */
export type Services = {
  readonly all: readonly Service[]
  readonly of: (node: number) => readonly Service[]
}

/** The same everywhere. */
export const everywhere: Services = { all: services, of: () => services }

/** The program of a release; the one that a ledger begins with is 0. */
export function released(of: readonly Service[], release: number): readonly Service[] {
  if (release === 0) return of
  const name = "newcomer"
  return [...of, service({ name, version: release, about: "New with an upgrade" })]
}
