/**
 * The ledger as of a moment of the past: the block that counts then, and its rows. The node's state
 * tells them while it is kept, later the read model, if it runs; else the node refuses.
 */
import type { TableShape } from "@concordat/kernel"
import {
  type Client,
  getReadModel,
  getRow,
  listBlocks,
  queryBlocks,
  queryRows,
  type RowAnswer,
  SdkError,
  status,
} from "@concordat/sdk"
import type { RowJson } from "../ledger.tsx"
import { parameterOf } from "../list/fields.ts"
import type { TablePlace } from "../row-path.ts"
import { lastBlockBy, momentOf, type Place } from "./moment.ts"

const NOT_FOUND = 404

/** A row as of a block, null where there was none. */
export type Found = {
  readonly height: string
  /** RFC 3339; null of a genesis. */
  readonly time: string | null
  readonly row: RowJson | null
  /** Whether the node keeps the state of that block, which evidence is made of. */
  readonly provable: boolean
}

/** That a ledger began later: RFC 3339 of its first block. */
export type Unborn = { readonly began: string }

/** An absent row is an answer too: the refusal names the height at which there is none. */
function absent(failure: unknown): Pick<RowAnswer, "height" | "row"> {
  if (!(failure instanceof SdkError) || failure.status !== NOT_FOUND) throw failure
  const { height } = failure.facts
  // A height that is not reached yet is no row's absence.
  if (height === undefined || failure.facts.code === "height_not_reached") throw failure
  return { height, row: null }
}

async function blockOf(client: Client, height: bigint): Promise<Place | undefined> {
  const { blocks } = await listBlocks(client, { before: String(height + 1n), limit: 1 })
  const [block] = blocks
  return block === undefined || block.height !== String(height) ? undefined : placeOf(block)
}

function placeOf({ height, time }: { readonly height: string; readonly time: string }): Place {
  return { height: BigInt(height), time: Date.parse(time) }
}

/** The block of a time by halves, of a node whose read model does not run. */
async function searched(client: Client, time: number, first: Place, tip: Place): Promise<Place> {
  return lastBlockBy(time, first, tip, async (height) => {
    const found = await blockOf(client, height)
    if (found === undefined) throw new Error(`Block ${height} is missing.`)
    return found
  })
}

type Then = { readonly height: string; readonly time: string | null }

/** The last block of a time or earlier; of what this node let go, the block before its first. */
async function blockBy(client: Client, time: number, modelled: boolean): Promise<Then | Unborn> {
  const ledger = await status(client)
  const tip = placeOf(ledger)
  if (time >= tip.time) return then(tip)
  if (modelled) {
    const page = { until: new Date(time).toISOString(), limit: 1 }
    const [block] = (await queryBlocks(client, page)).items
    if (block !== undefined) return block
  }
  const lowest = BigInt(ledger.first) > 1n ? BigInt(ledger.first) : 1n
  if (tip.height < lowest) return { began: ledger.time }
  const first = await blockOf(client, lowest)
  if (first === undefined) throw new Error(`Block ${lowest} is missing.`)
  if (time >= first.time) return then(await searched(client, time, first, tip))
  if (lowest > 1n) return { height: String(lowest - 1n), time: null }
  return { began: new Date(first.time).toISOString() }
}

const then = ({ height, time }: Place): Then => {
  return { height: String(height), time: new Date(time).toISOString() }
}

/** The block that an address asks for; a height is the node's to judge. */
async function thenOf(client: Client, at: string, modelled: boolean): Promise<Then | Unborn> {
  const moment = momentOf(at)
  if ("time" in moment) return blockBy(client, moment.time, modelled)
  const isHeight = /^[1-9]\d{0,17}$/.test(moment.height)
  const block = isHeight ? await blockOf(client, BigInt(moment.height)) : undefined
  return block === undefined ? { height: moment.height, time: null } : then(block)
}

/** Where the rows of a moment are read. */
type Rows = {
  readonly row: (place: TablePlace, shape: TableShape, key: readonly string[]) => Promise<Found>
}

/**
 * The rows of now, or of the moment that an address asks for. They throw `height_pruned` where
 * nobody here keeps it.
 */
export async function rowsAsOf(client: Client, at: string | null): Promise<Rows | Unborn> {
  if (at === null) {
    const row: Rows["row"] = async ({ service, table }, _shape, key) => {
      const found = await getRow(client, service, table, key).catch(absent)
      return { time: null, ...found, provable: true }
    }
    return { row }
  }
  const model = await getReadModel(client).catch(() => null)
  const modelled = model?.state === "ready"
  const block = await thenOf(client, at, modelled)
  if ("began" in block) return block
  const { provableFrom } = await status(client)
  const isHeight = /^\d+$/.test(block.height)
  const isKept = !isHeight || BigInt(block.height) >= BigInt(provableFrom)
  return { row: isKept || !modelled ? ofState(client, block) : ofModel(client, block) }
}

/** Of the node's state, which refuses what it does not keep. */
function ofState(client: Client, { height: at, time }: Then): Rows["row"] {
  return async ({ service, table }, _shape, key) => {
    const found = await getRow(client, service, table, key, { at }).catch(absent)
    return { time, ...found, provable: true }
  }
}

function ofModel(client: Client, { height, time }: Then): Rows["row"] {
  return async ({ service, table }, { keyFields }, key) => {
    const named = keyFields.map(({ name }, at) => [parameterOf(name), key[at]!])
    const asked = { ...Object.fromEntries(named), at: height, limit: 1 }
    const { rows } = await queryRows(client, service, table, asked)
    return { height, time, row: rows[0] ?? null, provable: false }
  }
}
