/** The statement log for auditors: signed statements, receipts, heads and their consistency. */
import { hashOf, type Json, Refusal, toBase64url } from "@concordat/kernel"
import { integer } from "../requests/parameters.ts"
import { DECIMAL, HEX } from "../routes/record.ts"
import {
  bytesAnswer,
  component,
  inPath,
  inQuery,
  JSON_TYPE,
  jsonAnswer,
  type Route,
} from "../routes/route.ts"
import { beforeHere } from "./follow-statements.ts"
import { type Register, registrationOf, statementRow } from "./register.ts"

const COSE = "application/cose"
const STATEMENT = inPath("statement", "SHA-256 of the signed statement", HEX)
const SIZE = inPath("size", "Statements below the head", DECIMAL, "1")

/**
 * A size of the log; throws `Refusal` `height_not_reached` beyond the present one, `height_pruned`
 * below what this node knows, but for 0.
 */
function sizeUpTo(text: string, most: bigint, name: string, from: bigint): bigint {
  const size = integer(text, name)
  if (size > 0n && size < from) throw beforeHere(`The log's head of size ${size} is not here`, from)
  if (size <= most) return size
  const details = { actual: text, expected: `0..${most}` }
  throw new Refusal("height_not_reached", "The log has no head of this size.", details, 404)
}

async function receiptsPage(register: Register, text: string): Promise<Json> {
  const { statement } = await statementRow(register, text)
  const { position, transaction, event } = await registrationOf(register, statement)
  const log = await register.followed.log()
  const receipts = register.receipts.of(log, position)
  return {
    ...{ statement, transaction, event: event.toString(), position: position.toString() },
    size: log.size.toString(),
    receipts: receipts.map(({ organisation, receipt }) => {
      return { organisation, receipt: toBase64url(receipt) }
    }),
  }
}

async function headsPage({ followed, receipts }: Register, text: string): Promise<Json> {
  const log = await followed.log()
  const size = sizeUpTo(text, log.size, "size", followed.from)
  const heads = receipts.heads(log, size).map(({ organisation, head: { header, signature } }) => {
    const { kid, algorithm } = header
    return { organisation, key: kid, algorithm, signature: toBase64url(signature) }
  })
  return { size: size.toString(), root: hashOf(log.root(size)), heads }
}

async function consistencyPage(
  { followed }: Register,
  query: Readonly<Record<string, string | undefined>>,
): Promise<Json> {
  const log = await followed.log()
  const to = sizeUpTo(query["second"] ?? log.size.toString(), log.size, "second", followed.from)
  const from = sizeUpTo(query["first"] ?? "0", to, "first", followed.from)
  return {
    ...{ first: from.toString(), second: to.toString() },
    root: hashOf(log.root(to)),
    path: log.consistency(from, to).map(hashOf),
  }
}

function statementRoutes(register: Register): readonly Route[] {
  const base = {
    method: "GET",
    tag: "provenance",
    access: "verify",
    parameters: [STATEMENT],
  } as const
  const path = "/v1/provenance/statements/{statement}"
  return [
    {
      ...{ ...base, path: `${path}/signed`, name: "provenance.statement" },
      about: "A registered statement as its office signed it: a COSE_Sign1",
      gives: { [COSE]: { type: "string", contentMediaType: COSE } },
      codes: ["unknown_statement"],
      async answer({ path: { statement: text } }) {
        const { statement } = await statementRow(register, text!)
        const registration = await registrationOf(register, statement)
        return bytesAnswer(await register.followed.bytes(registration), COSE)
      },
    },
    {
      ...{ ...base, path: `${path}/receipts`, name: "provenance.receipts" },
      about: "Where a statement stands in the log, and receipts of this gateway's organisations",
      gives: { [JSON_TYPE]: component("StatementReceipts") },
      codes: ["unknown_statement"],
      answer: async ({ path: { statement } }) =>
        jsonAnswer(await receiptsPage(register, statement!)),
    },
  ]
}

/** Statements, receipts, heads and consistency of the statement log. */
export function logRoutes(register: Register): readonly Route[] {
  const base = {
    method: "GET",
    tag: "provenance",
    access: "verify",
    codes: ["height_not_reached"],
  } as const
  return [
    ...statementRoutes(register),
    {
      ...{ ...base, path: "/v1/provenance/log/consistency", name: "provenance.consistency" },
      about: "Proof that the statement log of one size begins that of a greater one (RFC 9162)",
      parameters: [
        inQuery("first", "Size of the earlier log; 0 unless given", DECIMAL),
        inQuery("second", "Size of the later log; the present one unless given", DECIMAL),
      ],
      gives: { [JSON_TYPE]: component("Consistency") },
      answer: async ({ query }) => jsonAnswer(await consistencyPage(register, query)),
    },
    {
      ...{ ...base, path: "/v1/provenance/heads/{size}", name: "provenance.heads" },
      about: "The head of the statement log at a size, signed by this gateway's organisations",
      parameters: [SIZE],
      gives: { [JSON_TYPE]: component("SignedHeads") },
      answer: async ({ path: { size } }) => jsonAnswer(await headsPage(register, size!)),
    },
  ]
}
