/** The content of a transaction as the gateway tells it: the kernel's JSON mirror. */
import type { Json, JsonObject } from "@concordat/kernel"
import type { TransactionAnswer } from "@concordat/sdk"

/** What was signed. */
export type Content = {
  readonly mode: "atomic" | "each"
  readonly memo: string | null
  readonly expires: string
  readonly operations: readonly { readonly command: string; readonly input: Json }[]
}

/** Who signed. */
export type SignatureJson = {
  readonly algorithm: string
  /** Thumbprint, hex. */
  readonly key: string
}

/** The signed part of the mirror. */
export function contentOf({ content }: TransactionAnswer): Content {
  return content["transaction"] as JsonObject & Content
}

/** The signatures; none for an open command. */
export function signaturesOf({ content }: TransactionAnswer): readonly SignatureJson[] {
  return content["signatures"] as readonly (JsonObject & SignatureJson)[]
}
