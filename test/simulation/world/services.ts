/** The services of a world. A test may plant others on a node, as somebody's bug would be. */
import type { Service } from "@concordat/kernel"
import { services } from "../../../node/services.ts"

/** Those of the auditor, which are right, and those that a node runs. */
export type Services = {
  readonly all: readonly Service[]
  readonly of: (node: number) => readonly Service[]
}

/** The same everywhere. */
export const everywhere: Services = { all: services, of: () => services }
