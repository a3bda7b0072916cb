/** The routes of ISO 20022: messages in, plans and status reports out; statements by the day. */
import { fixed, type JsonSchema, parseTime } from "@concordat/kernel"
import {
  createSchemas,
  PAYMENT_FORMS,
  readAccount,
  STATEMENT_MESSAGES,
  type StatementMessage,
  statementPieces,
} from "@concordat/sdk/iso20022"
import type { GatewayOptions } from "../gateway.ts"
import { BODY_BYTES_MAX, STREAM_PIECE_BYTES } from "../limits.ts"
import { HEIGHT, INSTANT, object } from "../openapi/rows.ts"
import { needed } from "../requests/parameters.ts"
import { HEX, TEXT } from "../routes/record.ts"
import {
  type Asked,
  inHeader,
  inQuery,
  JSON_TYPE,
  jsonAnswer,
  type Route,
} from "../routes/route.ts"
import { planMessage, SECRET_HEADER, XML_TYPE } from "./messages.ts"
import { statementJson, statementOf } from "./statement.ts"

const NUMBER = fixed(16).jsonSchema()
const UNITS: JsonSchema = { type: "string", pattern: "^-?(0|[1-9][0-9]*)$" }
const orNull = (schema: JsonSchema): JsonSchema => ({ anyOf: [schema, { type: "null" }] })
const list = (items: JsonSchema): JsonSchema => ({ type: "array", items })
const count: JsonSchema = { type: "integer", minimum: 0 }
const XML_BODY: JsonSchema = { type: "string", contentMediaType: XML_TYPE }

const payment = { endToEndId: orNull(TEXT) }
const planSchema = object({
  ...{ message: TEXT, messageId: TEXT, schema: orNull(TEXT), height: HEIGHT, now: INSTANT },
  status: { type: "string", enum: ["ACTC", "ACSC", "PART", "RJCT"] },
  outcomes: list(
    object({
      ...{ path: TEXT, ...payment, entry: orNull(NUMBER), reason: orNull(TEXT) },
      status: { type: "string", enum: ["ACTC", "ACSC", "RJCT"] },
    }),
  ),
  operations: list(object({ command: TEXT, input: { type: "object" } })),
  lines: list(
    object({
      ...{ path: TEXT, ...payment, entry: NUMBER, line: count, asset: TEXT, debit: NUMBER },
      ...{ credit: NUMBER, amount: UNITS, uetr: orNull(NUMBER) },
    }),
  ),
  refused: list(
    object({ payment: TEXT, ...payment, path: TEXT, code: TEXT, reason: TEXT, message: TEXT }),
  ),
  drafts: list({ type: "string", contentEncoding: "base64url" }),
})

const statementSchema = object({
  ...{ account: NUMBER, owner: TEXT, asset: TEXT, currency: orNull(TEXT), decimals: count },
  ...{ from: INSTANT, to: INSTANT, whole: { type: "boolean" }, opening: UNITS, closing: UNITS },
  ...{ chain: TEXT, height: HEIGHT, time: INSTANT, appHash: HEX },
  lines: list(
    object({
      ...{ position: HEIGHT, at: INSTANT, entry: NUMBER, line: count, amount: UNITS, code: count },
      side: { type: "string", enum: ["debit", "credit"] },
      ...{ uetr: orNull(NUMBER), other: NUMBER },
    }),
  ),
})

/** Pieces of text as a body that is sent as it is taken. */
function streamOf(pieces: Generator<string>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder()
  return new ReadableStream({
    pull(controller) {
      let text = ""
      while (text.length < STREAM_PIECE_BYTES) {
        const { value, done } = pieces.next()
        if (done === true) break
        text += value
      }
      if (text === "") controller.close()
      else controller.enqueue(encoder.encode(text))
    },
  })
}

function statementRoute({ ledger }: GatewayOptions, name: StatementMessage, about: string): Route {
  return {
    ...{ method: "GET", path: `/v1/iso20022/${name}`, name: `iso20022.${name}`, tag: "money" },
    access: "read",
    about,
    more:
      `${STATEMENT_MESSAGES[name]} over a UTC day, from the read model; a day that is not over ` +
      "ends with the last block. As JSON, amounts are in smallest units.",
    parameters: [
      inQuery("account", "Required: the account, printed or in hex", TEXT),
      inQuery("day", "Any time of the day; the ledger's own unless given", TEXT),
    ],
    gives: { [XML_TYPE]: XML_BODY, [JSON_TYPE]: statementSchema },
    codes: [
      ...["field_missing", "account_malformed", "unknown_account", "period_invalid"],
      ...["height_pruned", "limit_reached", "read_model_behind", "number_out_of_range"],
    ],
    async answer({ query, accepted }: Asked) {
      const account = readAccount(needed(query["account"], "account"))
      const { time } = ledger.status()
      const day = query["day"] === undefined ? time : dayOf(query["day"])
      const statement = await statementOf(ledger, account, day)
      if (accepted === JSON_TYPE) return jsonAnswer(statementJson(statement))
      const body = streamOf(statementPieces(name, statement, ledger.status().now))
      return { status: 200, type: `${XML_TYPE}; charset=utf-8`, body }
    },
  }
}

/** A day, or a time in it. */
function dayOf(text: string): number {
  return parseTime(/^\d{4}-\d\d-\d\d$/.test(text) ? `${text}T00:00:00.000Z` : text)
}

/** Messages and statements. */
export function isoRoutes(options: GatewayOptions): readonly Route[] {
  const schemas = createSchemas(options.schemas ?? (() => null))
  return [
    {
      ...{ method: "POST", path: "/v1/iso20022/messages", name: "iso20022.plan", tag: "money" },
      access: "read",
      about: "What a message of payments comes to: lines to be signed, and what is refused",
      more:
        `Takes ${Object.keys(PAYMENT_FORMS).join(", ")}. Nothing is signed and nothing is sent: ` +
        "sign `operations`, or the `drafts` that are made for `signers`. As XML the answer is " +
        "the status report. Of an answer to a request of your own (camt.029) `outcomes` tell its " +
        "state: ACSC, the ledger has the return; ACTC, not decided; RJCT, refused, or said to be " +
        "made and not on the ledger. Ids of entries follow from the message and the secret: " +
        "keep it, and a message that you send again is paid once. `schema` names the XML schema " +
        "that the message was judged by; null: none is at hand here, and its structure was " +
        "judged only as far as it is read.",
      parameters: [
        inQuery("signers", "Thumbprints of keys, with commas: makes drafts", TEXT),
        inQuery("refuse", "Answers a request for returns: refused, for this reason", TEXT),
        inHeader(SECRET_HEADER, "Required for payments: your own, 16 to 64 bytes in hex", TEXT),
      ],
      takes: {
        [XML_TYPE]: { schema: XML_BODY, limit: BODY_BYTES_MAX },
        "text/xml": { schema: XML_BODY, limit: BODY_BYTES_MAX },
      },
      gives: { [JSON_TYPE]: planSchema, [XML_TYPE]: XML_BODY },
      codes: [
        ...["doctype_refused", "xml_malformed", "charset_unsupported", "too_deep"],
        ...["too_many_items", "message_unsupported", "schema_invalid", "field_missing"],
        ...["date_invalid", "hex_malformed", "unknown_value"],
      ],
      answer: (asked) => planMessage(options, schemas, asked),
    },
    statementRoute(options, "camt.052", "The report of an account's day so far"),
    statementRoute(options, "camt.053", "The statement of an account's day"),
    statementRoute(options, "camt.054", "The bookings of an account's day, without balances"),
  ]
}
