/** What the ledger says of a document, with evidence. No route takes a document, on purpose. */
import {
  type Hash,
  Invalid,
  type Json,
  type Party,
  party,
  Refusal,
  type Row,
  stateKey,
  time,
  toBase64url,
} from "@concordat/kernel"
import type { ClaimRequest } from "@concordat/node"
import { keys, organisations } from "@concordat/services/organisations"
import { classes, items, statements } from "@concordat/services/provenance"
import { integer } from "../requests/parameters.ts"
import { DECIMAL, HEX, hashText, TEXT } from "../routes/record.ts"
import {
  type Asked,
  component,
  inPath,
  inQuery,
  JSON_TYPE,
  jsonAnswer,
  type Route,
} from "../routes/route.ts"
import { type Register, registrationOf, statementRow } from "./register.ts"

/** The statement that a document was registered by: named by the caller, or by its own row. */
async function statementOf(
  { options: { ledger } }: Register,
  item: Uint8Array,
  named: string | undefined,
): Promise<Hash> {
  if (named !== undefined) return hashText(named, "statement")
  const { value } = await ledger.row(item)
  if (value !== null) return (items.readRow(value) as Row<typeof items>).statement
  const message = "The ledger has no row of this document; name the statement of its batch."
  throw new Refusal("unknown_item", message, {}, 404)
}

function issuerOf(text: string): Party {
  try {
    return party.fromJson(text)
  } catch (failure) {
    if (!(failure instanceof Invalid)) throw failure
    throw new Invalid(failure.code, "/organisation", failure.message, failure.details)
  }
}

/** All that a verifier needs of the ledger to judge a document. */
async function claimsOf(
  { options: { ledger }, receipts }: Register,
  { statement, item, event }: { statement: Hash; item: Uint8Array; event: bigint },
  row: Row<typeof statements>,
): Promise<readonly ClaimRequest[]> {
  const absent = (await ledger.row(item)).value === null
  return [
    { event },
    { value: stateKey(statements, { statement }) },
    { value: stateKey(classes, { class: row.class }) },
    { value: stateKey(keys, { key: row.key }) },
    { value: stateKey(organisations, { organisation: row.issuer }) },
    absent ? { absence: item } : { value: item },
    ...receipts.keys.map(({ kid }) => ({ value: stateKey(keys, { key: kid }) })),
  ]
}

async function checkPage(register: Register, { path, query }: Asked): Promise<Json> {
  const { followed, receipts } = register
  const { ledger } = register.options
  const issuer = issuerOf(path["organisation"]!)
  const item = stateKey(items, { issuer, handle: hashText(path["handle"]!, "handle") })
  const name = await statementOf(register, item, query["statement"])
  const { statement, row } = await statementRow(register, name)
  const registration = await registrationOf(register, statement)
  const { event, position } = registration
  const { from } = query
  const bundle = await ledger.evidence({
    claims: await claimsOf(register, { statement, item, event }, row),
    ...(from === undefined ? {} : { anchor: integer(from, "from") }),
  })
  const signed = receipts.of(await followed.log(), position)
  const { height, time: instant } = ledger.status()
  return {
    height: height.toString(),
    time: time.toJson(instant),
    bundle: toBase64url(bundle),
    statement: toBase64url(await followed.bytes(registration)),
    receipts: signed.map(({ receipt }) => toBase64url(receipt)),
  }
}

/** `/v1/provenance/check/{organisation}/{handle}`. */
export function checkRoute(register: Register): Route {
  return {
    ...{ method: "GET", path: "/v1/provenance/check/{organisation}/{handle}" },
    access: "verify",
    ...{ name: "provenance.check", tag: "provenance" },
    about: "What the ledger says of a document: statement, standing, evidence, receipts",
    parameters: [
      inPath("organisation", "Who issued it", TEXT, "education"),
      inPath("handle", "Its public name", HEX),
      inQuery("statement", "The statement of its batch, where the document has no row", HEX),
      inQuery("from", "Height of the header that the verifier trusts", DECIMAL),
    ],
    gives: { [JSON_TYPE]: component("DocumentCheck") },
    codes: ["unknown_item", "unknown_statement"],
    answer: async (asked) => jsonAnswer(await checkPage(register, asked)),
  }
}
