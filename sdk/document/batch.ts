/**
 * Many documents under one statement: 1 to 1,000,000 leaves, one root, a path each. A pure state
 * machine: the caller brings documents one by one, writes each journal record it is given to disk,
 * and starts again from the journal after a crash. Memory is some 200 bytes a document.
 */
import {
  encodeValue,
  fromHex,
  type Hash,
  hashOf,
  Invalid,
  MerkleTree,
  type Party,
  sha256,
  toHex,
} from "@concordat/kernel"
import { BATCH_DOCUMENTS_MAX, SECRET_BYTES } from "@concordat/services/provenance"
import { type CommittedDocument, commitDocument, type FieldValue } from "./draft.ts"
import { type JournalRecord, journalHead, journalRecord, readJournal } from "./journal.ts"

const HASH_BYTES = 32

/** What all documents of a batch share; `source` names the input, so that no other one goes on. */
export type BatchPlan = {
  readonly organisation: Party
  readonly class: string
  /** SHA-256 of the list that the job works through. */
  readonly source: Hash
}

/** One document as the job reads it. */
export type BatchDocument = {
  readonly file: Hash
  readonly fields: Readonly<Record<string, FieldValue>>
  readonly until: number | null
}

/** The digest that a journal names its job by. */
function planDigest({ organisation, class: of, source }: BatchPlan): Hash {
  return hashOf(sha256(encodeValue([organisation, of, fromHex(source)])))
}

/** Places in records: secret, digest of the file, leaf hash, side by side. */
const FILE_AT = SECRET_BYTES
const LEAF_AT = FILE_AT + HASH_BYTES
const RECORD_BYTES = LEAF_AT + HASH_BYTES
const RECORDS_FIRST = 1_024
/** Hex digits of a digest that duplicates are looked up by; what is found is compared whole. */
const LOOKUP_DIGITS = 16

/** A batch being built. */
export class BatchBuilder {
  readonly plan: BatchPlan
  private records = new Uint8Array(RECORDS_FIRST * RECORD_BYTES)
  private count = 0
  private readonly files = new Map<string, number>()

  private constructor(plan: BatchPlan) {
    this.plan = plan
  }

  /** A new batch, and the head of its journal. */
  static start(plan: BatchPlan): { batch: BatchBuilder; journal: Uint8Array } {
    return { batch: new BatchBuilder(plan), journal: journalHead(planDigest(plan)) }
  }

  /**
   * The batch that a journal tells of; `bytes` of the journal are whole, what follows is to be cut.
   * Throws `Invalid` `record_malformed`.
   */
  static resume(plan: BatchPlan, journal: Uint8Array): { batch: BatchBuilder; bytes: number } {
    const { records, bytes } = readJournal(journal, planDigest(plan))
    const batch = new BatchBuilder(plan)
    for (const record of records) batch.keep(record)
    return { batch, bytes }
  }

  /** How many documents are in: the place of the next one. */
  get size(): number {
    return this.count
  }

  /**
   * Takes the next document with its own 16 random bytes; answers its journal record. Throws
   * `Invalid` `batch_duplicate` (the same file again, with both places), `too_many_items`, and what
   * `commitDocument` throws.
   */
  add(document: BatchDocument, secret: Uint8Array): Uint8Array {
    const place = this.size
    if (place >= BATCH_DOCUMENTS_MAX) {
      const details = { limit: BATCH_DOCUMENTS_MAX }
      throw new Invalid("too_many_items", `/${place}`, "A batch is full.", details)
    }
    const { leafHash } = this.committed(document, secret)
    const record = { secret, file: document.file, leaf: leafHash }
    this.keep(record)
    return journalRecord(place, record)
  }

  private keep({ secret, file, leaf }: JournalRecord): void {
    const place = this.size
    const lookup = file.slice(0, LOOKUP_DIGITS)
    const first = this.files.get(lookup)
    if (first !== undefined && toHex(this.part(first, FILE_AT, LEAF_AT)) === file) {
      const reason = `Documents ${first + 1} and ${place + 1} are the same file.`
      throw new Invalid("batch_duplicate", `/${place}`, reason, { first, second: place })
    }
    const at = place * RECORD_BYTES
    if (at === this.records.length) {
      const longer = new Uint8Array(2 * at)
      longer.set(this.records)
      this.records = longer
    }
    this.records.set(secret, at)
    this.records.set(fromHex(file), at + FILE_AT)
    this.records.set(fromHex(leaf), at + LEAF_AT)
    this.files.set(lookup, place)
    this.count += 1
  }

  private part(place: number, from: number, to: number): Uint8Array {
    return this.records.subarray(place * RECORD_BYTES + from, place * RECORD_BYTES + to)
  }

  private committed(document: BatchDocument, secret: Uint8Array): CommittedDocument {
    const { organisation, class: of } = this.plan
    return commitDocument({ organisation, class: of, secret, ...document })
  }

  /**
   * A document of the batch again, for its evidence. Throws `Invalid` `digest_mismatch` where it is
   * no longer what was taken in at this place.
   */
  document(place: number, document: BatchDocument): CommittedDocument {
    if (place >= 0 && place < this.size) {
      const again = this.committed(document, this.part(place, 0, FILE_AT).slice())
      if (again.leafHash === toHex(this.part(place, LEAF_AT, RECORD_BYTES))) return again
    }
    const reason = `Document ${place + 1} is not the one that the batch was built with.`
    throw new Invalid("digest_mismatch", `/${place}`, reason, { index: place })
  }

  /** The tree over all documents taken so far: its root for the statement, a path each. */
  tree(): MerkleTree {
    return new MerkleTree(this.leaves())
  }

  /** The leaf hashes in order, 32 bytes each: published, so that others find their path. */
  leaves(): Uint8Array {
    const leaves = new Uint8Array(this.size * HASH_BYTES)
    for (let place = 0; place < this.size; place++) {
      leaves.set(this.part(place, LEAF_AT, RECORD_BYTES), place * HASH_BYTES)
    }
    return leaves
  }
}
