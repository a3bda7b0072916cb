/** Places in a stream, as the gateway writes them: `12.3`, or `12` for all of block 12. */

type Place = { readonly height: bigint; readonly index: number }

const FORM = /^(\d{1,19})(?:\.(\d{1,9}))?$/

function placeOf(cursor: string): Place | null {
  const [, height, index] = FORM.exec(cursor) ?? []
  if (height === undefined) return null
  return { height: BigInt(height), index: index === undefined ? Infinity : Number(index) }
}

/** Whether a cursor stands behind another; of what is none, nothing is behind. */
export function isBehind(cursor: string, other: string | null): boolean {
  const place = placeOf(cursor)
  if (place === null) return false
  const before = other === null ? null : placeOf(other)
  if (before === null) return true
  if (place.height !== before.height) return place.height > before.height
  return place.index > before.index
}
