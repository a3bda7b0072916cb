/**
 * Makes an export from a node: blocks with their results, rows with proofs of presence or absence,
 * opened commitments, sealed at the end. It comes in parts, as it is asked for; nothing is kept but
 * a digest an item.
 */
import {
  appendToLog,
  decode,
  decodeBundle,
  EMPTY_LOG,
  type Hash,
  hashOf,
  type LogHead,
  leafHashOf,
  logRoot,
  type Party,
  Refusal,
  toHex,
  WHOLE_BLOCK_LIMITS,
  type WholeBlock,
  wholeBlockKind,
} from "@concordat/kernel"
import type { CaseOpening } from "@concordat/services/oversight"
import { type Client, request } from "../client.ts"
import { getEvidence, getRowEvidence } from "../evidence.ts"
import { getBlock, status } from "../read.ts"
import { encodeItem, framed, INDEX_HASHES_MAX, type Item, type Manifest } from "./items.ts"
import { AUDIT_VERSION, type AuditSeal, sealManifest } from "./seal.ts"

/** A row to be proved, or its absence: key fields in schema order. */
export type AskedRow = {
  readonly service: string
  readonly table: string
  readonly key: readonly string[]
}

/** What an export is to hold, and who seals it. */
export type AskedExport = {
  readonly by: Party
  readonly seal: AuditSeal
  /** Milliseconds of 1970. */
  readonly made: number
  /** Heights of the first and the last block. */
  readonly range: { readonly from: bigint; readonly to: bigint } | null
  readonly rows: AsyncIterable<AskedRow> | Iterable<AskedRow>
  readonly openings: readonly CaseOpening[]
  /** Height of the header that verifiers trust; default: the lowest that the node has. */
  readonly anchor?: string
  /** Told after each item: how many there are, and of which block the last was. */
  onItem?(items: number, height: bigint | null): void
}

/** Digests and root of what was handed out so far. */
class Handed {
  private log: LogHead = EMPTY_LOG
  readonly digests: Hash[] = []

  bytes(item: Item): Uint8Array {
    const encoded = encodeItem(item)
    const leaf = leafHashOf(encoded)
    this.log = appendToLog(this.log, [leaf])
    this.digests.push(toHex(leaf) as Hash)
    return framed(encoded)
  }

  get root(): Hash {
    return hashOf(logRoot(this.log))
  }
}

/** A block of the node with its results. Throws what `request` throws: `height_pruned` and such. */
async function wholeBlock(client: Client, height: bigint): Promise<WholeBlock> {
  const bytes = await request(client, `/v1/blocks/${height}/whole`)
  return decode(wholeBlockKind, bytes, WHOLE_BLOCK_LIMITS)
}

/** Evidence of anything after a block: its header is the one above, which certifies the range. */
async function closing(client: Client, to: bigint, from: string): Promise<Uint8Array> {
  const { items, events } = await getBlock(client, to.toString())
  const id = items.find(({ transaction }) => transaction !== null)?.transaction
  if (id) return getEvidence(client, `/v1/evidence/transactions/${id}`, from)
  const last = BigInt(events.first) + BigInt(events.count) - 1n
  if (last >= 0n) {
    return getEvidence(client, `/v1/evidence/events/${last}`, from, to.toString())
  }
  return getRowEvidence(client, "organisations", "consortium", [], from, to.toString())
}

/**
 * The height after which rows are proved, once for all of them: the last block, or the one below
 * where nothing is certified above it.
 */
async function provedAt(client: Client, from: string): Promise<string> {
  const bytes = await getRowEvidence(client, "organisations", "consortium", [], from)
  return decodeBundle(bytes).height.toString()
}

/**
 * The file of an export, in parts. Throws what the node refuses with: `height_pruned` where it
 * lacks blocks, `height_not_reached` where they are yet to come.
 */
export async function* exportAudit(client: Client, asked: AskedExport): AsyncGenerator<Uint8Array> {
  const { by, seal, made, range, rows, openings, onItem } = asked
  const { chain, first } = await status(client)
  if (range !== null && range.from > range.to) {
    throw new Refusal("height_not_reached", "The range ends before it begins.", {}, 404)
  }
  const anchor = asked.anchor ?? first ?? "1"
  const handed = new Handed()
  const give = (item: Item, height: bigint | null = null) => {
    const bytes = handed.bytes(item)
    onItem?.(handed.digests.length, height)
    return bytes
  }

  if (range !== null) {
    for (let height = range.from; height <= range.to; height++) {
      yield give({ block: await wholeBlock(client, height) }, height)
    }
    yield give({ bundle: await closing(client, range.to, anchor) })
  }
  const at = await provedAt(client, anchor)
  const proved = ({ service, table, key }: AskedRow) =>
    getRowEvidence(client, service, table, key, anchor, at)
  for await (const row of rows) yield give({ bundle: await proved(row) })
  const sealing = { service: "organisations", table: "keys", key: [seal.kid] }
  yield give({ bundle: await proved(sealing) })
  for (const opening of openings) yield give({ opening })

  const { root, digests } = handed
  const about = { from: range?.from ?? null, to: range?.to ?? null }
  const manifest: Manifest = {
    v: AUDIT_VERSION,
    chain,
    by,
    made,
    ...about,
    items: digests.length,
    root,
  }
  for (let from = 0; from < digests.length; from += INDEX_HASHES_MAX) {
    yield framed(encodeItem({ index: digests.slice(from, from + INDEX_HASHES_MAX) }))
  }
  yield framed(encodeItem({ seal: sealManifest(manifest, seal) }))
}
