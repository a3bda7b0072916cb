/** Standings in words, at every time. */
import type { Standing } from "@concordat/services/provenance"
import { describe, expect, test } from "vitest"
import { judgeStanding, type ProvenStanding, STANDING_AGE_MS_MAX } from "./standing-answers.ts"

const DAY = 86_400_000
const NOW = Date.UTC(2026, 6, 10, 9, 10)
const GOOD: Standing = {
  state: "valid",
  reason: null,
  order: null,
  since: NOW - 30 * DAY,
  until: null,
}
const since = NOW - 9 * DAY

function proven(
  item: Partial<Standing> | null,
  more: Partial<ProvenStanding> = {},
): ProvenStanding {
  const standing = item === null ? null : { ...GOOD, since, ...item }
  return { statement: GOOD, item: standing, until: null, asOf: NOW - 60_000, ...more }
}

describe("still valid, and newest", () => {
  test("nothing was said against it", () => {
    for (const item of [null, {}]) {
      const verdict = judgeStanding(proven(item), NOW)
      expect(verdict.overall).toBe("genuine")
      expect(verdict.valid).toMatchObject({ holds: true, sentence: "As of today 09:09 UTC." })
      expect(verdict.newest.sentence).toBe("No newer version as of today 09:09 UTC.")
    }
  })

  test("revoked, with its reason, however old the proof is", () => {
    const revoked = proven(
      { state: "revoked", reason: "issued_in_error" },
      { asOf: NOW - 90 * DAY },
    )
    const verdict = judgeStanding(revoked, NOW)
    expect(verdict.overall).toBe("revoked")
    expect(verdict.valid).toMatchObject({ holds: false, sentence: "Revoked: issued in error." })
  })

  test("suspended until a time, and valid again after it", () => {
    const suspended = proven({ state: "suspended", reason: "court_order", until: NOW + DAY })
    const verdict = judgeStanding(suspended, NOW)
    expect(verdict.overall).toBe("genuine_suspended")
    expect(verdict.valid.sentence).toMatch(/^Suspended until 11 July 2026, 09:10 UTC/)
    const lapsed = { ...suspended, asOf: NOW + DAY }
    expect(judgeStanding(lapsed, NOW + DAY).overall).toBe("genuine")
  })

  test("replaced", () => {
    const verdict = judgeStanding(proven({ state: "superseded", reason: "corrected" }), NOW)
    expect(verdict.overall).toBe("genuine_replaced")
    expect(verdict.newest.sentence).toBe("Replaced on 1 July 2026. Ask for the new one.")
  })

  test("disposed", () => {
    const verdict = judgeStanding(proven({ state: "disposed" }), NOW)
    expect(verdict).toMatchObject({ overall: "genuine_disposed", valid: { code: "disposed" } })
  })

  test("expired, and not a millisecond before", () => {
    const ends = proven(null, { until: NOW })
    expect(judgeStanding(ends, NOW - 1).overall).toBe("genuine")
    expect(judgeStanding(ends, NOW)).toMatchObject({
      overall: "genuine_expired",
      valid: { holds: false, sentence: "Expired on 10 July 2026." },
    })
  })

  test("a document is never better than its statement", () => {
    const withdrawn: Standing = { ...GOOD, state: "revoked", reason: "key_compromised" }
    for (const item of [null, {}, { state: "suspended", reason: "unspecified" } as const]) {
      const verdict = judgeStanding(proven(item, { statement: withdrawn }), NOW)
      expect(verdict.overall).toBe("revoked")
      expect(verdict.valid.sentence).toBe("Revoked: the seal was stolen.")
    }
  })

  test("a proof older than a day is of that day: the standing today is not known", () => {
    const old = proven(null, { asOf: NOW - STANDING_AGE_MS_MAX - 1 })
    const verdict = judgeStanding(old, NOW)
    expect(verdict.overall).toBe("genuine_status_unknown")
    expect(verdict.valid).toMatchObject({
      holds: null,
      sentence: "Last known 9 July 2026; offline.",
    })
    expect(verdict.newest.holds).toBeNull()
    expect(judgeStanding(proven(null, { asOf: NOW - STANDING_AGE_MS_MAX }), NOW).overall).toBe(
      "genuine",
    )
  })
})
