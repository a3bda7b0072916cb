/** A program that tests need and that may be absent. */

/** Where it is, or what is missing and what to do, in a sentence. */
export type Found =
  | { readonly path: string; readonly missing?: never }
  | { readonly path: null; readonly missing: string }
