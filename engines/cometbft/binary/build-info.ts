/**
 * What a Go program is made of, read from the program itself: what `go version -m FILE` prints,
 * also on a machine without Go. Source of truth: Go's `debug/buildinfo`, the form since Go 1.18.
 */
import { closeSync, openSync, readFileSync } from "node:fs"

const MAGIC = Buffer.from("\xff Go buildinf:", "latin1")
const ALIGNMENT = 16
const FLAGS_AT = 15
const INLINE_STRINGS = 2
const HEADER_BYTES = 32
/** Marks before and after the module text. */
const SENTINEL_BYTES = 16

/** The main module of a program: path, version, hash of its sources as in `go.sum`. */
export type GoProgram = {
  readonly command: string
  readonly module: string
  readonly version: string
  readonly hash: string
}

function text(program: Buffer, at: number): { readonly value: Buffer; readonly end: number } {
  let length = 0
  let scale = 1
  for (let offset = at; offset < program.length; offset++) {
    const byte = program[offset]!
    length += (byte & 0x7f) * scale
    scale *= 128
    if (byte >= 0x80) continue
    const end = offset + 1 + length
    return { value: program.subarray(offset + 1, end), end }
  }
  return { value: Buffer.alloc(0), end: at }
}

function header(program: Buffer): number | null {
  for (let at = program.indexOf(MAGIC); at !== -1; at = program.indexOf(MAGIC, at + 1)) {
    const inline = (program[at + FLAGS_AT]! & INLINE_STRINGS) !== 0
    if (at % ALIGNMENT === 0 && inline) return at
  }
  return null
}

/** The main module of the program in these bytes, or null where there is none to be read. */
export function goProgram(program: Buffer): GoProgram | null {
  const at = header(program)
  if (at === null) return null
  const { end } = text(program, at + HEADER_BYTES)
  const { value } = text(program, end)
  const lines = value.subarray(SENTINEL_BYTES, -SENTINEL_BYTES).toString("utf8").split("\n")
  const field = (name: string) =>
    lines
      .find((line) => line.startsWith(`${name}\t`))
      ?.split("\t")
      .slice(1) ?? []
  const [command = ""] = field("path")
  const [module = "", version = "", hash = ""] = field("mod")
  return command === "" ? null : { command, module, version, hash }
}

/** The same of a file; null where it is absent or no Go program. */
export function goProgramAt(path: string): GoProgram | null {
  try {
    closeSync(openSync(path, "r"))
    return goProgram(readFileSync(path))
  } catch {
    return null
  }
}
