/**
 * The work of a page that pays a file: planned at the gateway, sent entry by entry, told line by
 * line. What was sent before is not sent again: its entries are the same, so a page that was closed
 * half way goes on with the same file.
 */
import { type Problem, problemOf, useActing, useClient } from "@concordat/console/components"
import { type Hex, toHex } from "@concordat/kernel"
import { type PlannedMessage, planMessage, type SentEntry, sendEntry } from "@concordat/sdk"
import { useRef, useState } from "react"

const KEY = "concordat.payment-secret"
const SECRET_BYTES = 32

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
        const refused = refusedBy(await sendEntry(client, one, { as: principal }), now.plan)
        now = { ...now, sent: now.sent + 1, refused: new Map([...now.refused, ...refused]) }
      }
      setStage({ ...now, at: "done" })
    } catch (failure) {
      setStage({ ...now, at: "stopped", problem: problemOf(failure) })
    }
  }
  return { stage, plan, send, again: () => setStage({ at: "empty", problem: null }) }
}

/** Lines of an entry that were not paid, each by its place in the message, and why. */
function refusedBy(
  { entry, refusalOf }: SentEntry,
  { lines }: PlannedMessage,
): readonly (readonly [path: string, code: string])[] {
  return lines.flatMap(({ path, line, entry: own }) => {
    const refused = own === entry ? refusalOf(line) : undefined
    return refused === undefined ? [] : [[path, refused.code] as const]
  })
}
