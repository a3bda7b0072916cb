/** What is: status, anchors, blocks, transactions. Every answer names its height. */
import {
  anchorKind,
  decodeTransaction,
  encode,
  type Hash,
  hashOf,
  type Json,
  Refusal,
  transactionToJson,
  wholeBlockKind,
} from "@concordat/kernel"
import type { Ledger } from "@concordat/node"
import { blockJson, blockRecordJson, statusJson, transactionJson } from "../answers.ts"
import type { GatewayOptions } from "../gateway.ts"
import { TRANSACTION_EVENTS_MAX } from "../limits.ts"
import { integer, pageLimit } from "../requests/parameters.ts"
import { DECIMAL, HEX, hashText, heightUpTo, LIMIT, unknownRecord } from "./record.ts"
import {
  type Asked,
  bytesAnswer,
  component,
  inPath,
  inQuery,
  JSON_TYPE,
  jsonAnswer,
  type Route,
} from "./route.ts"

type Query = Asked["query"]

/** Media type of a whole block: canonical CBOR. */
const BLOCK_TYPE = "application/vnd.concordat.block+cbor"
const jsonOf = (name: string) => ({ [JSON_TYPE]: component(name) })
const limitParameter = inQuery("limit", "Entries of a page", LIMIT)

async function transactionPage(ledger: Ledger, id: Hash): Promise<Json> {
  const record = await ledger.transaction(id)
  if (record === null) throw unknownRecord("transaction")
  const content = transactionToJson(decodeTransaction(record.bytes, ledger.runtime), ledger.runtime)
  const { first, count } = record.events
  const shown = Math.min(count, TRANSACTION_EVENTS_MAX)
  const positions = Array.from({ length: shown }, (_, i) => first + BigInt(i))
  const events = await Promise.all(positions.map((position) => ledger.event(position)))
  const found = events.filter((one) => one !== null)
  return transactionJson(record, content, found)
}

function statusPage({ ledger, version }: GatewayOptions): Json {
  const services = ledger.runtime.services.map(({ name, about, version }) => {
    return { name, about, version }
  })
  return { ...statusJson(ledger.status()), services, version }
}

async function blocksPage(ledger: Ledger, { before, limit }: Query): Promise<Json> {
  const below = before === undefined ? {} : { before: integer(before, "before") }
  const blocks = await ledger.blocks({ limit: pageLimit(limit), ...below })
  const last = blocks.at(-1)
  const next = last === undefined || last.height <= 1n ? null : last.height.toString()
  return { height: ledger.status().height.toString(), blocks: blocks.map(blockJson), next }
}

/** The path by which the log's first entries begin a longer one (RFC 9162, section 2.1.4). */
async function consistencyPage(ledger: Ledger, { first, second }: Query): Promise<Json> {
  const { size, root } = ledger.status().log
  const to = second === undefined ? size : integer(second, "second")
  const from = first === undefined ? 0n : integer(first, "first")
  if (to > size || from > to) {
    const details = { actual: from > to ? from.toString() : to.toString(), expected: `0..${size}` }
    throw new Refusal("height_not_reached", "The log has no head of this size.", details, 404)
  }
  const path = await ledger.consistency(from, to)
  const head = to === size ? root : null
  return { first: from.toString(), second: to.toString(), root: head, path: path.map(hashOf) }
}

function blockRoutes({ ledger }: GatewayOptions): readonly Route[] {
  const base = { method: "GET", tag: "ledger", access: "read" } as const
  return [
    {
      ...{ ...base, path: "/v1/blocks", name: "blocks", about: "Blocks, newest first" },
      parameters: [inQuery("before", "Only blocks below this height", DECIMAL), limitParameter],
      gives: jsonOf("BlockPage"),
      answer: async ({ query }) => jsonAnswer(await blocksPage(ledger, query)),
    },
    {
      ...{ ...base, path: "/v1/blocks/{height}", name: "block", about: "One block" },
      parameters: [inPath("height", "Number of the block", DECIMAL, "2")],
      gives: jsonOf("BlockDetail"),
      codes: ["height_not_reached", "unknown_record"],
      async answer({ path }) {
        const block = await ledger.block(heightUpTo(path["height"]!, ledger.status().height))
        if (block === null) throw unknownRecord("block")
        return jsonAnswer(blockRecordJson(block))
      },
    },
    {
      ...{ ...base, path: "/v1/blocks/{height}/whole", name: "wholeBlock" },
      about: "One block with all transactions and results, proved by the header above it",
      parameters: [inPath("height", "Number of the block", DECIMAL, "2")],
      gives: { [BLOCK_TYPE]: { type: "string", contentMediaType: BLOCK_TYPE } },
      codes: ["height_not_reached", "height_pruned", "unknown_record"],
      async answer({ path }) {
        const height = heightUpTo(path["height"]!, ledger.status().height)
        const block = await ledger.wholeBlock(height)
        if (block === null) throw unknownRecord("block")
        return bytesAnswer(encode(wholeBlockKind, block), BLOCK_TYPE)
      },
    },
    {
      ...{ ...base, path: "/v1/transactions/{id}", name: "transaction" },
      about: "One transaction: its receipt, content, events and bytes",
      parameters: [inPath("id", "The transaction's id", HEX)],
      gives: jsonOf("Transaction"),
      codes: ["unknown_record"],
      answer: async ({ path }) =>
        jsonAnswer(await transactionPage(ledger, hashText(path["id"]!, "id"))),
    },
  ]
}

function consistencyRoute({ ledger }: GatewayOptions): Route {
  return {
    ...{ method: "GET", tag: "ledger", path: "/v1/consistency", name: "consistency" },
    access: "verify",
    about: "Proof that the event log of one size begins the log of a greater one (RFC 9162)",
    parameters: [
      inQuery("first", "Size of the earlier log; 0 unless given", DECIMAL),
      inQuery("second", "Size of the later log; the present one unless given", DECIMAL),
    ],
    gives: jsonOf("Consistency"),
    codes: ["height_not_reached"],
    answer: async ({ query }) => jsonAnswer(await consistencyPage(ledger, query)),
  }
}

/** `/v1/status`, `/v1/anchor`, blocks, transactions, the log's consistency. */
export function readRoutes(options: GatewayOptions): readonly Route[] {
  const { ledger } = options
  const base = { method: "GET", tag: "ledger", access: "verify" } as const
  return [
    {
      ...{ ...base, path: "/v1/status", name: "status", about: "What the ledger is at now" },
      gives: jsonOf("Status"),
      answer: () => jsonAnswer(statusPage(options)),
    },
    {
      ...{ ...base, path: "/v1/anchor", name: "anchor", about: "A trust anchor" },
      more: "What a verifier starts from. The newest, or that of a height.",
      parameters: [inQuery("at", "Height of its header", DECIMAL)],
      gives: jsonOf("Anchor"),
      codes: ["height_not_reached", "height_pruned"],
      async answer({ query: { at } }) {
        const wanted = at === undefined ? undefined : heightUpTo(at, ledger.status().height)
        return jsonAnswer(anchorKind.toJson(await ledger.anchor(wanted)))
      },
    },
    ...blockRoutes(options),
    consistencyRoute(options),
  ]
}
