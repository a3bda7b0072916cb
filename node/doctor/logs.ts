/** What node and engine wrote since their last start: the ends of two files of JSON lines. */
import { open } from "node:fs/promises"
import type { LogLine } from "./facts.ts"

/** As much of a log as is read; a line beyond it is not missed by any cause. */
const TAIL_BYTES = 262_144
/** What each of them writes first. */
const NODE_STARTS = "accelerators_chosen"
const ENGINE_STARTS = '"impl":"multiAppConn"'
const PANIC = "CONSENSUS FAILURE!!!"
const REFUSED = /Inbound Peer rejected|peer_not_admitted|auth failure|Peer filter timed out/
const REFUSED_MAX = 5
const PANIC_LENGTH_MAX = 400

/** The whole lines at the end of a file; none where there is no such file. */
export async function tailOf(path: string, bytesMax = TAIL_BYTES): Promise<readonly string[]> {
  const file = await open(path, "r").catch(() => null)
  if (file === null) return []
  try {
    const { size } = await file.stat()
    const from = Math.max(0, size - bytesMax)
    const { buffer, bytesRead } = await file.read(Buffer.alloc(size - from), 0, size - from, from)
    const lines = buffer.toString("utf8", 0, bytesRead).trimEnd().split("\n")
    return from === 0 ? lines : lines.slice(1)
  } finally {
    await file.close()
  }
}

function objectIn(line: string): Readonly<Record<string, unknown>> | null {
  try {
    return JSON.parse(line)
  } catch {
    return null
  }
}

/** The node's lines of its last life, oldest first. */
export function nodeLines(lines: readonly string[]): readonly LogLine[] {
  const parsed = lines.flatMap((line) => {
    const fields = objectIn(line)
    if (fields === null) return []
    const { time, code, message, ...rest } = fields
    const at = Date.parse(String(time))
    return [{ time: at, code: String(code), message: String(message), fields: rest }]
  })
  return parsed.slice(
    Math.max(
      0,
      parsed.findLastIndex(({ code }) => code === NODE_STARTS),
    ),
  )
}

/** What the engine said in its last life: a panic of consensus, and peers it turned away. */
export function engineSaid(lines: readonly string[]): {
  readonly panic: string | null
  readonly refused: readonly string[]
} {
  const start = lines.findLastIndex((line) => line.includes(ENGINE_STARTS))
  const life = lines.slice(Math.max(0, start))
  const panicked = life.find((line) => line.includes(PANIC))
  const { err = "no reason given" } = objectIn(panicked ?? "") ?? {}
  return {
    panic: panicked === undefined ? null : String(err).slice(0, PANIC_LENGTH_MAX),
    refused: life.filter((line) => REFUSED.test(line)).slice(-REFUSED_MAX),
  }
}
