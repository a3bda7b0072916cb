/** Rows T22, T35, T36 and T38: sending again, many operations, too much waiting. */
import { REGISTRAR } from "../../../services/provenance/office.testing.ts"
import { countOf, type Live } from "../live.ts"
import { type RequestRow, requestRow as row } from "../row.ts"

const SIGNATURE_BYTES = 64
const refuse = { command: "sample.refuse", input: {} }

/** Sends a good transaction, then again what `next` makes of it. */
const again =
  (next: (bytes: Uint8Array, live: Live) => Uint8Array | Promise<Uint8Array>) =>
  async (live: Live) => {
    const bytes = live.good()
    const first = await live.send(bytes)
    if (first.status !== 200) throw new Error(await first.text())
    return live.send(await next(bytes, live))
  }

/** Nine that count and one that refuses, the seventh. */
function ten(mode: "atomic" | "each") {
  return (live: Live) => {
    const operations = Array.from({ length: 10 }, (_, i) => (i === 6 ? refuse : countOf(mode)))
    return live.send(live.sign([REGISTRAR], operations, { mode }))
  }
}

async function counterOf(live: Live, name: string): Promise<string | undefined> {
  const answer = await live.request(`/v1/sample/counters/${name}`)
  if (answer.status === 404) return undefined
  return ((await answer.json()) as { row: { value: { count: string } } }).row.value.count
}

const FOUND = ["transaction", "height"] as const

export const SENDING: readonly RequestRow[] = [
  row("T22a", "the same bytes again", "already_accepted", 409, {
    ...{ says: FOUND, send: again((bytes) => bytes) },
    async also(_, text, live) {
      const { transaction, height, receipt } = JSON.parse(text) as Record<string, string>
      const answer = await live.request(receipt ?? "/nowhere")
      const found = (await answer.json()) as Record<string, string>
      const same = found["transaction"] === transaction && found["height"] === height
      if (!same) throw new Error(`no way to the receipt: ${text}`)
    },
  }),
  row("T22b", "the same content, other signature bytes", "already_accepted", 409, {
    says: FOUND,
    send: again((bytes) => {
      const other = bytes.slice()
      other[other.length - SIGNATURE_BYTES]! ^= 1
      return other
    }),
  }),
  row("T22c", "the same bytes after a restart", "already_accepted", 409, {
    says: FOUND,
    send: again(async (bytes, live) => {
      await live.restart()
      return bytes
    }),
  }),
  row("T35", "operation 7 of 10 refuses, all or nothing", "sample_refused", 409, {
    ...{ says: ["as it was asked to", 'operation "6"'], send: ten("atomic") },
    async also(_, text, live) {
      if (JSON.parse(text).service !== "sample") throw new Error("the service is not named")
      if ((await counterOf(live, "atomic")) !== undefined) throw new Error("something was applied")
    },
  }),
  row("T36", "operation 7 of 10 refuses, each for itself", null, 200, {
    ...{ says: ["sample_refused"], send: ten("each") },
    async also(_, text, live) {
      const { operations } = JSON.parse(text) as { operations: { outcome: string }[] }
      const outcomes = operations.map(({ outcome }) => outcome === "accepted")
      const wrong = outcomes.some((accepted, i) => accepted === (i === 6))
      if (operations.length !== 10 || wrong) throw new Error(`not told one by one: ${text}`)
      if ((await counterOf(live, "each")) !== "9") throw new Error("the others did not count")
    },
  }),
  row("T38b", "the waiting room is full", "node_busy", 503, {
    says: ["waiting", "again"],
    alone: { waiting: { transactions: 0, bytes: 0 } },
    send: (live) => live.send(live.good()),
  }),
]
