/** All rows of all tables. */
import { COMMANDS } from "./commands.ts"
import { CREDENTIALS, CREDENTIALS_LATER } from "./credentials.ts"
import { DECISIONS } from "./decisions.ts"
import { ELSEWHERE, LATER } from "./elsewhere.ts"
import { EVIDENCE } from "./evidence.ts"
import { FILES } from "./files.ts"
import { HTTP, HTTP_LATER } from "./http.ts"
import { MESSAGES } from "./messages.ts"
import { MONEY } from "./money.ts"
import type { Row } from "./row.ts"
import { SOCKETS, SOCKETS_LATER } from "./sockets.ts"
import { SENDING } from "./transactions/sending.ts"
import { TRANSACTIONS } from "./transactions/transactions.ts"

export const CATALOGUE: readonly Row[] = [
  ...TRANSACTIONS,
  ...SENDING,
  ...HTTP,
  ...COMMANDS,
  ...CREDENTIALS,
  ...CREDENTIALS_LATER,
  ...EVIDENCE,
  ...FILES,
  ...DECISIONS,
  ...MESSAGES,
  ...MONEY,
  ...ELSEWHERE,
  ...LATER,
  ...HTTP_LATER,
  ...SOCKETS,
  ...SOCKETS_LATER,
]
