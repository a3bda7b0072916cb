/** A moment as an address names it, `?at=`: a time, a day to its end, or the height of a block. */

const TIME = /^\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\d(\.\d{1,3})?Z)?$/
const DAY_LENGTH = 10

/** What is asked for; a text that is no time stands for a height, which the node judges. */
type Moment = { readonly time: number } | { readonly height: string }

/** Reads an address. */
export function momentOf(text: string): Moment {
  if (!TIME.test(text)) return { height: text }
  const time = Date.parse(text.length === DAY_LENGTH ? `${text}T23:59:59.999Z` : text)
  return Number.isNaN(time) ? { height: text } : { time }
}

/** A block by its place and time, milliseconds of 1970. */
export type Place = { readonly height: bigint; readonly time: number }

/**
 * The last block of a time or earlier between two that are known, `low` at or before it and `high`
 * after it: times ascend with heights, so that each question halves what is left.
 */
export async function lastBlockBy(
  time: number,
  low: Place,
  high: Place,
  blockOf: (height: bigint) => Promise<Place>,
): Promise<Place> {
  let [found, beyond] = [low, high.height]
  while (beyond - found.height > 1n) {
    const middle = await blockOf((found.height + beyond) / 2n)
    if (middle.time <= time) found = middle
    else beyond = middle.height
  }
  return found
}
