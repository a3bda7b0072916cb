/** The name somebody probably meant, for messages. */

const LENGTH_MAX = 64

/** The allowed name with the fewest edits from `name`, at most a third of its length; else null. */
export function nearestName(name: string, allowed: readonly string[]): string | null {
  if (name.length > LENGTH_MAX) return null
  let best: string | null = null
  let fewest = Math.max(1, Math.floor(name.length / 3)) + 1
  for (const candidate of allowed) {
    // As many edits as the lengths differ are needed at least.
    if (Math.abs(candidate.length - name.length) >= fewest) continue
    const count = edits(name.toLowerCase(), candidate.toLowerCase())
    if (count < fewest) {
      best = candidate
      fewest = count
    }
  }
  return best
}

/**
 * Insertions, deletions, replacements and swaps of neighbours between two words (optimal string
 * alignment), row by row.
 */
function edits(from: string, to: string): number {
  let before: readonly number[] = []
  let row = Array.from({ length: to.length + 1 }, (_, i) => i)
  for (let i = 1; i <= from.length; i++) {
    const next = [i]
    for (let j = 1; j <= to.length; j++) {
      const same = from[i - 1] === to[j - 1] ? 0 : 1
      let least = Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + same)
      const swapped = i > 1 && j > 1 && from[i - 1] === to[j - 2] && from[i - 2] === to[j - 1]
      if (swapped) least = Math.min(least, before[j - 2]! + 1)
      next.push(least)
    }
    before = row
    row = next
  }
  return row[to.length]!
}
