/** Evidence: what can be checked offline, as the bundle's bytes or, by `Accept`, as its JSON. */
import { bundleKind, decodeBundle, type Service, type TableShape } from "@concordat/kernel"
import type { ClaimRequest } from "@concordat/node"
import type { GatewayOptions } from "../gateway.ts"
import { integer } from "../requests/parameters.ts"
import { keyFromPath, keyParameters, keyTemplate } from "../state-path.ts"
import { DECIMAL, HEX, hashText } from "./record.ts"
import {
  type Answer,
  type Asked,
  bytesAnswer,
  component,
  inPath,
  inQuery,
  JSON_TYPE,
  jsonAnswer,
  type Route,
} from "./route.ts"

/** Media type of a bundle's canonical bytes. */
const EVIDENCE_TYPE = "application/vnd.concordat.evidence+cbor"
const DOWNLOAD = { "Content-Disposition": 'attachment; filename="concordat.evidence"' }

type Ledger = GatewayOptions["ledger"]

/** The bundle of a claim in the form that was asked for. */
async function evidenceAnswer(
  ledger: Ledger,
  { query: { from, at }, accepted }: Asked,
  claim: ClaimRequest,
): Promise<Answer> {
  const bytes = await ledger.evidence({
    claims: [claim],
    ...(from === undefined ? {} : { anchor: integer(from, "from") }),
    ...(at === undefined ? {} : { at: integer(at, "at") }),
  })
  if (accepted === JSON_TYPE) return jsonAnswer(bundleKind.toJson(decodeBundle(bytes)))
  return { ...bytesAnswer(bytes, EVIDENCE_TYPE), headers: DOWNLOAD }
}

const shared = {
  method: "GET",
  tag: "evidence",
  access: "verify",
  gives: {
    [EVIDENCE_TYPE]: { type: "string", contentMediaType: EVIDENCE_TYPE },
    [JSON_TYPE]: component("Bundle"),
  },
  codes: ["unknown_record", "height_pruned", "height_not_reached"],
} as const

const FROM = inQuery("from", "Height of the header that the verifier trusts", DECIMAL)
const AT = inQuery("at", "Prove after this height: one of the last 100", DECIMAL)

/** What proves a row, or that there is none. */
function rowRoute(ledger: Ledger, service: Service, table: TableShape): Route {
  return {
    ...shared,
    path: `/v1/evidence/${service.name}/${table.name}${keyTemplate(table)}`,
    name: `evidence.${service.name}.${table.name}`,
    about: `Evidence of a row of ${table.name}, or that there is none`,
    parameters: [...keyParameters(table), FROM, AT],
    async answer(asked) {
      const key = keyFromPath(table, asked.path)
      const { at } = asked.query
      const { value } = await ledger.row(key, at === undefined ? undefined : integer(at, "at"))
      return evidenceAnswer(ledger, asked, value === null ? { absence: key } : { value: key })
    },
  }
}

/** Evidence of transactions, of events, and of every table's rows. */
export function evidenceRoutes({ ledger }: GatewayOptions): readonly Route[] {
  return [
    {
      ...{ ...shared, path: "/v1/evidence/transactions/{id}", name: "evidence.transaction" },
      about: "Evidence that a block holds a transaction, and of its outcome",
      parameters: [inPath("id", "The transaction's id", HEX), FROM],
      answer: (asked) =>
        evidenceAnswer(ledger, asked, { transaction: hashText(asked.path["id"]!, "id") }),
    },
    {
      ...{ ...shared, path: "/v1/evidence/events/{position}", name: "evidence.event" },
      about: "Evidence that the log holds an event",
      parameters: [inPath("position", "Position in the event log, from 0", DECIMAL, "0"), FROM, AT],
      answer: (asked) =>
        evidenceAnswer(ledger, asked, { event: integer(asked.path["position"]!, "position") }),
    },
    ...ledger.runtime.services.flatMap((service) =>
      Object.values(service.tables)
        .filter(({ raw }) => raw === null)
        .map((table) => rowRoute(ledger, service, table)),
    ),
  ]
}
