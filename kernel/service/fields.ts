/** Named kinds, and the values they stand for: the columns of a table, an input, an event. */
import type { Infer, KeyKind } from "../schema/kind.ts"
import type { Fields, RecordOf } from "../schema/record.ts"

export type { Fields } from "../schema/record.ts"

/** Fields of a key, in the order of declaration: that order is the order of the key's bytes. */
export type KeyFields = Readonly<Record<string, KeyKind<unknown>>>

/** The values of fields: what `run` receives, what a table stores, what an event says. */
export type Values<F extends Fields> = RecordOf<F>

/** Some of the values: the columns of a patch, the leading fields of a key. */
export type Some<F extends Fields> = { readonly [Name in keyof F]?: Infer<F[Name]> }
