/** What the node and its verification threads tell each other. */
import type { Choice } from "../accelerators/index.ts"

export type WorkerData = {
  readonly accelerators: Choice
  /** Address of a module that exports `services`, in whose runtime rules have their numbers. */
  readonly services: string | null
}

export type WorkerTask = { readonly task: number; readonly packed: Uint8Array }

export type WorkerAnswer = { readonly task: number; readonly answers: Uint8Array }
