/** `concordat follow`: what happens on a ledger, a line an item, as it happens. */
import { type Json, jsonText } from "@concordat/kernel"
import {
  type Block,
  type FeedItems,
  follow,
  type LedgerEvent,
  type Receipt,
  type RowChange,
  type Stream,
  status,
} from "@concordat/sdk"
import { connect } from "../connect.ts"
import type { Common, Environment } from "../environment.ts"
import { UsageError } from "../failure.ts"
import { printable, visible } from "../layout.ts"
import type { Answer } from "../output.ts"

/** What is followed, and until when. */
export type FollowFlags = Common & {
  readonly stream?: string
  readonly service?: string
  readonly command?: string
  readonly event?: string
  readonly table?: string
  readonly key?: string
  readonly organisation?: string
  readonly from?: string
  readonly after?: string
  readonly limit?: string
}

const fieldsOf = (fields: object) =>
  Object.entries(fields).map(([name, value]) =>
    typeof value === "string" ? `${name}=${value}` : `${name}=${JSON.stringify(value)}`,
  )

function blockWords({ time, hash, transactions, operations }: Block): readonly string[] {
  return [time, hash, `transactions=${transactions}`, `operations=${operations}`]
}

function receiptWords({ time, transaction, status, operations }: Receipt): readonly string[] {
  const commands = [...new Set(operations.map(({ command }) => command))]
  const codes = [...new Set(operations.flatMap(({ code }) => code ?? []))]
  return [time, transaction, status, ...commands, ...codes.map((code) => `code=${code}`)]
}

function eventWords({ time, service, event, fields }: LedgerEvent): readonly string[] {
  return [time, `${service}.${event}`, ...fieldsOf(fields)]
}

function rowWords({ service, table, key, value }: RowChange): readonly string[] {
  return [`${service}.${table}`, ...fieldsOf(key), ...(value ? fieldsOf(value) : ["deleted"])]
}

const WORDS: { readonly [S in Stream]: (item: FeedItems[S]) => readonly string[] } = {
  blocks: blockWords,
  transactions: receiptWords,
  events: eventWords,
  rows: rowWords,
}

function streamOf(name: string): Stream {
  if (Object.hasOwn(WORDS, name)) return name as Stream
  const hint = `Streams are ${Object.keys(WORDS).join(", ")}.`
  throw new UsageError("unknown_argument", `There is no stream "${name.slice(0, 64)}".`, hint)
}

function limitOf(text: string | undefined): number {
  if (text === undefined) return Infinity
  if (/^[1-9][0-9]{0,8}$/.test(text)) return Number(text)
  const message = `--limit is no number of items: "${text.slice(0, 64)}".`
  throw new UsageError("unknown_argument", message, "Give one such as 100.")
}

/** Follows until it is interrupted, or `--limit` items came. Throws what `follow` throws. */
export async function followVerb(environment: Environment, flags: FollowFlags): Promise<Answer> {
  const { json, url: _, stream: named = "events", limit, ...asked } = flags
  const stream = streamOf(named)
  const most = limitOf(limit)
  const client = connect(environment, flags)
  // The feed waits for a ledger that is away; somebody at a terminal wants to know at once.
  await status(client)
  let count = 0
  for await (const { cursor, item } of follow(client, { ...asked, stream })) {
    const line = json
      ? jsonText({ cursor, item } as unknown as Json)
      : visible(printable([cursor, ...WORDS[stream](item as never)].join("  ")))
    environment.out(`${line}\n`)
    if (++count === most) break
  }
  return { lines: [], json: null, printed: true }
}
