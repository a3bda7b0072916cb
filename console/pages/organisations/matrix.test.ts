/** The matrix of rights: which cell counts, and the chain that it hangs on. */
import type { Party } from "@concordat/kernel"
import { describe, expect, it } from "vitest"
import { matrixOf, type StoredGrant } from "./matrix.ts"

const DAY_MS = 86_400_000
const NOW = Date.parse("2026-11-28T12:00:00Z")
const day = (days: number) => NOW + days * DAY_MS
const [HEALTH, CHIEF, CLERK] = ["health", "health/chief", "health/clerk"] as Party[] as [
  Party,
  Party,
  Party,
]
const PEOPLE = [CHIEF, CLERK].map((party) => ({ party, isActive: true }))

const grant = (holder: Party, role: string, more: Partial<StoredGrant> = {}): StoredGrant => ({
  ...{ holder, role, scope: "", grantor: HEALTH, from: day(-9), until: null, status: "active" },
  ...{ depth: holder.includes("/") ? 1 : 0, limit: null, delegable: true, ...more },
})

function cell(all: readonly StoredGrant[], role: string, people = PEOPLE, scope = "") {
  const row = matrixOf(all, people, NOW).find((one) => one.role === role && one.scope === scope)
  return row?.cells.get(CLERK)
}

const stands = (all: readonly StoredGrant[], role: string, people = PEOPLE) =>
  cell(all, role, people)?.chain.map((link) => link.stands)

describe("the matrix", () => {
  it("has a row for each role in a scope, a cell for each principal", () => {
    const all = [
      ...[grant(CHIEF, "org.admin"), grant(CLERK, "org.approver")],
      ...[grant(HEALTH, "permits.issue"), grant(CLERK, "permits.issue", { scope: "road" })],
    ]
    const rows = matrixOf(all, PEOPLE, NOW)
    expect(rows.map(({ role, scope }) => `${role} ${scope}`)).toEqual([
      ...["org.admin ", "org.approver ", "permits.issue road"],
    ])
    expect(rows[0]!.cells.get(CHIEF)?.kind).toBe("direct")
    expect(cell(all, "org.admin")?.kind).toBe("none")
    const road = cell(all, "permits.issue", PEOPLE, "road")
    expect([road?.kind, road?.chain.map(({ holder }) => holder)]).toEqual([
      ...["direct", [HEALTH, CLERK]],
    ])
  })

  it("shows a grant without one above as broken, and names the link that is missing", () => {
    const own = grant(CLERK, "permits.issue")
    expect(cell([own], "permits.issue")?.kind).toBe("broken")
    expect(stands([own], "permits.issue")).toEqual(["missing", "counts"])
    const ended = grant(HEALTH, "permits.issue", { until: day(-1) })
    expect(stands([own, ended], "permits.issue")).toEqual(["ended", "counts"])
    const narrow = grant(HEALTH, "permits.issue", { scope: "road" })
    expect(cell([own, narrow], "permits.issue")?.kind).toBe("broken")
    const future = grant(CLERK, "org.approver", { from: day(1) })
    expect(stands([future], "org.approver")).toEqual(["ended"])
  })

  it("tells what was passed on, and what ends within thirty days", () => {
    const above = grant(HEALTH, "permits.issue")
    const passed = grant(CLERK, "permits.issue", { depth: 2, grantor: CHIEF })
    const chief = grant(CHIEF, "permits.issue")
    expect(cell([above, chief, passed], "permits.issue")?.kind).toBe("delegated")
    expect(cell([above, passed], "permits.issue")?.kind).toBe("broken")
    const ending = { ...above, until: day(30) }
    expect(cell([ending, chief, passed], "permits.issue")?.kind).toBe("ending")
    const later = { ...above, until: day(31) }
    expect(cell([later, chief, passed], "permits.issue")?.kind).toBe("delegated")
  })

  it("counts nothing that its grantor may not pass on, as the ledger does not", () => {
    const chief = grant(CHIEF, "permits.issue", { delegable: false })
    const passed = grant(CLERK, "permits.issue", { depth: 2, grantor: CHIEF })
    const all = [grant(HEALTH, "permits.issue"), chief, passed]
    expect(cell(all, "permits.issue")?.kind).toBe("broken")
    expect(stands(all, "permits.issue")).toEqual(["counts", "kept", "counts"])
  })

  it("counts nothing of who is suspended or retired", () => {
    const all = [grant(HEALTH, "permits.issue"), grant(CLERK, "permits.issue")]
    const away = [{ party: CLERK, isActive: false }]
    expect(cell(all, "permits.issue", away)?.kind).toBe("broken")
    expect(stands(all, "permits.issue", away)).toEqual(["counts", "idle"])
  })

  it("has no row for what nobody holds any more", () => {
    const revoked = grant(CLERK, "org.approver", { status: "revoked" })
    expect(matrixOf([revoked, grant(HEALTH, "money.pay")], PEOPLE, NOW)).toEqual([])
  })
})
