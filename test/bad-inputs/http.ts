/** Table H: requests that never reach the ledger, or that ask it for what there is not. */
import { type RequestRow, requestRow as row } from "./row.ts"

export const HTTP: readonly RequestRow[] = [
  row("H13a", "unknown route", "unknown_route", 404, {
    says: ['Did you mean "classes"'],
    send: (live) => live.request("/v1/provenance/classez"),
  }),
  row("H13b", "wrong method", "method_unsupported", 405, {
    says: ["DELETE", "GET"],
    send: (live) => live.request("/v1/status", { method: "DELETE" }),
    also(answer) {
      if (answer.headers.get("allow") !== "GET") throw new Error("no Allow")
    },
  }),
  row("H15a", "limit 0", "page_out_of_range", 400, {
    says: ["1 to 200", "/limit"],
    send: (live) => live.request("/v1/provenance/classes?limit=0"),
  }),
]
