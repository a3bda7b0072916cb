/**
 * Sends the rows of the catalogue to a live ledger. After each one the process lives, the next good
 * request is answered, and everything accepted before is still found.
 */
import { type Code, codeRow, decodeTransaction, Invalid } from "@concordat/kernel"
import { expect, it } from "vitest"
import { Live } from "./live.ts"
import { Place } from "./place.ts"
import type { CommandRow, RequestRow, SocketRow, TransactionRow } from "./row.ts"

type Problem = Readonly<Record<string, unknown>>

/** Words that only a stack, a library or a file of ours would say. */
const INSIDES = /\n\s+at |\.\w+:\d+:\d+|node_modules|\b[A-Z]\w*Error\b|\.ts\b|\[object/

/** Registers a test a row; `live` is there once tests run. */
export function requestRows(live: () => Live, rows: readonly RequestRow[]): void {
  it.each(rows)("$row: $what", async (row) => {
    if (row.alone === undefined) return sendRow(live(), row)
    const own = await new Live(row.alone).open()
    try {
      await sendRow(own, row)
    } finally {
      await own.close()
    }
  })
}

async function sendRow(live: Live, row: RequestRow): Promise<void> {
  const logged = live.lines.length
  const answer = await row.send(live)
  const text = await answer.text()
  const { code, status } = row
  expect([answer.status, codeOf(text)]).toEqual([status, code])
  if (code === null) expectSaid(text, row.says)
  else {
    expectProblem(JSON.parse(text) as Problem, row)
    expectHeaders(answer)
    if (row.unlogged === undefined) expectLogged(live, logged, JSON.parse(text) as Problem)
  }
  await row.also?.(answer, text, live)
  if (row.alone === undefined) await expectAlive(live)
}

/** Registers a test a row of transactions. */
export function transactionRows(live: () => Live, rows: readonly TransactionRow[]): void {
  it.each(rows)("$row: $what", async (row) => {
    const made = row.bytes(live())
    for (const bytes of made instanceof Uint8Array ? [made] : made) {
      expectDecoded(live(), bytes, row)
      await expectRefused(live(), await live().post("/v1/check", bytes), row)
      await expectRefused(live(), await live().send(bytes), row)
    }
    await expectAlive(live())
  })
}

/** Registers a test a row of commands. */
export function commandRows(live: () => Live, rows: readonly CommandRow[]): void {
  it.each(rows)("$row: $what", async ({ run, code, exit, says }) => {
    const place = new Place(live(), await live().port())
    try {
      const ended = await run(place)
      const words = ended.out + ended.err
      expect([ended.exit, words]).toEqual([exit, expect.stringContaining(code ?? "")])
      expect(words).not.toMatch(INSIDES)
      expectSaid(words, says)
      await expectAlive(live())
    } finally {
      place.remove()
    }
  })
}

/** Registers a test a row of sockets. */
export function socketRows(live: () => Live, rows: readonly SocketRow[]): void {
  it.each(rows)("$row: $what", async (row) => {
    if (row.alone === undefined) return endSocket(live(), row)
    const own = await new Live().open()
    try {
      await endSocket(own, row)
    } finally {
      await own.close()
    }
  })
}

async function endSocket(live: Live, row: SocketRow): Promise<void> {
  const logged = live.lines.length
  const outcome = await row.send(live)
  const { frame, closed, response } = outcome
  const text = response === undefined ? JSON.stringify(frame ?? {}) : await response.text()
  if (response !== undefined) {
    expect([response.status, codeOf(text)]).toEqual([row.status, row.code])
    expectProblem(JSON.parse(text) as Problem, { ...row, status: response.status })
    expectHeaders(response)
  }
  if (frame !== undefined) expect(frame["code"]).toBe(row.code)
  if (row.close !== undefined) expect(closed).toEqual({ code: row.close, reason: row.code })
  const words = JSON.parse(text) as Problem
  expectSaid(shown(words), row.says)
  expect(text).not.toMatch(INSIDES)
  const lines = live.lines.slice(logged).filter(({ level }) => level !== "audit")
  const told = lines.map((line) => line["code"])
  expect(told).toEqual(Array(row.lines ?? 1).fill(row.code))
  expect(row.also?.(outcome) ?? true).toBe(true)
  if (row.stops === undefined) await expectAlive(live)
}

/** The decoder alone: the same code at the same place, or a transaction. */
function expectDecoded(live: Live, bytes: Uint8Array, row: TransactionRow): void {
  let failure: unknown = null
  try {
    decodeTransaction(bytes, live.runtime)
  } catch (error) {
    failure = error
  }
  if (row.decodes) {
    expect(failure).toBeNull()
    return
  }
  expect(failure).toBeInstanceOf(Invalid)
  const { code, path, message } = failure as Invalid
  expect([code, path || undefined]).toEqual([row.code, row.pointer])
  expect(message).toMatch(/^[A-Z"\d-].*[.)?]$/)
}

async function expectRefused(live: Live, answer: Response, row: TransactionRow): Promise<void> {
  const text = await answer.text()
  const problem = JSON.parse(text) as Problem
  expect([answer.status, problem["code"]]).toEqual([row.status, row.code])
  expect(problem["pointer"]).toBe(row.pointer)
  expectProblem(problem, row)
  expectHeaders(answer)
  expectLogged(live, live.lines.length - 1, problem)
}

/** A refusal as everybody gets it (RFC 9457), and what this one must say. */
function expectProblem(
  problem: Problem,
  { code, status, says }: Pick<RequestRow, "code" | "status" | "says">,
): void {
  const known = codeRow(code as Code) as ReturnType<typeof codeRow> | undefined
  expect(problem).toMatchObject({
    ...{ type: `/codes/${code}`, code, status, requestId: expect.stringMatching(/^[0-9a-f]{16}$/) },
    title: known?.title ?? expect.any(String),
    detail: expect.stringMatching(/^.{10,}$/s),
    hint: expect.stringMatching(/^[A-Z].{5,}$/s),
  })
  expect(JSON.stringify(problem)).not.toMatch(INSIDES)
  expectSaid(shown(problem), says)
}

/** What a person reads of a problem. */
function shown({ detail, hint, pointer }: Problem): string {
  return [detail, hint, pointer].join("\n")
}

function expectSaid(text: string, says: readonly string[] = []): void {
  for (const part of says) expect(text).toContain(part)
}

function expectHeaders(answer: Response): void {
  expect(answer.headers.get("content-type")).toContain("application/problem+json")
  if ([429, 503].includes(answer.status)) expect(answer.headers.get("retry-after")).toMatch(/^\d+$/)
}

/** One line tells of the refusal, by its code and the id that the caller was given. */
function expectLogged(live: Live, from: number, { code, requestId }: Problem): void {
  const told = live.lines.slice(from).filter((line) => line["requestId"] === requestId)
  expect(told.map((line) => line["code"])).toEqual([code])
}

function codeOf(text: string): string | null {
  try {
    return (JSON.parse(text) as { code?: string }).code ?? null
  } catch {
    return null
  }
}

/** The next good request is answered, and nothing that was accepted is lost. */
async function expectAlive(live: Live): Promise<void> {
  const answer = await live.send(live.good())
  expect(await answer.json()).toMatchObject({ status: "accepted" })
  for (const id of live.accepted) {
    expect((await live.ledger.transaction(id))?.transaction, "found again").toBe(id)
  }
  expect((await live.request("/readyz")).status).toBe(200)
}
