/**
 * The journal of a batch: one record a document, appended before the next one is begun, so that a
 * job that was killed goes on with the same secrets and comes to the same root. It holds secrets:
 * whoever keeps it keeps it private, and destroys it when the evidence has been handed out.
 *
 * Bytes: `CDATJRN1` ‖ digest of the plan (32), then records of 88 bytes: secret (16) ‖ digest of
 * the file (32) ‖ leaf hash (32) ‖ first 8 bytes of SHA-256(place u32 ‖ all before in the record).
 */
import {
  concat,
  equalBytes,
  fromHex,
  type Hash,
  hashOf,
  Invalid,
  sha256,
  utf8,
} from "@concordat/kernel"

const MAGIC = utf8("CDATJRN1")
const HASH_BYTES = 32
const SECRET_BYTES = 16
const CHECK_BYTES = 8
const BODY_BYTES = SECRET_BYTES + 2 * HASH_BYTES
/** Bytes before the first record. */
export const JOURNAL_HEAD_BYTES: number = MAGIC.length + HASH_BYTES
/** Bytes of one record. */
export const JOURNAL_RECORD_BYTES: number = BODY_BYTES + CHECK_BYTES

/** What a record keeps of one document. */
export type JournalRecord = {
  readonly secret: Uint8Array
  readonly file: Hash
  readonly leaf: Hash
}

function checkOf(place: number, body: Uint8Array): Uint8Array {
  const prefix = new Uint8Array(4)
  new DataView(prefix.buffer).setUint32(0, place)
  return sha256(concat(prefix, body)).subarray(0, CHECK_BYTES)
}

/** The head of the journal of a plan, given by its digest. */
export function journalHead(plan: Hash): Uint8Array {
  return concat(MAGIC, fromHex(plan))
}

/** The record of the document at a place, from 0. */
export function journalRecord(place: number, record: JournalRecord): Uint8Array {
  const body = concat(record.secret, fromHex(record.file), fromHex(record.leaf))
  return concat(body, checkOf(place, body))
}

function recordAt(journal: Uint8Array, place: number): JournalRecord | null {
  const from = JOURNAL_HEAD_BYTES + place * JOURNAL_RECORD_BYTES
  const body = journal.subarray(from, from + BODY_BYTES)
  const check = journal.subarray(from + BODY_BYTES, from + JOURNAL_RECORD_BYTES)
  if (!equalBytes(check, checkOf(place, body))) return null
  return {
    secret: body.slice(0, SECRET_BYTES),
    file: hashOf(body.subarray(SECRET_BYTES, SECRET_BYTES + HASH_BYTES)),
    leaf: hashOf(body.subarray(SECRET_BYTES + HASH_BYTES)),
  }
}

/**
 * The records of a journal, and how many of its bytes are whole: a torn last record (a job killed
 * while it wrote) is left out, and is to be cut off before going on. Throws `Invalid`
 * `record_malformed` for the journal of another plan, or a bad record before a good one.
 */
export function readJournal(journal: Uint8Array, plan: Hash) {
  const head = journalHead(plan)
  if (!equalBytes(journal.subarray(0, head.length), head)) {
    throw new Invalid("record_malformed", "", "This is the journal of another job.", { offset: 0 })
  }
  const places = Math.floor((journal.length - head.length) / JOURNAL_RECORD_BYTES)
  const records: JournalRecord[] = []
  for (let place = 0; place < places; place++) {
    const record = recordAt(journal, place)
    if (record === null && place + 1 < places) {
      const offset = head.length + place * JOURNAL_RECORD_BYTES
      throw new Invalid("record_malformed", `/${place}`, "A record is damaged.", { offset })
    }
    if (record !== null) records.push(record)
  }
  return { records, bytes: head.length + records.length * JOURNAL_RECORD_BYTES }
}
