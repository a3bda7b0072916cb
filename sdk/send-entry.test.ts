/** What became of each line of an entry: paid, paid before, or refused and why. */
import { describe, expect, it } from "vitest"
import { createClient, type Fetch } from "./client.ts"
import { sendEntry } from "./send-entry.ts"

const ENTRY = "0190".repeat(8)
const RECEIPT = {
  ...{ transaction: "ab".repeat(32), status: "accepted", height: "8", operations: [] },
  events: { first: "40", count: 5 },
}
const POST = { command: "money.post", input: { entry: ENTRY, mode: "each", lines: [] } }
const TRANSFER = { command: "money.transfer", input: { entry: ENTRY, line: {} } }

const refusal = (line: number, code: string, side?: string, entry = ENTRY) => ({
  fields: { entry, line, code, ...(side === undefined ? {} : { side }) },
})

type Gateway = {
  /** Of the command. */
  readonly answer: Response
  /** Lines that the entry names as refused. */
  readonly refused?: readonly number[]
  /** Pages of events, by the place that each ends before. */
  readonly pages?: Readonly<Record<string, unknown>>
}

function send(operation: typeof POST | typeof TRANSFER, gateway: Gateway) {
  const { answer, refused = [], pages = {} } = gateway
  const fetch: Fetch = async (address) => {
    const { pathname, searchParams } = new URL(String(address))
    if (pathname.startsWith("/v1/money/entries/")) {
      return Response.json({ height: "8", row: { key: {}, value: { refused } } })
    }
    return pathname === "/v1/events"
      ? Response.json(pages[searchParams.get("before") ?? ""])
      : answer
  }
  return sendEntry(createClient({ url: "http://ledger.example", fetch }), operation, {})
}

const problem = (code: string, detail: string) =>
  Response.json(
    { type: "about:blank", status: 409, code, title: code, detail, hint: "None." },
    { status: 409, headers: { "Content-Type": "application/problem+json" } },
  )

describe("an entry", () => {
  it("tells which of its lines were refused, and why, from all pages of events", async () => {
    const pages = {
      45: { events: [refusal(7, "account_closed", "credit")], next: "42" },
      42: { events: [refusal(2, "frozen_amount", "debit", "ff".repeat(16))], next: "41" },
      41: { events: [refusal(2, "uetr_exists")], next: null },
    }
    const answer = Response.json(RECEIPT)
    const { entry, again, refusalOf } = await send(POST, { answer, refused: [2, 7], pages })
    expect([entry, again]).toEqual([ENTRY, false])
    expect(refusalOf(7)).toEqual({ code: "account_closed", side: "credit" })
    expect(refusalOf(2)).toEqual({ code: "uetr_exists" })
    expect(refusalOf(3)).toBeUndefined()
  })

  it("that was booked before is told so", async () => {
    const answer = () => Response.json({ ...RECEIPT, replayed: true })
    for (const operation of [POST, TRANSFER]) {
      const { again, refusalOf } = await send(operation, { answer: answer() })
      expect([again, refusalOf(0)]).toEqual([true, undefined])
    }
  })

  it("is refused as a whole where a status report has a word for it", async () => {
    const answer = problem("account_blocked", 'The account is blocked (side "debit").')
    const { again, refusalOf } = await send(TRANSFER, { answer })
    expect([again, refusalOf(0)]).toEqual([false, { code: "account_blocked", side: "debit" }])
  })

  it("ends the run where there is none: nobody is told that a payment was refused", async () => {
    const answer = problem("permission_missing", "You may not.")
    await expect(send(POST, { answer })).rejects.toMatchObject({ code: "permission_missing" })
  })

  it("ends the run where its id was booked with other lines, these among them maybe", async () => {
    const answer = problem("entry_mismatch", "The id was used with other content.")
    await expect(send(POST, { answer })).rejects.toMatchObject({ code: "entry_mismatch" })
  })

  it("is not told as paid where no event says why a line was refused", async () => {
    const pages = { 45: { events: [], next: null } }
    const answer = Response.json(RECEIPT)
    const sent = send(POST, { answer, refused: [1], pages })
    await expect(sent).rejects.toMatchObject({ code: "upstream_mismatch" })
  })
})
