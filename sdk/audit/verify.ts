/**
 * Verifies an export without a network: reads it once, item by item, and answers with a verdict in
 * sentences. Blocks hang on each other and on the evidence that follows them; the seal covers every
 * item, so an alteration is named with its place.
 */
import {
  type Anchor,
  appendToLog,
  decodeBundle,
  EMPTY_LOG,
  type Fact,
  type FactSchemas,
  fromHex,
  type Grade,
  type Hash,
  hashOf,
  Invalid,
  leafHashOf,
  logRoot,
  type Party,
  type Row,
  type RowFact,
  toHex,
  verifyBundle,
  type WholeBlock,
  wholeBlockFault,
} from "@concordat/kernel"
import { keys } from "@concordat/services/organisations"
import { commitCase } from "@concordat/services/oversight"
import { decodeItem, type Found, type Item, ItemReader, type Manifest } from "./items.ts"
import { AUDIT_VERSION, isSealedBy, readSeal } from "./seal.ts"
import {
  type AuditFault,
  type AuditVerdict,
  type Opened,
  type Place,
  provenSentences,
  toldSentences,
} from "./verdict.ts"

/** Facts that a verdict holds; all are judged. */
const FACTS_MAX = 1_000
const GRADES: readonly Grade[] = ["C", "B", "A"]

/** By what an export is judged. */
export type AuditOptions = {
  readonly anchors: readonly Anchor[]
  /** Milliseconds of 1970. */
  readonly now: number
  readonly schemas?: FactSchemas
  /** Told after each item. */
  onItem?(items: number, bytes: number): void
}

/** Thrown inside; the verdict holds it. */
class Fault extends Error {
  readonly fault: AuditFault

  constructor(code: string, sentence: string, place: Place | null) {
    super(sentence)
    this.fault = { code, sentence, place }
  }
}

const placeOf = ({ number, from, to }: Found): Place => ({ item: number, from, to })

/** Everything that was found in a file so far. */
class Judge {
  private readonly options: AuditOptions
  private readonly leaves: Hash[] = []
  private readonly places: Place[] = []
  private readonly index: string[] = []
  private readonly organisations = new Set<string>()
  private readonly commitments = new Set<string>()
  private readonly facts: Fact[] = []
  private readonly opened: Opened[] = []
  private readonly counts = { transactions: 0, rows: 0, absences: 0 }
  private sealing: { readonly row: RowFact; readonly time: number } | null = null
  private grade: Grade | null = null
  private first: bigint | null = null
  private last: { readonly block: WholeBlock; readonly found: Found } | null = null
  private certified: bigint | null = null
  private seal: { readonly bytes: Uint8Array; readonly place: Place } | null = null
  /** The first item that does not hold by itself. */
  private fault: Fault | null = null

  constructor(options: AuditOptions) {
    this.options = options
  }

  /** One item; a fault in it is kept, so that the seal can say whether it was altered. */
  item(found: Found): void {
    const place = placeOf(found)
    if (this.seal !== null) throw new Fault("trailing_bytes", "Something follows the seal.", place)
    let item: Item | null = null
    try {
      item = decodeItem(found.bytes)
    } catch (failure) {
      if (!(failure instanceof Invalid)) throw failure
      this.keep(new Fault(failure.code, `Item ${found.number}: ${failure.message}`, place))
    }
    if (item !== null && "index" in item) this.index.push(...item.index)
    else if (item !== null && "seal" in item) this.seal = { bytes: item.seal, place }
    else {
      this.leaves.push(toHex(leafHashOf(found.bytes)) as Hash)
      this.places.push(place)
      if (item !== null && this.fault === null) this.judged(item, found)
    }
  }

  private keep(fault: Fault): void {
    this.fault ??= fault
  }

  private judged(item: Exclude<Item, { index: unknown } | { seal: unknown }>, found: Found): void {
    try {
      if ("block" in item) this.block(item.block, found)
      else if ("bundle" in item) this.bundle(item.bundle, found)
      else this.opening(item, placeOf(found))
    } catch (failure) {
      if (!(failure instanceof Fault)) throw failure
      this.keep(failure)
    }
  }

  private block(block: WholeBlock, found: Found): void {
    const { height } = block.header
    if (this.last !== null) this.follows(block.header)
    this.first ??= height
    this.last = { block, found }
    this.counts.transactions += block.transactions.length
  }

  /** Judges the last block by the header above it. */
  private follows(above: WholeBlock["header"]): void {
    const { block, found } = this.last!
    const reason = wholeBlockFault(block, above)
    if (reason !== null) throw new Fault("proof_root_mismatch", reason, placeOf(found))
  }

  private bundle(bytes: Uint8Array, found: Found): void {
    const { anchors, now, schemas = {} } = this.options
    const verdict = verifyBundle(bytes, anchors, { now, schemas })
    if (!verdict.valid) {
      const reason = verdict.steps.at(-1)?.sentence ?? ""
      throw new Fault(verdict.code!, `Item ${found.number}: ${reason}`, placeOf(found))
    }
    const { header } = decodeBundle(bytes)
    if (this.last !== null && this.certified === null) {
      this.follows(header)
      this.certified = this.last.block.header.height
      this.last = null
    }
    for (const organisation of verdict.organisations) this.organisations.add(organisation)
    if (this.grade === null || rankOf(verdict.grade!) < rankOf(this.grade)) {
      this.grade = verdict.grade
    }
    for (const fact of verdict.claims) this.fact(fact, verdict.time!)
  }

  private fact(fact: Fact, time: number): void {
    if (this.facts.length < FACTS_MAX) this.facts.push(fact)
    if (fact.kind === "absence") this.counts.absences += 1
    if (fact.kind !== "value") return
    this.counts.rows += 1
    if (fact.service === "organisations" && fact.table === "keys") {
      this.sealing = { row: fact, time }
    }
    const { value } = fact
    const commitment = isObject(value) ? value["caseFile"] : undefined
    if (typeof commitment === "string") this.commitments.add(commitment)
  }

  private opening({ opening }: Extract<Item, { opening: unknown }>, place: Place): void {
    const commitment = commitCase(opening)
    if (!this.commitments.has(commitment)) {
      const reason = `Item ${place.item} opens ${commitment}, which no row of this file holds.`
      throw new Fault("proof_key_mismatch", reason, place)
    }
    this.opened.push({ commitment, case: opening.case })
  }

  /** After the last item. */
  verdict(): AuditVerdict {
    const sealed = this.sealed()
    if (this.fault !== null) throw this.fault
    const { manifest, kid } = sealed
    this.ensureRange(manifest)
    this.ensureSealer(manifest, kid)
    const counts = {
      ...{ ...this.counts, manifest, kid, grade: this.grade, facts: this.facts },
      opened: this.opened,
      organisations: [...this.organisations].sort(),
    }
    return {
      ...{ valid: true, fault: null, ...counts },
      proven: provenSentences(counts),
      told: toldSentences(manifest),
    }
  }

  /** What the seal covers is what was read; else the first item that differs is named. */
  private sealed(): { readonly manifest: Manifest; readonly kid: Hash } {
    const { seal, leaves, index, places } = this
    if (seal === null) {
      throw this.fault ?? new Fault("length_mismatch", "The file has no seal: it is cut.", null)
    }
    const read = readable(seal.bytes, seal.place)
    const { manifest } = read
    if (manifest.v !== AUDIT_VERSION) {
      const reason = `Its form is of version ${manifest.v}; this program reads ${AUDIT_VERSION}.`
      throw new Fault("bundle_unsupported", reason, seal.place)
    }
    const root = hashOf(
      logRoot(
        appendToLog(
          EMPTY_LOG,
          leaves.map((leaf) => fromHex(leaf)),
        ),
      ),
    )
    const whole = root === manifest.root && leaves.length === manifest.items
    const at = leaves.findIndex((leaf, i) => leaf !== index[i])
    if (whole && at < 0 && index.length === leaves.length) return read
    if (whole) throw new Fault("export_altered", "The index of items was altered.", null)
    const place = places[at] ?? null
    const where =
      place === null
        ? `It has ${leaves.length} items, and ${manifest.items} were sealed.`
        : `Item ${place.item}, bytes ${place.from} to ${place.to - 1}, is not what was sealed.`
    throw new Fault("export_altered", where, place)
  }

  private ensureRange({ from, to }: Manifest): void {
    const held = this.certified ?? null
    if (this.last === null && from === this.first && to === held) return
    throw new Fault("proof_root_mismatch", "No header above the last block certifies it.", null)
  }

  /** The ledger's own row says whose key it is. */
  private ensureSealer({ by }: Manifest, kid: Hash): void {
    const { sealing, seal } = this
    const bytes = sealing?.row.valueBytes ?? null
    const row = bytes === null ? null : keys.readRow(bytes)
    if (row === null || keyOf(sealing!.row) !== kid || !seals(row as KeyRow, by, sealing!.time)) {
      const reason = `The ledger does not name ${kid} as a key by which ${by} seals.`
      throw new Fault("key_purpose_mismatch", reason, seal!.place)
    }
    if (isSealedBy(seal!.bytes, (row as KeyRow).public)) return
    const reason = `The seal is not by ${by}'s key ${kid}.`
    throw new Fault("signature_invalid", reason, seal!.place)
  }
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value)
const keyOf = ({ key }: RowFact) => (isObject(key) ? key["key"] : undefined)

type KeyRow = Row<typeof keys>

/** Whether a key is one by which this organisation seals at that time. */
function seals({ holder, purpose, status, from, until }: KeyRow, by: Party, time: number): boolean {
  const inForce = status === "active" && from <= time && (until === null || time < until)
  return holder === by && purpose === "seal" && inForce
}
const rankOf = (grade: Grade) => GRADES.indexOf(grade)

function readable(bytes: Uint8Array, place: Place): ReturnType<typeof readSeal> {
  try {
    return readSeal(bytes)
  } catch (failure) {
    if (!(failure instanceof Invalid)) throw failure
    throw new Fault(failure.code, `The seal cannot be read: ${failure.message}`, place)
  }
}

const NOTHING: AuditVerdict = {
  ...{ valid: false, fault: null, manifest: null, kid: null, grade: null, organisations: [] },
  ...{ transactions: 0, rows: 0, absences: 0, opened: [], facts: [], proven: [], told: [] },
}

/** Judges the parts of a file in their order. Any bytes get a verdict. */
export async function verifyAudit(
  parts: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  options: AuditOptions,
): Promise<AuditVerdict> {
  const [judge, reader] = [new Judge(options), new ItemReader()]
  try {
    for await (const part of parts) {
      for (const found of reader.push(part)) {
        judge.item(found)
        options.onItem?.(found.number, found.to)
      }
    }
    reader.end()
    return judge.verdict()
  } catch (failure) {
    if (failure instanceof Fault) return { ...NOTHING, fault: failure.fault }
    if (!(failure instanceof Invalid)) throw failure
    const { offset = 0, item = 0 } = failure.details as { offset?: number; item?: number }
    const place = { item, from: offset, to: offset }
    return { ...NOTHING, fault: { code: failure.code, sentence: failure.message, place } }
  }
}
