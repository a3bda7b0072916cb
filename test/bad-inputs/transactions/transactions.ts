/** Table T: every wrong transaction that is sent. */
import type { TransactionRow } from "../row.ts"
import { BYTES } from "./bytes.ts"
import { CONTENT } from "./content.ts"
import { RIGHTS } from "./rights.ts"
import { SIGNATURES } from "./signatures.ts"

export const TRANSACTIONS: readonly TransactionRow[] = [
  ...BYTES,
  ...CONTENT,
  ...SIGNATURES,
  ...RIGHTS,
]
