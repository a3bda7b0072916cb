/** What CometBFT v0.40.0 says of one proof of each kind: JSON, bytes, the hash over both. */
import { readFileSync } from "node:fs"

const text = readFileSync(new URL("./evidence.json", import.meta.url), "utf8")
/** The answer's `evidence` as the engine gives it, the bytes of each as hex, and their hash. */
export const TOLD: {
  readonly evidence: readonly object[]
  readonly bytes: readonly string[]
  readonly hash: string
} = JSON.parse(text)
/** The same proofs as the block log keeps them. */
export const PROOFS: readonly string[] = TOLD.evidence.map((proof) => JSON.stringify(proof))
