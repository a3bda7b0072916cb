/** What orders and look-ups may say: closed sets, so that nothing personal finds a place. */
import { enumeration, fixed, hash, type Infer, list, option, union } from "@concordat/kernel"

/** Things that one order or look-up names, at most. */
const THINGS_MAX = 64

/** What an authority orders about. */
export const orderKind = enumeration("freeze", "preservation", "disclosure", "correction")
export type OrderKind = Infer<typeof orderKind>

/** What somebody looks for; `purposes.ts` says who may, and under which orders. */
export const purpose = enumeration("inspection", "audit", "verification", "emergency")
export type Purpose = Infer<typeof purpose>

/** Why a holder releases nothing. */
export const reason = enumeration("not_held", "privileged", "contested", "withdrawn")

/** Services whose records an order may name as a whole. */
const holding = enumeration("money", "provenance")

/** One thing: a document by its handle, a statement, an account, a record kept off the ledger. */
const thing = union({
  document: hash,
  statement: hash,
  account: fixed(16),
  record: fixed(16),
})
export type Thing = Infer<typeof thing>

/** What is meant of an organisation: all that it holds (null), that of one service, or things. */
export const scope = option(union({ service: holding, things: list(thing, THINGS_MAX, 1) }))
export type Scope = Infer<typeof scope>
