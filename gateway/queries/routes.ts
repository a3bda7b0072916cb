/** Questions over the SQL read model: what the state's keys alone cannot answer. */
import type { Json, JsonSchema } from "@concordat/kernel"
import type { ReadModelStatus } from "@concordat/node"
import type { GatewayOptions } from "../gateway.ts"
import { HEIGHT, object } from "../openapi/rows.ts"
import { JSON_TYPE, jsonAnswer, type Route } from "../routes/route.ts"
import { eventQueries } from "./events.ts"
import { historyQueries } from "./history.ts"
import { namedQueries } from "./named.ts"
import { rowQueries } from "./rows.ts"
import { searchQuery } from "./search.ts"
import { transactionQueries } from "./transactions.ts"

const orNull = (schema: JsonSchema): JsonSchema => ({ anyOf: [schema, { type: "null" }] })

const statusSchema = object({
  kind: { type: "string", enum: ["none", "pglite", "postgres"] },
  state: {
    ...{ type: "string" },
    enum: ["off", "waiting", "starting", "building", "ready", "failed"],
  },
  ...{ height: orNull(HEIGHT), begins: orNull(HEIGHT), lag: HEIGHT },
})

function statusJson({ kind, state, height, begins, lag }: ReadModelStatus): Json {
  const text = (value: bigint | null) => (value === null ? null : String(value))
  return { kind, state, height: text(height), begins: text(begins), lag: String(lag) }
}

/** All questions to the read model, and where it stands. */
export function queryRoutes({ ledger }: GatewayOptions): readonly Route[] {
  return [
    {
      ...{ method: "GET", tag: "ledger", path: "/v1/read-model", name: "readModel" },
      access: "read",
      about: "How far the SQL read model is, and where its history begins",
      gives: { [JSON_TYPE]: statusSchema },
      answer: () => jsonAnswer(statusJson(ledger.readModel.status())),
    },
    ...transactionQueries(ledger),
    ...eventQueries(ledger),
    searchQuery(ledger),
    ...rowQueries(ledger),
    ...historyQueries(ledger),
    ...namedQueries(ledger),
  ]
}
