/** What becomes of a file that a disk, a copy or a hand damages, kind by kind. */

/** A file as it is, as it was before, and the same file of another ledger or owner. */
export type Versions = {
  readonly now: Uint8Array
  readonly older: Uint8Array
  readonly other: Uint8Array
}

const PAGE_BYTES = 512

/** The bytes instead of the file; null: it is gone. */
const DAMAGE = {
  "bit flip": ({ now }) => {
    const bytes = now.slice()
    bytes[now.length >> 1]! ^= 1
    return bytes
  },
  truncated: ({ now }) => now.slice(0, now.length >> 1),
  swapped: ({ other }) => other,
  missing: () => null,
  "zeroed page": ({ now }) => {
    const bytes = now.slice()
    const from = Math.max(0, (now.length - PAGE_BYTES) >> 1)
    return bytes.fill(0, from, from + PAGE_BYTES)
  },
  "older copy": ({ older }) => older,
  // A write of which the power left the first three quarters, before what stood there or nothing.
  torn: ({ now, older }) => {
    const from = Math.floor((now.length * 3) / 4)
    const isSame = Buffer.compare(now, older) === 0
    const rest = isSame ? new Uint8Array(now.length - from) : older.subarray(from)
    return Uint8Array.of(...now.subarray(0, from), ...rest)
  },
} as const satisfies Record<string, (versions: Versions) => Uint8Array | null>

export type Damage = keyof typeof DAMAGE
export const DAMAGES = Object.keys(DAMAGE) as readonly Damage[]

/** The file after the damage; throws where that would leave it as it was. */
export function damagedBy(damage: Damage, versions: Versions): Uint8Array | null {
  const bytes = DAMAGE[damage](versions)
  if (bytes !== null && Buffer.compare(bytes, versions.now) === 0) {
    throw new Error(`${damage} leaves it as it was`)
  }
  return bytes
}
