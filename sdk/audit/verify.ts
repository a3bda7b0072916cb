/**
 * Verifies an export without a network: reads it once, item by item, and answers with a verdict in
 * sentences. All of it is of one ledger. Blocks hang on each other and on the evidence that follows
 * them; rows, the key that sealed among them, all stand after one block, which is not below those.
 */
import {
  type Anchor,
  decodeBundle,
  equalBytes,
  type Fact,
  type FactSchemas,
  type Grade,
  type Hash,
  Invalid,
  type Row,
  type RowFact,
  stateKey,
  type Verdict,
  verifyBundle,
  type WholeBlock,
  wholeBlockFault,
} from "@concordat/kernel"
import { keys } from "@concordat/services/organisations"
import { commitCase } from "@concordat/services/oversight"
import { Contents, placeOf, type Sealed } from "./contents.ts"
import { Fault, type Place } from "./fault.ts"
import { decodeItem, type Found, type Item, ItemReader } from "./items.ts"
import { isSealedBy, sealFault } from "./seal.ts"
import { type AuditVerdict, type Opened, provenSentences, toldSentences } from "./verdict.ts"

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

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value)

const rankOf = (grade: Grade) => GRADES.indexOf(grade)

/** The item, or why it cannot be read. */
function readItem(found: Found): Item | Fault {
  try {
    return decodeItem(found.bytes)
  } catch (failure) {
    if (!(failure instanceof Invalid)) throw failure
    return new Fault(failure.code, `Item ${found.number}: ${failure.message}`, placeOf(found))
  }
}

/** The row of a key; null for bytes that are none. */
function keyRow(bytes: Uint8Array): Row<typeof keys> | null {
  try {
    return keys.readRow(bytes) as Row<typeof keys>
  } catch (failure) {
    if (!(failure instanceof Invalid)) throw failure
    return null
  }
}

/** Everything that was found in a file so far. */
class Judge {
  private readonly options: AuditOptions
  private readonly contents = new Contents()
  private readonly organisations = new Set<string>()
  private readonly commitments = new Set<string>()
  private readonly facts: Fact[] = []
  private readonly opened: Opened[] = []
  private readonly counts = { transactions: 0, rows: 0, absences: 0 }
  /** Headers that were proven, by their heights. */
  private readonly headers = new Map<bigint, Hash>()
  private grade: Grade | null = null
  /** The ledger that the first item is of. */
  private chain: string | null = null
  private first: bigint | null = null
  private last: { readonly block: WholeBlock; readonly found: Found } | null = null
  private certified: bigint | null = null
  /** The block that the first row stands after, and the time of the header that proves it. */
  private after: { readonly height: bigint; readonly time: number } | null = null
  /** The first row of a key: it is the one that sealed. */
  private sealing: RowFact | null = null
  /** The first item that does not hold by itself. */
  fault: Fault | null = null

  constructor(options: AuditOptions) {
    this.options = options
  }

  /** One item; a fault in it is kept, so that the seal can say whether it was altered. */
  item(found: Found): void {
    const item = readItem(found)
    this.contents.add(item instanceof Fault ? null : item, found)
    if (this.fault !== null) return
    try {
      if (item instanceof Fault) throw item
      if ("block" in item) this.block(item.block, found)
      else if ("bundle" in item) this.bundle(item.bundle, found)
      else if ("opening" in item) this.opening(item, placeOf(found))
    } catch (failure) {
      if (!(failure instanceof Fault)) throw failure
      this.fault = failure
    }
  }

  private ofLedger(chain: string, found: Found): void {
    this.chain ??= chain
    if (chain === this.chain) return
    const reason = `Item ${found.number} is of ${chain}, and those before it are of ${this.chain}.`
    throw new Fault("chain_mismatch", reason, placeOf(found))
  }

  private block(block: WholeBlock, found: Found): void {
    const { height, chain } = block.header
    this.ofLedger(chain, found)
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
    const verdict = this.proven(bytes, found)
    for (const organisation of verdict.organisations) this.organisations.add(organisation)
    if (this.grade === null || rankOf(verdict.grade!) < rankOf(this.grade)) {
      this.grade = verdict.grade
    }
    // The evidence behind the last block certifies the blocks; its claim is of another height.
    if (this.last !== null && this.certified === null) {
      this.follows(decodeBundle(bytes).header)
      this.certified = this.last.block.header.height
      this.last = null
      return
    }
    this.afterOneBlock(verdict, found)
    for (const fact of verdict.claims) this.fact(fact)
  }

  /** The verdict on evidence. Throws `Fault` where it does not hold, or not beside the others. */
  private proven(bytes: Uint8Array, found: Found): Verdict {
    const { anchors, now, schemas = {} } = this.options
    const verdict = verifyBundle(bytes, anchors, { now, schemas })
    if (!verdict.valid) {
      const reason = verdict.steps.at(-1)?.sentence ?? ""
      throw new Fault(verdict.code!, `Item ${found.number}: ${reason}`, placeOf(found))
    }
    this.ofLedger(verdict.chain!, found)
    for (const { height, hash } of verdict.headers) {
      if ((this.headers.get(height) ?? hash) !== hash) {
        const reason = `Item ${found.number} has another header of block ${height} than one before.`
        throw new Fault("fork_found", reason, placeOf(found))
      }
      this.headers.set(height, hash)
    }
    return verdict
  }

  private afterOneBlock({ height, time }: Verdict, found: Found): void {
    this.after ??= { height: height!, time: time! }
    if (height === this.after.height) return
    const reason =
      `Item ${found.number} shows what is after block ${height}, and those before it what is ` +
      `after block ${this.after.height}.`
    throw new Fault("proof_root_mismatch", reason, placeOf(found))
  }

  private fact(fact: Fact): void {
    if (this.facts.length < FACTS_MAX) this.facts.push(fact)
    if (fact.kind === "absence") this.counts.absences += 1
    if (fact.kind !== "value") return
    this.counts.rows += 1
    if (fact.service === "organisations" && fact.table === "keys") this.sealing ??= fact
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
    const sealed = this.contents.sealed()
    if (this.fault !== null) throw this.fault
    if (sealed === null) throw new Fault("length_mismatch", "It has no seal: it is cut.", null)
    this.ensureAbout(sealed)
    this.ensureSealer(sealed)
    const { manifest, kid } = sealed
    const counts = {
      ...{ ...this.counts, manifest, kid, grade: this.grade, facts: this.facts },
      ...{ opened: this.opened, height: this.after!.height },
      organisations: [...this.organisations].sort(),
    }
    return {
      ...{ valid: true, fault: null, ...counts },
      proven: provenSentences(counts),
      told: toldSentences(manifest),
    }
  }

  /** Ledger and blocks are those that the seal names, and the rows stand after all of these. */
  private ensureAbout({ manifest: { chain, from, to }, place }: Sealed): void {
    if (chain !== this.chain) {
      const reason = `It was sealed as one of ${chain}, and what it holds is of ${this.chain}.`
      throw new Fault("chain_mismatch", reason, place)
    }
    if (this.last !== null) {
      const reason = "No header above the last block certifies it."
      throw new Fault("proof_root_mismatch", reason, placeOf(this.last.found))
    }
    if (from !== this.first || to !== this.certified) {
      const reason = "The blocks that it holds are not those that it was sealed as."
      throw new Fault("proof_root_mismatch", reason, place)
    }
    const height = this.after?.height ?? null
    if (to === null || height === null || height >= to) return
    const reason = `Its rows are those after block ${height}, and its blocks go on to ${to}.`
    throw new Fault("proof_root_mismatch", reason, place)
  }

  /** The ledger's own row says whose key it is. */
  private ensureSealer({ manifest: { by, made }, kid, bytes, place }: Sealed): void {
    const { sealing, after } = this
    const ours = sealing !== null && equalBytes(sealing.keyBytes, stateKey(keys, { key: kid }))
    const row = ours ? keyRow(sealing.valueBytes!) : null
    const fault = sealFault(row, by, { made, time: after?.time ?? made })
    if (fault !== null) {
      const reason = `The key that sealed it, ${kid}: ${fault}`
      throw new Fault("key_purpose_mismatch", reason, place)
    }
    if (isSealedBy(bytes, row!.public)) return
    throw new Fault("signature_invalid", `The seal is not by ${by}'s key ${kid}.`, place)
  }
}

const NOTHING: AuditVerdict = {
  ...{ valid: false, fault: null, manifest: null, kid: null, grade: null, organisations: [] },
  ...{ height: null, transactions: 0, rows: 0, absences: 0, opened: [], facts: [] },
  ...{ proven: [], told: [] },
}

const refused = ({ fault }: Fault): AuditVerdict => ({ ...NOTHING, fault })

/** Shows the judge every item. Throws `Fault` where there are none to be found. */
async function readItems(
  parts: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  judge: Judge,
  onItem: AuditOptions["onItem"],
): Promise<void> {
  const reader = new ItemReader()
  for await (const part of parts) {
    for (const found of reader.push(part)) {
      judge.item(found)
      onItem?.(found.number, found.to)
    }
  }
  reader.end()
}

/** Judges the parts of a file in their order. Any bytes get a verdict. */
export async function verifyAudit(
  parts: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  options: AuditOptions,
): Promise<AuditVerdict> {
  const judge = new Judge(options)
  try {
    await readItems(parts, judge, options.onItem)
  } catch (failure) {
    if (!(failure instanceof Fault)) throw failure
    // What was wrong before the file broke off says more than that it did.
    return refused(judge.fault ?? failure)
  }
  try {
    return judge.verdict()
  } catch (failure) {
    if (!(failure instanceof Fault)) throw failure
    return refused(failure)
  }
}
