/** The matrix of rights: which cell counts, and the chain that it hangs on. */
import { describe, expect, it } from "vitest"
import { type Grant, matrixOf } from "./matrix.ts"

const DAY_MS = 86_400_000
const NOW = Date.parse("2026-11-28T12:00:00Z")
const day = (days: number) => new Date(NOW + days * DAY_MS).toISOString()
const [CHIEF, CLERK] = ["health/chief", "health/clerk"]

const grant = (holder: string, role: string, more: Partial<Grant> = {}): Grant => ({
  ...{ holder, role, scope: "", grantor: "health", from: day(-9), until: null, status: "active" },
  ...{ depth: holder.includes("/") ? 1 : 0, ...more },
})

function cell(all: readonly Grant[], role: string, who = CLERK, scope = "") {
  const row = matrixOf(all, [CHIEF, CLERK], NOW).find(
    (one) => one.role === role && one.scope === scope,
  )
  return row?.cells.get(who)
}

describe("the matrix", () => {
  it("has a row for each role in a scope, a cell for each principal", () => {
    const all = [
      ...[grant(CHIEF, "org.admin"), grant(CLERK, "org.approver")],
      ...[grant("health", "permits.issue"), grant(CLERK, "permits.issue", { scope: "road" })],
    ]
    const rows = matrixOf(all, [CHIEF, CLERK], NOW)
    expect(rows.map(({ role, scope }) => [role, scope])).toEqual([
      ...[
        ["org.admin", ""],
        ["org.approver", ""],
        ["permits.issue", "road"],
      ],
    ])
    expect(cell(all, "org.admin", CHIEF)?.kind).toBe("direct")
    expect(cell(all, "org.admin", CLERK)?.kind).toBe("none")
    const road = cell(all, "permits.issue", CLERK, "road")
    expect([road?.kind, road?.chain.map(({ holder }) => holder)]).toEqual([
      "direct",
      ["health", CLERK],
    ])
  })

  it("shows a grant without one above as broken, and names the link that is missing", () => {
    const own = grant(CLERK, "permits.issue")
    const alone = cell([own], "permits.issue")
    expect([alone?.kind, alone?.chain.map((link) => link.grant)]).toEqual(["broken", [null, own]])
    const ended = grant("health", "permits.issue", { until: day(-1) })
    expect(cell([own, ended], "permits.issue")?.kind).toBe("broken")
    const narrow = grant("health", "permits.issue", { scope: "road" })
    expect(cell([own, narrow], "permits.issue")?.kind).toBe("broken")
    const future = grant(CLERK, "org.approver", { from: day(1) })
    expect(cell([future], "org.approver")?.kind).toBe("broken")
  })

  it("tells what was passed on, and what ends within thirty days", () => {
    const above = grant("health", "permits.issue")
    const passed = grant(CLERK, "permits.issue", { depth: 2, grantor: CHIEF })
    const chief = grant(CHIEF, "permits.issue")
    expect(cell([above, chief, passed], "permits.issue")?.kind).toBe("delegated")
    expect(cell([above, passed], "permits.issue")?.kind).toBe("broken")
    const ending = { ...above, until: day(30) }
    expect(cell([ending, chief, passed], "permits.issue")?.kind).toBe("ending")
    expect(cell([{ ...above, until: day(31) }, chief, passed], "permits.issue")?.kind).toBe(
      "delegated",
    )
  })

  it("has no row for what nobody holds any more", () => {
    const revoked = grant(CLERK, "org.approver", { status: "revoked" })
    expect(matrixOf([revoked, grant("health", "money.pay")], [CLERK], NOW)).toEqual([])
  })
})
