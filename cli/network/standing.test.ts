/** What is said of a network as a whole: the margin to the third, and who is missing. */
import type { Hash, Party } from "@concordat/kernel"
import type { LedgerStatus } from "@concordat/sdk"
import { describe, expect, it } from "vitest"
import type { Plan } from "./plan.ts"
import { type NodeStanding, networkStanding } from "./standing.ts"
import { withFault } from "./wires/faults.ts"

const STATUS = { height: "7", appHash: "00" }
const seats = (total: number) =>
  Array.from({ length: total }, (_, at) => ({
    ...{ address: "", key: `${at}`, power: "10", organisation: `o${at + 1}`, signed: true },
  }))

/** So many nodes, of which the first ones are away. */
function standings(total: number, away: number): readonly NodeStanding[] {
  return Array.from({ length: total }, (_, at) => ({
    node: {
      ...{ name: `n${at + 1}`, organisation: `o${at + 1}` as Party, validator: `${at}` as Hash },
      ...{ nodeId: "", peers: "", metrics: "", gateway: 0 },
    },
    process: at < away ? null : 1,
    state: at < away ? ("gone" as const) : ("runs" as const),
    status: at < away ? null : ({ ...STATUS, validators: seats(total) } as unknown as LedgerStatus),
    ...{ round: at < away ? null : "8/0/1", peers: 0 },
  }))
}
const plan: Plan = { format: 1, chain: "net-dev-1", run: "", nodes: [] }

describe("a network", () => {
  it.each([
    [1, 0, "1 of 1 organisations are online, no other may fail."],
    [4, 0, "4 of 4 organisations are online, 1 more may fail."],
    [4, 1, "3 of 4 organisations are online, no other may fail. Missing: o1 (n1)."],
    [
      ...([4, 2] as const),
      "2 of 4 organisations are online, too few to decide anything. Missing: o1 (n1), o2 (n2).",
    ],
    [7, 0, "7 of 7 organisations are online, 2 more may fail."],
    [7, 1, "6 of 7 organisations are online, 1 more may fail. Missing: o1 (n1)."],
  ])("of %i, %i away: %s", (total, away, sentence) => {
    const standing = networkStanding(plan, standings(total, away))
    expect(standing.sentence).toBe(sentence)
    expect(standing.json).toMatchObject({ total, online: total - away, margin: standing.margin })
    expect(standing.json.missing).toHaveLength(away)
  })

  it("does not count a gateway whose engine is away", () => {
    const [first, ...rest] = standings(4, 0)
    const { json } = networkStanding(plan, [{ ...first!, round: null }, ...rest])
    expect(json).toMatchObject({ online: 3, margin: 0, missing: ["o1"] })
  })

  it("counts those who reach each other, and seats whose node is not here", () => {
    const cut = withFault({}, ["n1>n2", "n1>n3", "n4>n1"], { cut: true })
    expect(networkStanding(plan, standings(4, 0), cut).json).toMatchObject({
      ...{ online: 3, margin: 0, missing: ["o1"], faults: { "n1>n2": { cut: true } } },
    })
    expect(networkStanding(plan, standings(4, 0).slice(1)).json).toMatchObject({
      ...{ online: 3, total: 4, margin: 0, missing: ["o1"] },
    })
  })

  it("goes by power, not by heads", () => {
    const heavy = standings(4, 1).map((each) => {
      const validators = each.status?.validators.map((one) =>
        one.key === "0" ? { ...one, power: "100" } : one,
      )
      const status = { ...each.status, validators } as unknown as LedgerStatus
      return each.status === null ? each : { ...each, status }
    })
    expect(networkStanding(plan, heavy).json).toMatchObject({ online: 3, margin: -1 })
  })
})
