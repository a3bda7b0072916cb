/** What a row was, version by version, as the moments at which it was made, changed or deleted. */
import type { RowVersion } from "@concordat/sdk"

/** One moment: `before` is what the row was until then, null where it was not there. */
export type VersionMoment = {
  readonly kind: "made" | "changed" | "deleted" | "found"
  readonly height: string
  /** Null where the read model does not know the block. */
  readonly time: string | null
  /** Who did it; null: nobody, or who deleted it, which no version tells. */
  readonly by: RowVersion["by"]
  readonly before: RowVersion["value"] | null
  readonly after: RowVersion["value"] | null
}

/**
 * The moments, newest first. The oldest version of a page that is followed by another one is there
 * to be compared with alone; one at or below `begins` was found, and nothing tells since when.
 */
export function momentsOf(
  versions: readonly RowVersion[],
  begins: string,
  isWhole: boolean,
): readonly VersionMoment[] {
  return versions.flatMap((version, at): readonly VersionMoment[] => {
    const { value, time, by, ended, endedTime } = version
    const { height } = version.writer
    const newer = versions[at - 1]
    const older = versions[at + 1]
    const isGone = ended !== null && ended !== newer?.writer.height
    const gone: readonly VersionMoment[] = isGone
      ? [
          {
            ...{ kind: "deleted", height: ended, time: endedTime, by: null },
            ...{ before: value, after: null },
          },
        ]
      : []
    if (older === undefined && !isWhole) return gone
    const before = older?.ended === height ? older.value : null
    const isFound = older === undefined && BigInt(height) <= BigInt(begins) && by === null
    const kind = isFound ? "found" : before === null ? "made" : "changed"
    return [...gone, { kind, height, time, by, before, after: value }]
  })
}
