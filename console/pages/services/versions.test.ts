/** Moments of a row: made, changed, deleted, made again; what is not known is not told. */
import type { RowVersion } from "@concordat/sdk"
import { describe, expect, it } from "vitest"
import { momentsOf } from "./versions.ts"

const TRANSACTION = "ab".repeat(32)

/** A version of the blocks from `from` on, until `ended`; its value tells where it began. */
function version(from: number, ended: number | null, isByHand = true): RowVersion {
  const caller = "education/registrar"
  return {
    value: { from },
    writer: { height: String(from), transaction: isByHand ? 0 : null, operation: null },
    time: `2026-01-01T00:00:${String(from).padStart(2, "0")}.000Z`,
    by: isByHand ? { transaction: TRANSACTION, caller, command: "a.b" } : null,
    ended: ended === null ? null : String(ended),
    endedTime: ended === null ? null : `2026-01-01T00:00:${String(ended).padStart(2, "0")}.000Z`,
  }
}

const told = (versions: readonly RowVersion[], begins = "1", isWhole = true) =>
  momentsOf(versions, begins, isWhole).map(({ kind, height, before, after }) => [
    ...[kind, height, before?.["from"] ?? null, after?.["from"] ?? null],
  ])

describe("moments of a row", () => {
  it("are its versions, each compared with the one that it replaced", () => {
    expect(told([version(9, null), version(5, 9), version(2, 5)])).toEqual([
      ["changed", "9", 5, 9],
      ["changed", "5", 2, 5],
      ["made", "2", null, 2],
    ])
  })

  it("tell that it was deleted, and made again", () => {
    expect(told([version(9, null), version(2, 5)])).toEqual([
      ["made", "9", null, 9],
      ["deleted", "5", 2, null],
      ["made", "2", null, 2],
    ])
    const [gone] = momentsOf([version(2, 5)], "1", true)
    expect(gone).toMatchObject({ kind: "deleted", time: "2026-01-01T00:00:05.000Z", by: null })
  })

  it("do not say made of what was found where history begins", () => {
    expect(told([version(8, null), version(4, 8, false)], "4")).toEqual([
      ["changed", "8", 4, 8],
      ["found", "4", null, 4],
    ])
  })

  it("leave out the oldest of a page that another one follows, as it cannot be compared", () => {
    expect(told([version(9, null), version(5, 9)], "1", false)).toEqual([["changed", "9", 5, 9]])
    expect(told([version(9, null), version(2, 5)], "1", false)).toEqual([
      ["made", "9", null, 9],
      ["deleted", "5", 2, null],
    ])
  })

  it("are none of a row that never was", () => {
    expect(told([])).toEqual([])
  })
})
