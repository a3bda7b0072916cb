/** Why an authority may look: who, under which orders, by how many persons. Rules as data. */
import type { OrderKind, Purpose } from "./kinds.ts"

type Terms = {
  /** Classes of organisation that may name it. */
  readonly classes: readonly string[]
  /** Kinds of order that it may be under; none: it needs no order, and takes none. */
  readonly under: readonly OrderKind[]
  /** Persons who must sign before; the caller is one of them. */
  readonly persons: number
}

/** Every purpose. An emergency waits for no order, so nobody declares one alone. */
export const PURPOSES: Readonly<Record<Purpose, Terms>> = {
  inspection: { classes: ["supervisor"], under: ["disclosure"], persons: 1 },
  audit: { classes: ["auditor"], under: ["disclosure"], persons: 1 },
  verification: {
    classes: ["supervisor", "auditor"],
    under: ["freeze", "preservation", "correction"],
    persons: 1,
  },
  emergency: { classes: ["supervisor"], under: [], persons: 2 },
}

/** Kinds of order that each class may record: an auditor looks, and makes nobody act. */
export const ORDERS: Readonly<Record<string, readonly OrderKind[]>> = {
  supervisor: ["freeze", "preservation", "disclosure", "correction"],
  auditor: ["preservation", "disclosure"],
}
