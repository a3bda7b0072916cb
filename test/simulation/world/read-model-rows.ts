/**
 * S8: the rows of a read model are those of the state at the height that it states, as the auditor
 * has it, and every height is there once, with what was decided for it.
 */
import { everyRow, toHex } from "@concordat/kernel"
import { compareRows } from "../../../node/projector/compare.ts"
import { layoutOf } from "../../../node/projector/layout.ts"
import { type Contents, type Row, RowStore } from "../../../node/projector/row-store.testing.ts"
import type { World } from "./world.ts"

const rowsOf = (contents: Contents, name: string): readonly Row[] => {
  return [...(contents.get(`"ledger"."${name}"`)?.values() ?? [])]
}

const heightOf = ({ height }: Row) => BigInt(String(height))

/** Blocks, transactions and events of the ledger, each once. */
function checkHeights({ chain, fail }: Judge, contents: Contents): void {
  const [marker] = rowsOf(contents, "marker")
  const [begins, height] = [BigInt(String(marker!["begins"])), heightOf(marker!)]
  const blocks = rowsOf(contents, "blocks").toSorted((a, b) => (heightOf(a) < heightOf(b) ? -1 : 1))
  const first = begins + 1n
  if (BigInt(blocks.length) !== height - begins) fail(`${blocks.length} blocks from ${first}`)
  const transactions = Map.groupBy(rowsOf(contents, "transactions"), heightOf)
  const events = Map.groupBy(rowsOf(contents, "events"), heightOf)
  for (const [index, block] of blocks.entries()) {
    const at = first + BigInt(index)
    const decided = chain.block(at)
    const hash = toHex(block["hash"] as Uint8Array)
    if (heightOf(block) !== at || hash !== toHex(decided.block.hash)) fail(`another block ${at}`)
    const count = transactions.get(at)?.length ?? 0
    if (count !== decided.transactions.length) fail(`${count} transactions of block ${at}`)
    const told = events.get(at)?.length ?? 0
    if (told !== block["events"]) fail(`${told} events of block ${at}`)
  }
}

type Judge = { readonly chain: World["chain"]; readonly fail: (what: string) => void }

/** Every row, with the state that the auditor stands at. */
export async function checkRows(world: World, name: string, contents: Contents): Promise<void> {
  const { auditor, chain, counters } = world
  const fail = (what: string) => world.fail(`the read model of ${name} has ${what}`)
  const copy = new RowStore()
  copy.contents = contents
  const state = [...everyRow(auditor.state.rows)]
  const { height } = auditor.state
  checkHeights({ chain, fail }, contents)
  const layout = layoutOf(auditor.runtime)
  const database = copy.open(layout, async (work) => work())
  const compared = await compareRows(database, layout, rowByRow(state))
  const { difference } = compared
  counters.count("rows of read models compared", compared.rows)
  counters.count("read models compared")
  if (difference === null && compared.state === compared.readModel) return
  fail(`another row at ${height}: ${difference?.table} ${JSON.stringify(difference?.key)}`)
}

async function* rowByRow<T>(rows: readonly T[]): AsyncGenerator<T> {
  yield* rows
}
