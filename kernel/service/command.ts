/** Commands: the only way in. A command says who may send it, what it takes, and what it does. */

import type { Hash } from "../schema/fixed.ts"
import type { Kind } from "../schema/kind.ts"
import { record } from "../schema/record.ts"
import type { Fields, Values } from "./fields.ts"
import type { Question } from "./rule.ts"
import type { OpenTx, Tx, View } from "./view.ts"

/**
 * Who else must sign: administrators of the caller's organisation, of members, or the key itself.
 */
export type SignerRule = "administrators" | "half" | "two_thirds" | "self"

/** Where an operation stands: in which transaction, as which of its operations from 0 on. */
type Place = { readonly transaction: Hash; readonly operation: number }
/** Key fields of what an operation made, in their text form. */
type Made = Readonly<Record<string, string>>

interface Described<F extends Fields> {
  /** One sentence, imperative. */
  readonly about: string
  readonly input: F
  /** Scope that the caller's grant must cover; "" (everywhere) if absent. */
  scope?(input: Values<F>): string
  /** Amount that the grant's limit must reach. */
  amount?(input: Values<F>): bigint
  /** Freeze scopes beyond service, command and organisation: `asset:…`, `channel:…`. */
  freezes?(input: Values<F>): readonly string[]
  /** Declared units beyond the fixed ones: paid in full, and room for that much more work. */
  cost?(input: Values<F>): number
  /** Questions that `run` will probably ask, 1,100 at most: a guess, for speed alone. */
  ahead?(view: View, input: Values<F>): readonly Question[]
  /** What an operation made is called, where input and place say it: told, never decided on. */
  made?(input: Values<F>, place: Place): Made
}

/** A command that needs a signature of somebody entitled. */
export interface GuardedCommand<F extends Fields> extends Described<F> {
  readonly open?: never
  /**
   * Default `<service>.<command>`, denied until granted; null: any principal of an active
   * organisation.
   */
  readonly role?: string | null
  readonly signers?: SignerRule
  /** Requirements first, effects after. Synchronous. */
  run(tx: Tx, input: Values<F>): undefined
}

/** A command authorised by its input alone; it may come signed as well. */
export interface OpenCommand<F extends Fields> extends Described<F> {
  readonly open: true
  readonly role?: never
  readonly signers?: never
  run(tx: OpenTx, input: Values<F>): undefined
}

/** A command as the executor, the gateway and the documentation see it. */
export interface Command<F extends Fields = Fields> {
  readonly about: string
  readonly fields: F
  readonly input: Kind<Values<F>>
  /** Set by `service()`; the full name is `service.name`. */
  readonly binding: { service: string | null; name: string | null }
  readonly open: boolean
  /** Undefined: the default role of the service and command. */
  readonly role: string | null | undefined
  readonly signers: SignerRule | null
  scope(input: Values<F>): string
  amount(input: Values<F>): bigint | null
  freezes(input: Values<F>): readonly string[]
  cost(input: Values<F>): number
  ahead(view: View, input: Values<F>): readonly Question[]
  made(input: Values<F>, place: Place): Made
  run(tx: Tx, input: Values<F>): undefined
}

/** What a command takes: `Input<typeof issue>`. */
export type Input<C> = C extends { readonly input: Kind<infer Value> } ? Value : never

/** A command; its name is its place in `service({ commands })`. */
export function command<const F extends Fields>(definition: OpenCommand<F>): Command<F>
export function command<const F extends Fields>(definition: GuardedCommand<F>): Command<F>
export function command<const F extends Fields>(
  definition: GuardedCommand<F> | OpenCommand<F>,
): Command<F> {
  return {
    about: definition.about,
    fields: definition.input,
    input: record(definition.input),
    binding: { service: null, name: null },
    open: definition.open === true,
    role: definition.role,
    signers: definition.signers ?? null,
    scope: definition.scope ?? (() => ""),
    amount: definition.amount ?? (() => null),
    freezes: definition.freezes ?? (() => []),
    cost: definition.cost ?? (() => 0),
    ahead: definition.ahead ?? (() => []),
    made: definition.made ?? (() => ({})),
    run: definition.run as Command<F>["run"],
  }
}
