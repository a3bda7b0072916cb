/** Each row of the doctor's table is provoked by facts, and its number is what comes first. */
import { describe, expect, it } from "vitest"
import type { Machine } from "./checks.ts"
import { diagnose } from "./diagnose.ts"
import { facts, logged, peersWithout, stopped, voters } from "./facts.testing.ts"
import type { Facts } from "./facts.ts"

const MACHINE: Machine = {
  ...{ version: "1", node: "24", sockets: ["/s"], fileLimit: 8_192, portsTaken: [] },
}
const causeOf = (of: Facts) => diagnose(of, MACHINE).cause

const room = (freeBytes: number, syncMs: number | null = null) => [
  { path: "/data", freeBytes, totalBytes: 2 ** 36, syncMs },
]
const others = (...hashes: readonly (string | null)[]) =>
  hashes.map((appHash, i) => ({ name: `n${i}`, appHash, clockAheadMs: 0, version: null }))
const asked = (...ms: readonly number[]) =>
  ms.map((clockAheadMs, i) => ({ name: `n${i}`, appHash: null, clockAheadMs, version: null }))

/** Row, what it is about, the facts, and a part of what is said. */
const ROWS: readonly (readonly [number, string, Facts, string])[] = [
  [1, "a panic", facts({ engine: { panic: "nil block" } }), "nil block"],
  [
    ...([1, "a panic over the clock"] as const),
    facts({ engine: { pid: null, panic: "block time x is too far in the future" } }),
    "too far in the future",
  ],
  [2, "no process", facts({ process: "gone", ledger: null }), "a kill or a power cut"],
  [
    ...([2, "a process that stopped by itself"] as const),
    facts({ process: "gone", ledger: null, log: [stopped("engine_ended", "with status 1: port")] }),
    "with status 1: port",
  ],
  [
    ...([2, "an engine that ended, and once named an app hash"] as const),
    facts({ process: "gone", log: [stopped("engine_ended", "status 1: appHash AA")] }),
    "status 1: appHash AA",
  ],
  [2, "a paused process", facts({ process: "paused", ledger: null }), "paused"],
  [2, "no engine", facts({ engine: { pid: null, standing: null } }), "engine is gone"],
  [
    ...([3, "other nodes agree on another root"] as const),
    facts({ compared: { height: 9n, appHash: "aa" }, others: others("bb", "bb", "aa") }),
    "not that of 2 other nodes",
  ],
  [
    ...([3, "the engine says so"] as const),
    facts({ engine: { pid: null, panic: "invalid block: wrong Block.Header.AppHash" } }),
    "wrong Block.Header.AppHash",
  ],
  [
    ...([3, "the node stopped over it"] as const),
    facts({ process: "gone", ledger: null, log: [stopped("root_mismatch", "Another root.")] }),
    "Another root.",
  ],
  [4, "a clock that is ahead", facts({ others: asked(-700, -650, 10) }), "650 ms ahead of"],
  [
    ...([4, "a vote that is late, where no clock answers"] as const),
    facts({ others: [], consensus: { voteAheadMs: -2_400 } }),
    "2400 ms behind",
  ],
  [
    ...([4, "a vote of another time, whatever the clocks say"] as const),
    facts({ others: asked(0, 0, 0), consensus: { voteAheadMs: 600_000 } }),
    "600000 ms ahead of",
  ],
  [
    ...([5, "two of four vote"] as const),
    facts({ consensus: { step: 4, voters: voters(0, 1) } }),
    "20 of 40 is heard, 27 decide: nothing is decided since 2026-11-28T11:59:48.000Z. " +
      "Missing: health (n4), interior (n3).",
  ],
  [
    ...([5, "two of four are connected"] as const),
    facts({ engine: { peers: peersWithout([2, 3], false) } }),
    "20 of 40",
  ],
  [
    ...([6, "a peer that answers is not connected"] as const),
    facts({ engine: { peers: peersWithout([3], true) } }),
    "health (n4)",
  ],
  [7, "late proposals", facts({ consensus: { round: 3, step: 3, voters: voters(0, 1, 2) } }), "3"],
  [
    ...([8, "rejected proposals"] as const),
    facts({
      consensus: { round: 4, step: 6, voters: voters(0, 1, 2, 3), against: voters(1, 2) },
      log: [logged("proposal_refused", "no", { reason: "expired" })],
    }),
    "This node refused: expired. Against: interior (n3), justice (n2).",
  ],
  [
    ...([9, "an open call"] as const),
    facts({
      engine: { consensus: null },
      log: [logged("engine_slow", "", { call: "finalize_block", ms: 2_000 }, 3_000)],
    }),
    "finalize_block has been open for 5 s",
  ],
  [
    ...([10, "a silent signer"] as const),
    facts({ engine: { signed: 3n, standing: { height: 11n, catchingUp: false, rate: 2 } } }),
    "signed height 3 last",
  ],
  [10, "a signer that is ahead", facts({ engine: { signed: 900n } }), "signed height 900 last"],
  [
    ...([10, "an engine that waits, as it knows of no vote"] as const),
    facts({
      engine: { pid: null, standing: null },
      log: [{ ...stopped("signer_state_stale", "a vote of this key"), code: "engine_restarted" }],
    }),
    "a vote of this key",
  ],
  [
    ...([10, "a node that stopped, as its memory is old"] as const),
    facts({ process: "gone", log: [stopped("signer_state_stale", "a later one")] }),
    "a later one",
  ],
  [11, "no room", facts({ folders: room(2 ** 20) }), "1 MiB are free"],
  [11, "a slow disk", facts({ folders: room(2 ** 34, 1_400) }), "1400 ms"],
  [
    ...([11, "a node that stopped without room"] as const),
    facts({ process: "gone", ledger: null, log: [logged("disk_full", "No room.")] }),
    "is full",
  ],
  [
    ...([12, "blocks to fetch"] as const),
    facts({ engine: { standing: { height: 2n, catchingUp: true, rate: 5 } } }),
    "at block 2, 10 to go, about 2 s",
  ],
  [
    ...([12, "a start under way"] as const),
    facts({ ledger: null, engine: { standing: null }, log: [logged("replay_progress", "1 of 9")] }),
    "1 of 9",
  ],
  [13, "nothing to order", facts(), "block 11 is of 2026-11-28T11:59:48.000Z"],
  [13, "nothing to order, embedded engine", facts({ engine: null }), "block 11"],
]

describe("the doctor names", () => {
  it.each(ROWS)("row %i: %s", (row, _, of, said) => {
    const cause = causeOf(of)
    expect(cause).toMatchObject({ row, sign: expect.stringContaining(said) })
    expect(cause!.advice.length).toBeGreaterThan(5)
  })

  it("every row of its table", () => {
    expect(new Set(ROWS.map(([row]) => row)).size).toBe(13)
  })

  it("no cause where blocks are closed, and the first where several hold", () => {
    const busy = { height: 11n, catchingUp: false, rate: 3 }
    expect(causeOf(facts({ engine: { standing: busy } }))).toBeNull()
    const both = diagnose(
      facts({ engine: { peers: peersWithout([1, 2], true) }, folders: room(0) }),
      MACHINE,
    )
    expect(both.findings.map(({ row }) => row)).toEqual([5, 6, 11, 13])
    expect(both.cause?.row).toBe(5)
  })
})

describe("the doctor does not name", () => {
  it.each([
    ["a node away of which nothing is reachable", { engine: { peers: peersWithout([3], false) } }],
    ["one other node of three with another root", { others: others("bb", "aa", "aa") }],
    [
      "a late vote where the clocks agree",
      { others: asked(0, 0), consensus: { voteAheadMs: -9_000 } },
    ],
    ["the clock of one other", { others: asked(-900, 0, 0) }],
    ["votes that are on their way", { consensus: { step: 4, still: false, voters: voters(0) } }],
  ] as const)("%s", (_, changed) => {
    const compared = { height: 9n, appHash: "aa" }
    expect(causeOf(facts({ compared, ...changed }))?.row).toBe(13)
  })
})

describe("the machine", () => {
  const checks = (of: Facts, machine = MACHINE) =>
    diagnose(of, machine).checks.filter(({ ok }) => !ok)

  it("passes where all is well", () => {
    expect(checks(facts())).toEqual([])
  })

  it.each([
    ["free_space", facts({ folders: room(2 ** 30) }), {}],
    ["clock", facts({ others: asked(-900, -900) }), {}],
    ["versions", facts({ others: [{ ...others(null)[0]!, version: "2" }] }), {}],
    ["peers", facts({ engine: { peers: peersWithout([1], false) } }), {}],
    ["ports", facts(), { portsTaken: ["26610"] }],
    ["socket_length", facts(), { sockets: ["/x".repeat(60)] }],
    ["file_limit", facts(), { fileLimit: 1_024 }],
  ])("%s", (name, of, machine) => {
    expect(checks(of, { ...MACHINE, ...machine }).map((check) => check.name)).toEqual([name])
  })
})
