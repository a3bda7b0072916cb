/** Every wrong transaction that is sent: table T, and what of G is there. */
import type { TransactionRow } from "../row.ts"
import { BYTES } from "./bytes.ts"
import { CONTENT } from "./content.ts"
import { GOVERNANCE } from "./governance.ts"
import { REGISTER } from "./register.ts"
import { RIGHTS } from "./rights.ts"
import { SIGNATURES } from "./signatures.ts"

export const TRANSACTIONS: readonly TransactionRow[] = [
  ...BYTES,
  ...CONTENT,
  ...SIGNATURES,
  ...RIGHTS,
  ...GOVERNANCE,
  ...REGISTER,
]
