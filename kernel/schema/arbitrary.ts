/**
 * The part of fast-check that kinds use to make values for property tests. It is handed in, so the
 * kernel imports nothing: `kind.arbitrary(fc)`.
 */

/** What fast-check's arbitraries offer, as far as kinds need it. */
export interface Arbitrary<T> {
  map<U>(change: (value: T) => U): Arbitrary<U>
  filter(keep: (value: T) => boolean): Arbitrary<T>
}

/** What the module `fast-check` offers, as far as kinds need it. */
export interface FastCheck {
  boolean(): Arbitrary<boolean>
  integer(bounds: { min: number; max: number }): Arbitrary<number>
  bigInt(bounds: { min: bigint; max: bigint }): Arbitrary<bigint>
  constant<T>(value: T): Arbitrary<T>
  constantFrom<T>(...values: T[]): Arbitrary<T>
  oneof<T>(...choices: Arbitrary<T>[]): Arbitrary<T>
  tuple<T>(...parts: Arbitrary<T>[]): Arbitrary<T[]>
  array<T>(item: Arbitrary<T>, bounds: { minLength: number; maxLength: number }): Arbitrary<T[]>
  uint8Array(bounds: { minLength: number; maxLength: number }): Arbitrary<Uint8Array>
}

/** Longest generated text, bytes or list: enough to cross every head length but the largest. */
export const GENERATED_MAX = 300
