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
import { useRef, useState } from "react"
import { entries } from "../tables.ts"

const KEY = "concordat.payment-secret"
const SECRET_BYTES = 32
const EVENTS_MAX = 200

/** Why a line was refused, by its path; lines that are not here were paid. */
export type Refusals = ReadonlyMap<string, string>

/** How far a plan is sent: of its operations the first `sent` have their answer. */
type Sent = {
  readonly plan: PlannedMessage
  readonly sent: number
  readonly refused: Refusals
}

/** Where the file stands. */
export type FileStage =
  | { readonly at: "empty"; readonly problem: Problem | null }
  | { readonly at: "planning"; readonly name: string }
  | ({ readonly at: "planned" | "sending" | "done" } & Sent)
  | ({ readonly at: "stopped"; readonly problem: Problem } & Sent)

/** Where one stands that has a plan. */
export type Planned = Extract<FileStage, Sent>

/** Entries that have their answer: what of them was not refused is paid. */
export function answeredOf({ plan, sent }: Sent): ReadonlySet<string> {
  return new Set(plan.operations.slice(0, sent).map(({ input }) => String(input["entry"])))
}

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

/** The work. Of two files the later counts: the answer to an earlier one comes too late. */
export function useFileWork() {
  const client = useClient()
  const { principal } = useActing()
  const [stage, setStage] = useState<FileStage>({ at: "empty", problem: null })
  const newest = useRef(0)
  const plan = async (file: File) => {
    const own = ++newest.current
    const stand = (next: FileStage) => {
      if (own === newest.current) setStage(next)
    }
    stand({ at: "planning", name: file.name })
    try {
      const bytes = new Uint8Array(await file.arrayBuffer())
      const plan = await planMessage(client, bytes, ownSecret())
      stand({ at: "planned", plan, sent: 0, refused: new Map() })
    } catch (failure) {
      stand({ at: "empty", problem: problemOf(failure) })
    }
  }
  const send = async () => {
    if ((stage.at !== "planned" && stage.at !== "stopped") || principal === null) return
    let now: Sent = stage
    try {
      for (const one of stage.plan.operations.slice(stage.sent)) {
        setStage({ ...now, at: "sending" })
        const refused = refusedBy(await sendOne(client, one, principal), linesOf(now.plan, one))
        now = { ...now, sent: now.sent + 1, refused: new Map([...now.refused, ...refused]) }
      }
      setStage({ ...now, at: "done" })
    } catch (failure) {
      setStage({ ...now, at: "stopped", problem: problemOf(failure) })
    }
  }
  return { stage, plan, send, again: () => setStage({ at: "empty", problem: null }) }
}

function linesOf({ lines }: PlannedMessage, { input }: PlannedMessage["operations"][number]) {
  return lines.filter(({ entry }) => entry === input["entry"])
}

function refusedBy(
  why: Awaited<ReturnType<typeof sendOne>>,
  lines: PlannedMessage["lines"],
): readonly (readonly [path: string, code: string])[] {
  return lines.flatMap(({ path, line }) => {
    const code = typeof why === "string" ? why : why.get(line)
    return code === undefined ? [] : [[path, code] as const]
  })
}
