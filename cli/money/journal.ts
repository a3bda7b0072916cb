/**
 * `concordat money journal`: every line of an asset up to the block whose state proves its supply.
 * What was issued by the journal and what the evidence proves are one number, or the verb fails.
 */
import type { Hex } from "@concordat/kernel"
import {
  amountText,
  type Client,
  getRowEvidence,
  type LedgerEvent,
  listEvents,
} from "@concordat/sdk"
import { lowestAnchor } from "../anchors.ts"
import { connect } from "../connect.ts"
import type { Common, Environment } from "../environment.ts"
import { UsageError } from "../failure.ts"
import { ensureWritable, writeOutput } from "../files.ts"
import type { Answer } from "../output.ts"
import { JOURNAL_FORMATS, type JournalLine } from "./journal-formats.ts"
import { provenRow } from "./proven.ts"

/** Flags of `journal`. */
export type JournalFlags = Common & { readonly format: string; readonly out?: string }

const EVENTS_MAX = 200

/**
 * The supply and the decimals of an asset as evidence proves them, and after which block the supply
 * was so much. Throws what `provenRow` throws.
 */
async function provenSupply(environment: Environment, client: Client, asset: string) {
  const { height } = await lowestAnchor(environment, client)
  const rowOf = async (table: string, key: string) => {
    const bundle = await getRowEvidence(client, "money", table, [key], height.toString())
    return provenRow(environment, bundle, [table, key])
  }
  const terms = await rowOf("assets", asset)
  const issuance = String(terms.row["issuance"])
  const { row, ...proven } = await rowOf("accounts", issuance)
  const units = BigInt(String(row["debitsPosted"])) - BigInt(String(row["creditsPosted"]))
  return { units, issuance, decimals: Number(terms.row["decimals"]), ...proven }
}

function lineOf({ position, height, time, fields }: LedgerEvent): JournalLine {
  return {
    ...{ position, height, time, entry: String(fields["entry"]), line: Number(fields["line"]) },
    ...{ debit: fields["debit"] as Hex, credit: fields["credit"] as Hex },
    ...{ amount: BigInt(String(fields["amount"])), code: Number(fields["code"]) },
    uetr: fields["uetr"] as string | null,
  }
}

/** All lines of an asset up to a block, in the order of the log. */
async function linesUntil(client: Client, asset: string, height: bigint): Promise<JournalLine[]> {
  const lines: JournalLine[] = []
  let after: string | null = null
  do {
    const more: Awaited<ReturnType<typeof listEvents>> = await listEvents(client, {
      ...{ service: "money", event: "moved", limit: EVENTS_MAX },
      ...(after === null ? {} : { after }),
    })
    for (const event of more.events) {
      if (BigInt(event.height) > height) return lines
      if (event.fields["asset"] === asset) lines.push(lineOf(event))
    }
    after = more.next
  } while (after !== null)
  return lines
}

/** What was issued and not taken back, by the journal alone. */
function issuedBy(lines: readonly JournalLine[], issuance: string): bigint {
  let issued = 0n
  for (const { debit, credit, amount } of lines) {
    if (debit === issuance) issued += amount
    if (credit === issuance) issued -= amount
  }
  return issued
}

function ensureTies(issued: bigint, units: bigint): void {
  if (issued === units) return
  const message = `By the journal ${issued} are issued, by the proof ${units}.`
  const hint = "The node lacks events of the asset: ask one that has kept all of them."
  throw new UsageError("batch_total_mismatch", message, hint)
}

/** Prints or writes the journal, and says that it ties. */
export async function journalVerb(
  environment: Environment,
  asset: string,
  { format, out, ...common }: JournalFlags,
): Promise<Answer> {
  const write = Object.entries(JOURNAL_FORMATS).find(([name]) => name === format)?.[1]
  if (write === undefined) {
    const hint = `Formats are ${Object.keys(JOURNAL_FORMATS).join(", ")}.`
    throw new UsageError("unknown_argument", `There is no format ${format.slice(0, 20)}.`, hint)
  }
  if (out !== undefined) await ensureWritable(environment, out)
  const client = connect(environment, common)
  const supply = await provenSupply(environment, client, asset)
  const { issuance, decimals } = supply
  const lines = await linesUntil(client, asset, supply.height)
  ensureTies(issuedBy(lines, issuance), supply.units)
  const text = write({ asset, decimals, lines })
  const units = amountText(supply.units, decimals)
  const said = `${lines.length} lines up to block ${supply.height} come to the supply of ${units}`
  const sentence = `${said} ${asset}, proven, grade ${supply.grade}.`
  if (out === undefined) {
    environment.out(text)
    environment.err(`${sentence}\n`)
    return { lines: [], json: null, printed: true }
  }
  const file = await writeOutput(environment, out, new TextEncoder().encode(text))
  const json = { file, format, lines: lines.length, supply: supply.units.toString() }
  return { lines: [sentence, `Journal: ${out}`], json: { ...json, height: `${supply.height}` } }
}
