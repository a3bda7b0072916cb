/** What happened minute by minute, from the newest blocks and transactions that were told. */
import type { Block, Receipt } from "@concordat/sdk"

const MINUTE_MS = 60_000
/** Minutes that are shown at most. */
const SHOWN = 30

/** Figures a minute, oldest first; null: before what is known. */
export type Minutes = {
  readonly operations: readonly (number | null)[]
  readonly refused: readonly (number | null)[]
  /** How many minutes are known. */
  readonly known: number
}

type Told = {
  /** In any order. */
  readonly blocks: readonly Pick<Block, "height" | "time" | "operations">[]
  readonly receipts: readonly Pick<Receipt, "time" | "operations">[]
}

/** The minutes up to `now`, milliseconds of 1970. */
export function minutesOf({ blocks, receipts }: Told, now: number): Minutes {
  const placeOf = (time: string) =>
    SHOWN - 1 - Math.max(0, Math.floor((now - Date.parse(time)) / MINUTE_MS))
  const heights = blocks.map(({ height }) => BigInt(height))
  const whole = heights.length === 0 || heights.some((height) => height <= 1n)
  const oldest = blocks.map(({ time }) => placeOf(time)).reduce((a, b) => Math.min(a, b), SHOWN - 1)
  const first = whole ? 0 : Math.max(0, oldest)
  const blank = () => Array.from({ length: SHOWN }, (_, at) => (at < first ? null : 0))
  const operations: (number | null)[] = blank()
  const refused: (number | null)[] = blank()
  const add = (counts: (number | null)[], time: string, count: number) => {
    const at = placeOf(time)
    if (at >= first) counts[at] = (counts[at] ?? 0) + count
  }
  for (const block of blocks) add(operations, block.time, block.operations)
  for (const receipt of receipts) {
    add(refused, receipt.time, receipt.operations.filter(isRefused).length)
  }
  return { operations, refused, known: SHOWN - first }
}

const isRefused = ({ outcome }: Receipt["operations"][number]) => outcome === "refused"

/** Seconds between blocks, oldest first; `blocks` newest first. */
export function intervalsOf(blocks: readonly Pick<Block, "time">[], most: number): number[] {
  const times = blocks.slice(0, most + 1).map(({ time }) => Date.parse(time))
  return times
    .slice(0, -1)
    .map((time, at) => (time - times[at + 1]!) / 1000)
    .toReversed()
}
