/** Table H: requests that never reach the ledger, or that ask it for what there is not. */
import { ASKING_ROWS } from "./http/asking.ts"
import { HEAD_ROWS } from "./http/head.ts"
import { JSON_ROWS } from "./http/json.ts"
import type { LaterRow, RequestRow } from "./row.ts"

export const HTTP: readonly RequestRow[] = [...JSON_ROWS, ...HEAD_ROWS, ...ASKING_ROWS]

/** Rows that this release cannot answer, and why. */
export const HTTP_LATER: readonly LaterRow[] = [
  {
    ...{ row: "H18", what: "another organisation's record id", code: "unknown_record" },
    ...{ status: 404, later: "no service of this release has a private record" },
  },
  {
    ...{ row: "H22", what: "an outgoing address", code: "url_not_allowed", status: 400 },
    later: "nothing of this release fetches an address that it is given",
  },
]
