/** The journal of a batch: torn, damaged, and of another job. */
import { concat, Invalid, sha256Hex, utf8 } from "@concordat/kernel"
import { describe, expect, test } from "vitest"
import {
  JOURNAL_HEAD_BYTES,
  JOURNAL_RECORD_BYTES,
  journalHead,
  journalRecord,
  readJournal,
} from "./journal.ts"

const PLAN = sha256Hex(utf8("plan"))
const record = (i: number) => ({
  secret: new Uint8Array(16).fill(i),
  file: sha256Hex(utf8(`file ${i}`)),
  leaf: sha256Hex(utf8(`leaf ${i}`)),
})
const RECORDS = [0, 1, 2].map(record)
const JOURNAL = concat(journalHead(PLAN), ...RECORDS.map((one, place) => journalRecord(place, one)))

function codeOf(journal: Uint8Array, plan = PLAN): string {
  try {
    readJournal(journal, plan)
  } catch (error) {
    if (error instanceof Invalid) return error.code
    throw error
  }
  return "read"
}

describe("the journal of a batch", () => {
  test("gives back what was written", () => {
    expect(JOURNAL).toHaveLength(JOURNAL_HEAD_BYTES + 3 * JOURNAL_RECORD_BYTES)
    expect(readJournal(JOURNAL, PLAN)).toEqual({ records: RECORDS, bytes: JOURNAL.length })
  })

  test("a torn last record is left out, wherever it was torn", () => {
    const whole = JOURNAL.length - JOURNAL_RECORD_BYTES
    for (let length = whole; length < JOURNAL.length; length++) {
      const torn = JOURNAL.slice(0, length)
      expect(readJournal(torn, PLAN)).toEqual({ records: RECORDS.slice(0, 2), bytes: whole })
    }
    const scrambled = JOURNAL.slice()
    scrambled[scrambled.length - 1]! ^= 1
    expect(readJournal(scrambled, PLAN)).toEqual({ records: RECORDS.slice(0, 2), bytes: whole })
  })

  test("a damaged record before a good one, a swapped one, another job's: all refused", () => {
    for (let at = JOURNAL_HEAD_BYTES; at < JOURNAL_HEAD_BYTES + JOURNAL_RECORD_BYTES; at++) {
      const damaged = JOURNAL.slice()
      damaged[at]! ^= 0x80
      expect(codeOf(damaged)).toBe("record_malformed")
    }
    const [a, b, c] = RECORDS
    const places = [b!, a!, c!].map((one, place) => journalRecord(place === 0 ? 1 : 0, one))
    expect(codeOf(concat(journalHead(PLAN), ...places))).toBe("record_malformed")
    expect(codeOf(JOURNAL, sha256Hex(utf8("other")))).toBe("record_malformed")
    expect(codeOf(new Uint8Array(0))).toBe("record_malformed")
  })
})
