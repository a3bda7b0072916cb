/**
 * What the streams tell of a block. An item is made into JSON once, whoever waits for it, and only
 * if somebody does.
 */
import type { Json, Runtime } from "@concordat/kernel"
import type { BlockNotice, BlockSummary, Cursor, EventRecord, Receipt } from "@concordat/node"
import { blockJson, eventJson, receiptJson } from "../answers.ts"
import { organisationsIn } from "./organisations-in.ts"
import type { Filters, Stream, Wanted } from "./wanted.ts"

/** One item of a stream. */
export type Item = {
  readonly at: Cursor
  fits(wanted: Wanted): boolean
  /** Its JSON. */
  text(): string
}

/** The same text, made when it is asked for first. */
export function once(json: () => Json): () => string {
  let made: string | null = null
  return () => {
    made ??= JSON.stringify(json())
    return made
  }
}

/** A block as an item. */
export function blockItem(block: BlockSummary): Item {
  const at = { height: block.height, index: 0 }
  return { at, fits: () => true, text: once(() => blockJson(block)) }
}

function commandFits(name: string, { service, command }: Filters): boolean {
  const [of, own] = name.split(".")
  return (service === undefined || service === of) && (command === undefined || command === own)
}

/** A transaction as an item; filters look at each of its operations. */
export function receiptItem(receipt: Receipt): Item {
  const { height, index, operations } = receipt
  return {
    at: { height, index },
    fits: ({ filters }) =>
      Object.keys(filters).length === 0 ||
      operations.some(({ command }) => commandFits(command, filters)),
    text: once(() => receiptJson(receipt)),
  }
}

/** An event as an item. */
export function eventItem(runtime: Runtime, event: EventRecord): Item {
  const { height, index } = event
  const concerned = () => {
    const kind = runtime.events.get(`${event.service}/${event.event}`)?.kind
    return kind === undefined ? [] : organisationsIn(kind.field, event.fields as Json)
  }
  return {
    at: { height, index },
    fits: ({ filters: { service, event: name, organisation } }) =>
      (service === undefined || service === event.service) &&
      (name === undefined || name === event.event) &&
      (organisation === undefined || concerned().includes(organisation)),
    text: once(() => eventJson(event)),
  }
}

/** Items of a block by stream; rows are not told to listeners, so the journal is asked for them. */
export type BlockItems = Readonly<Partial<Record<Stream, readonly Item[]>>>

/** The items of what a listener was told. */
export function itemsOf(runtime: Runtime, { block, events, receipts }: BlockNotice): BlockItems {
  return {
    blocks: [blockItem(block)],
    transactions: receipts.map(receiptItem),
    events: events.map((event) => eventItem(runtime, event)),
  }
}
