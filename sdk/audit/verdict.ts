/** The verdict on an export, in sentences: what is proven, by whom, and what is only told. */
import { type Fact, type Grade, type Hash, timeText } from "@concordat/kernel"
import type { AuditFault } from "./fault.ts"
import type { Manifest } from "./items.ts"

/** A commitment that a row holds, and the case that it is to. */
export type Opened = { readonly commitment: Hash; readonly case: string }

/** What an export came to. Nothing in it is proven unless `valid`. */
export type AuditVerdict = {
  readonly valid: boolean
  readonly fault: AuditFault | null
  readonly manifest: Manifest | null
  /** Thumbprint of the key that sealed it. */
  readonly kid: Hash | null
  /** The weakest grade of what is in it. */
  readonly grade: Grade | null
  /** Who signed the ledger's blocks. */
  readonly organisations: readonly string[]
  /** The block after which rows stand as shown, and the key that sealed was in force. */
  readonly height: bigint | null
  readonly transactions: number
  readonly rows: number
  readonly absences: number
  readonly opened: readonly Opened[]
  /** The first facts, in order. */
  readonly facts: readonly Fact[]
  /** Sentences: what follows from the ledger's own signatures. */
  readonly proven: readonly string[]
  /** Sentences: what only the sealing organisation says. */
  readonly told: readonly string[]
}

const count = (number: number, one: string, many: string) =>
  `${number} ${number === 1 ? one : many}`

/** What a good export proves. */
export function provenSentences(
  counts: Omit<AuditVerdict, "proven" | "told" | "valid" | "fault">,
): readonly string[] {
  const { manifest, transactions, rows, absences, grade, organisations, opened, height } = counts
  const { from, to, by, chain } = manifest!
  const sentences: string[] = []
  if (from !== null && to !== null) {
    sentences.push(
      `Blocks ${from} to ${to} of ${chain} are whole: ` +
        `${count(transactions, "transaction", "transactions")}, none left out, ` +
        "with what became of each.",
    )
  }
  const asked = `${count(absences, "other", "others")} that ${absences === 1 ? "was" : "were"}`
  const none = absences === 0 ? "" : `, and there is no row for ${asked} asked for`
  sentences.push(
    `${count(rows, "row stands", "rows stand")} as shown after block ${height}${none}.`,
  )
  for (const one of opened) {
    sentences.push(`The commitment ${one.commitment.slice(0, 16)}… is to the case "${one.case}".`)
  }
  sentences.push(
    `The file is as ${by} sealed it: the ledger names the key, and after block ${height} it was ` +
      "in force for seals.",
    `Grade ${grade}: signed by ${organisations.map((one) => one || "nobody known").join(", ")}.`,
  )
  return sentences
}

/** What nobody but the sealing organisation says. */
export function toldSentences({ by, made }: Manifest): readonly string[] {
  return [
    `That it was made at ${timeText(made)}, by ${by}'s own clock.`,
    `Which blocks and rows were chosen: ${by} chose them, and may have left out others.`,
  ]
}
