/**
 * Many documents under one statement: 1 to 1,000,000 leaves, one root, a path each. A pure state
 * machine: the caller brings documents one by one, writes each journal record it is given to disk,
 * and starts again from the journal after a crash. Memory is some 500 bytes a document.
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
} from "@concordat/kernel"
import { BATCH_DOCUMENTS_MAX } from "@concordat/services/provenance"
import { type CommittedDocument, commitDocument, type FieldValue } from "./draft.ts"
import { type JournalRecord, journalHead, journalRecord, readJournal } from "./journal.ts"

const LEAF_BYTES = 32

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

/** A batch being built. */
export class BatchBuilder {
  readonly plan: BatchPlan
  private readonly records: JournalRecord[] = []
  private readonly files = new Map<Hash, number>()

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
    return this.records.length
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
    const record = { secret: secret.slice(), file: document.file, leaf: leafHash }
    this.keep(record)
    return journalRecord(place, record)
  }

  private keep(record: JournalRecord): void {
    const place = this.size
    const first = this.files.get(record.file)
    if (first !== undefined) {
      const reason = `Documents ${first + 1} and ${place + 1} are the same file.`
      throw new Invalid("batch_duplicate", `/${place}`, reason, { first, second: place })
    }
    this.files.set(record.file, place)
    this.records.push(record)
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
    const record = this.records[place]
    const again = record === undefined ? null : this.committed(document, record.secret)
    if (record === undefined || again?.leafHash !== record.leaf) {
      const reason = `Document ${place + 1} is not the one that the batch was built with.`
      throw new Invalid("digest_mismatch", `/${place}`, reason, { index: place })
    }
    return again
  }

  /** The tree over all documents taken so far: its root for the statement, a path each. */
  tree(): MerkleTree {
    return new MerkleTree(this.records.map(({ leaf }) => fromHex(leaf)))
  }

  /** The leaf hashes in order, 32 bytes each: published, so that others find their path. */
  leaves(): Uint8Array {
    const leaves = new Uint8Array(this.size * LEAF_BYTES)
    for (const [place, { leaf }] of this.records.entries()) {
      leaves.set(fromHex(leaf), place * LEAF_BYTES)
    }
    return leaves
  }
}
