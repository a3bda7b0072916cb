/**
 * Makes an export from a node: rows with proofs of presence or absence, blocks with their results,
 * opened commitments, sealed at the end. The key that seals is the first row; all rows stand after
 * one block, and come before the blocks, as a node proves rows of its last heights only. It comes
 * in parts, as it is asked for; nothing is kept but a digest an item.
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
  type Row,
  stampMs,
  toHex,
  WHOLE_BLOCK_LIMITS,
  type WholeBlock,
  wholeBlockKind,
} from "@concordat/kernel"
import { keys } from "@concordat/services/organisations"
import type { CaseOpening } from "@concordat/services/oversight"
import { type Client, request } from "../client.ts"
import { getEvidence, getRowEvidence } from "../evidence.ts"
import { getBlock } from "../read.ts"
import { SdkError } from "../sdk-error.ts"
import { encodeItem, framed, INDEX_HASHES_MAX, type Item, type Manifest } from "./items.ts"
import { AUDIT_VERSION, type AuditSeal, sealFault, sealManifest } from "./seal.ts"

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
  /** Milliseconds of 1970, by the clock of who seals; the ledger's time where that is later. */
  readonly now: number
  /** Heights of the first and the last block. */
  readonly range: { readonly from: bigint; readonly to: bigint } | null
  /** The rows, of which all that is known is to be known as of the height that they are given. */
  rows(at: string): AsyncIterable<AskedRow> | Iterable<AskedRow>
  readonly openings: readonly CaseOpening[]
  /** Height of the header that verifiers trust. */
  readonly anchor: string
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
  try {
    return await getRowEvidence(client, "organisations", "consortium", [], from, to.toString())
  } catch (failure) {
    if (!(failure instanceof SdkError) || failure.code !== "height_pruned") throw failure
    const reason = `Nothing happened up to block ${to} that proves it: end the range later.`
    throw new Refusal("height_pruned", reason, { height: to.toString() }, 410)
  }
}

const heightNotReached = (reason: string) => new Refusal("height_not_reached", reason, {}, 404)

/** The key that seals, proved after the newest height that can be. */
type Sealing = {
  readonly bundle: Uint8Array
  readonly chain: string
  /** The height after which all rows are proved. */
  readonly at: bigint
  readonly made: number
}

/** Throws `Refusal` `key_purpose_mismatch` where a verifier would not take the seal. */
async function sealingOf(client: Client, { by, seal, now, anchor }: AskedExport): Promise<Sealing> {
  const bundle = await getRowEvidence(client, "organisations", "keys", [seal.kid], anchor)
  const { chain, height: at, header, claims } = decodeBundle(bundle)
  const [claim] = claims
  const row = claim !== undefined && "value" in claim ? keys.readRow(claim.value.value) : null
  const time = stampMs(header.time)
  const made = Math.max(now, time)
  const fault = sealFault(row as Row<typeof keys> | null, by, { made, time })
  if (fault === null) return { bundle, chain, at, made }
  const reason = `The key ${seal.kid} does not seal. ${fault}`
  throw new Refusal("key_purpose_mismatch", reason, { key: seal.kid }, 403)
}

/** Evidence of the rows. Throws `height_pruned` where the node went on too far meanwhile. */
async function* provedRows(client: Client, { rows, anchor }: AskedExport, at: bigint) {
  const height = at.toString()
  let taken = 0
  try {
    for await (const { service, table, key } of rows(height)) {
      yield await getRowEvidence(client, service, table, key, anchor, height)
      taken++
    }
  } catch (failure) {
    if (!(failure instanceof SdkError) || failure.code !== "height_pruned") throw failure
    const reason =
      `The node has gone on too far to prove more rows after block ${height}; ${taken} were ` +
      "taken. Take fewer at once."
    throw new Refusal("height_pruned", reason, { height }, 410)
  }
}

/** Items in the order of the file, and of which block each is. */
async function* itemsOf(
  client: Client,
  asked: AskedExport,
  { bundle, at }: Sealing,
): AsyncGenerator<readonly [item: Item, height: bigint | null]> {
  const { range, openings, anchor } = asked
  yield [{ bundle }, null]
  for await (const row of provedRows(client, asked, at)) yield [{ bundle: row }, null]
  if (range !== null) {
    for (let height = range.from; height <= range.to; height++) {
      yield [{ block: await wholeBlock(client, height) }, height]
    }
    yield [{ bundle: await closing(client, range.to, anchor) }, null]
  }
  for (const opening of openings) yield [{ opening }, null]
}

/**
 * The file of an export, in parts. Throws what the node refuses with: `height_pruned` where it
 * lacks blocks or proofs, `height_not_reached` where blocks are yet to come; and
 * `key_purpose_mismatch` where nobody would take the seal.
 */
export async function* exportAudit(client: Client, asked: AskedExport): AsyncGenerator<Uint8Array> {
  const { by, seal, range, onItem } = asked
  if (range !== null && range.from > range.to) {
    throw heightNotReached("The range ends before it begins.")
  }
  const sealing = await sealingOf(client, asked)
  const { chain, at, made } = sealing
  if (range !== null && range.to > at) {
    throw heightNotReached(
      `The range ends with block ${range.to}; ${at} is the last one certified.`,
    )
  }
  const handed = new Handed()
  for await (const [item, height] of itemsOf(client, asked, sealing)) {
    const part = handed.bytes(item)
    onItem?.(handed.digests.length, height)
    yield part
  }
  const { root, digests } = handed
  const about = { from: range?.from ?? null, to: range?.to ?? null }
  const manifest: Manifest = {
    ...{ v: AUDIT_VERSION, chain, by, made, ...about },
    ...{ items: digests.length, root },
  }
  for (let from = 0; from < digests.length; from += INDEX_HASHES_MAX) {
    yield framed(encodeItem({ index: digests.slice(from, from + INDEX_HASHES_MAX) }))
  }
  yield framed(encodeItem({ seal: sealManifest(manifest, seal) }))
}
