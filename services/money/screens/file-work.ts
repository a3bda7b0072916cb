/**
 * The work of a page that pays a file: planned at the gateway, sent entry by entry, told line by
 * line. What was sent before is not sent again: its entries are the same, so a page that was closed
 * half way goes on with the same file.
 */
import {
  type Problem,
  problemOf,
  type RowJson,
  useActing,
  useClient,
} from "@concordat/console/components"
import { type Hex, type Row, toHex } from "@concordat/kernel"
import {
  type Client,
  call,
  getRow,
  listEvents,
  type PlannedMessage,
  planMessage,
  SdkError,
} from "@concordat/sdk"
import { useState } from "react"
import { entries } from "../tables.ts"

const KEY = "concordat.payment-secret"
const SECRET_BYTES = 32
const EVENTS_MAX = 200

/** Why a line was refused, by its path; lines that are not here were paid. */
export type Refusals = ReadonlyMap<string, string>

/** Where the file stands. */
export type FileStage =
  | { readonly at: "empty"; readonly problem: Problem | null }
  | { readonly at: "planned" | "sending"; readonly plan: PlannedMessage; readonly sent: number }
  | { readonly at: "done"; readonly plan: PlannedMessage; readonly refused: Refusals }

/** What ids of entries follow from: made once, and kept by this browser. */
function ownSecret(): Hex {
  const kept = localStorage.getItem(KEY)
  if (kept !== null) return kept as Hex
  const made = toHex(crypto.getRandomValues(new Uint8Array(SECRET_BYTES))) as Hex
  localStorage.setItem(KEY, made)
  return made
}

/** Which lines of an entry the ledger refused, and why. */
async function refusedOf(client: Client, entry: string, before: bigint) {
  const { row } = await getRow(client, "money", "entries", [entry])
  const { refused } = entries.row.fromJson((row as RowJson).value) as Row<typeof entries>
  if (refused.length === 0) return new Map<number, string>()
  const page = { service: "money", event: "line_refused", limit: EVENTS_MAX }
  const { events } = await listEvents(client, { ...page, before: before.toString() })
  const own = events.filter(({ fields }) => fields["entry"] === entry)
  const why = new Map(own.map(({ fields }) => [Number(fields["line"]), String(fields["code"])]))
  return new Map(refused.map((line) => [line, why.get(line) ?? ""]))
}

/** Sends one entry; answers why its lines were refused, by their numbers; all by one code. */
async function sendOne(client: Client, one: PlannedMessage["operations"][number], as: string) {
  try {
    const { events } = await call(client, { ...one, as })
    const before = BigInt(events.first) + BigInt(events.count)
    return await refusedOf(client, String(one.input["entry"]), before)
  } catch (failure) {
    if (!(failure instanceof SdkError) || failure.facts.service !== "money") throw failure
    return failure.code
  }
}

/** The work. */
export function useFileWork() {
  const client = useClient()
  const { principal } = useActing()
  const [stage, setStage] = useState<FileStage>({ at: "empty", problem: null })
  const failed = (failure: unknown) => setStage({ at: "empty", problem: problemOf(failure) })
  const plan = async (file: File) => {
    try {
      const bytes = new Uint8Array(await file.arrayBuffer())
      setStage({ at: "planned", plan: await planMessage(client, bytes, ownSecret()), sent: 0 })
    } catch (failure) {
      failed(failure)
    }
  }
  const send = async () => {
    if (stage.at !== "planned" || principal === null) return
    const refused = new Map<string, string>()
    try {
      for (const [sent, one] of stage.plan.operations.entries()) {
        setStage({ at: "sending", plan: stage.plan, sent })
        const why = await sendOne(client, one, principal)
        for (const { path, line } of linesOf(stage.plan, one)) {
          const code = typeof why === "string" ? why : why.get(line)
          if (code !== undefined) refused.set(path, code)
        }
      }
      setStage({ at: "done", plan: stage.plan, refused })
    } catch (failure) {
      failed(failure)
    }
  }
  return { stage, plan, send, again: () => setStage({ at: "empty", problem: null }) }
}

function linesOf({ lines }: PlannedMessage, { input }: PlannedMessage["operations"][number]) {
  return lines.filter(({ entry }) => entry === input["entry"])
}
