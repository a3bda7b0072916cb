/** Money's own routes, beside those that its definitions give: supply, payments, statements. */
import { fixed, type Hex, type Json, type JsonObject, type JsonSchema } from "@concordat/kernel"
import { eventJson } from "../answers.ts"
import type { GatewayOptions } from "../gateway.ts"
import { HEIGHT, INSTANT, object } from "../openapi/rows.ts"
import { eventCursor } from "../requests/event-cursor.ts"
import { TEXT } from "../routes/record.ts"
import { component, inPath, inQuery, JSON_TYPE, jsonAnswer, type Route } from "../routes/route.ts"
import { isoRoutes } from "./iso-routes.ts"
import { placeOf } from "./original.ts"
import { absent, accountOf, assetOf } from "./rows.ts"

type Ledger = GatewayOptions["ledger"]

/** Events of the log that one page of a statement looks at. */
const PAGE = 1_000
const ID = fixed(16)
const AMOUNT: JsonSchema = { type: "string", pattern: "^-?(0|[1-9][0-9]*)$" }
const NUMBER = ID.jsonSchema()

async function supplyOf(ledger: Ledger, asset: string): Promise<Json> {
  const { issuance, decimals } = await assetOf(ledger, asset)
  const { row, ...when } = await accountOf(ledger, issuance)
  return {
    ...{ asset, ...when, decimals, issuance },
    supply: (row.debitsPosted - row.creditsPosted).toString(),
    evidence: `/v1/evidence/money/accounts/${issuance}`,
  }
}

/** Where a payment was booked; throws `unknown_entry`. */
async function paymentOf(ledger: Ledger, uetr: Hex): Promise<Json> {
  const place = await placeOf(ledger, uetr)
  if (place === null) throw absent("unknown_entry", "No payment with this UETR is remembered.")
  return { uetr, ...place }
}

/** The account's lines among the next events of the log, and where to go on. */
async function statementOf(ledger: Ledger, account: Hex, after?: string): Promise<Json> {
  const { row, ...when } = await accountOf(ledger, account)
  const from = after === undefined ? {} : { after: eventCursor(after, ledger.status().height) }
  const page = await ledger.events({ service: "money", event: "moved", limit: PAGE, ...from })
  const lines = page.events.filter(({ fields }) => {
    const { debit, credit } = fields as JsonObject
    return debit === account || credit === account
  })
  return {
    ...{ account, asset: row.asset, ...when },
    balance: (row.creditsPosted - row.debitsPosted).toString(),
    lines: lines.map(eventJson),
    next: page.next === null ? null : `${page.next.height}.${page.next.index}`,
  }
}

/** Supply, payments by UETR, statements, messages of ISO 20022; none without the service. */
export function moneyRoutes(options: GatewayOptions): readonly Route[] {
  const { ledger } = options
  if (ledger.runtime.service("money") === undefined) return []
  const base = { method: "GET", tag: "money", access: "read" } as const
  const when = { height: HEIGHT, time: INSTANT }
  return [
    {
      ...{ ...base, path: "/v1/money/assets/{asset}/supply", name: "money.supply" },
      about: "What was issued of an asset and not taken back",
      more: "`evidence` proves it offline: the debits of the issuance account less its credits.",
      parameters: [inPath("asset", "Name of the asset", TEXT)],
      gives: {
        [JSON_TYPE]: object({
          ...{ asset: TEXT, ...when, decimals: { type: "integer" }, issuance: NUMBER },
          ...{ supply: AMOUNT, evidence: TEXT },
        }),
      },
      codes: ["unknown_asset"],
      answer: async ({ path }) => jsonAnswer(await supplyOf(ledger, path["asset"]!)),
    },
    {
      ...{ ...base, path: "/v1/money/payments/{uetr}", name: "money.payment" },
      about: "Where a payment was booked, by its UETR, of the last 31 days at least",
      parameters: [inPath("uetr", "UETR without hyphens", NUMBER)],
      gives: {
        [JSON_TYPE]: object({
          ...{ uetr: NUMBER, entry: NUMBER, line: { type: "integer" }, height: HEIGHT },
        }),
      },
      codes: ["unknown_entry"],
      answer: async ({ path }) => jsonAnswer(await paymentOf(ledger, ID.fromJson(path["uetr"]!))),
    },
    {
      ...{ ...base, path: "/v1/money/accounts/{account}/statement", name: "money.statement" },
      about: "Lines of an account in the order in which they were booked, and its balance now",
      more: "A page looks at a bounded part of the log: go on while `next` is not null.",
      parameters: [
        inPath("account", "Number of the account", NUMBER),
        inQuery("after", "`next` of the page before", TEXT),
      ],
      gives: {
        [JSON_TYPE]: object({
          ...{ account: NUMBER, asset: TEXT, ...when, balance: AMOUNT },
          lines: { type: "array", items: component("Event") },
          next: { anyOf: [TEXT, { type: "null" }] },
        }),
      },
      codes: ["unknown_account", "cursor_invalid"],
      answer: async ({ path, query }) =>
        jsonAnswer(await statementOf(ledger, ID.fromJson(path["account"]!), query["after"])),
    },
    ...isoRoutes(options),
  ]
}
