/**
 * An archive of text files for whoever helps: tar, compressed by gzip. What could be a secret is
 * taken out, and files that hold keys are never read. Source of truth: POSIX.1-2017, pax, "ustar
 * Interchange Format".
 */
import { gzipSync } from "node:zlib"

const BLOCK = 512
/** Of a header: where the file's name, mode, size, time, checksum and format stand. */
const AT = { name: 0, mode: 100, size: 124, time: 136, sum: 148, type: 156, magic: 257 } as const
const NAME_BYTES_MAX = 100
const SUM_BYTES = 8

const NAMED =
  /("(?:priv_key|private|secret|passphrase|seed|pin|token|memo)"\s*:\s*)("[^"]*"|\{[^}]*\})/g

/** Private keys in base64 (64 bytes) and values under names that say what they are. */
const SECRETS: readonly (readonly [RegExp, string])[] = [
  [/[A-Za-z0-9+/]{86}==/g, "[redacted]"],
  [NAMED, '$1"[redacted]"'],
  [/^(\s*\S*(?:secret|token|password)\S*\s*=\s*).*$/gim, "$1[redacted]"],
]

/** A text without what could be a secret. */
export function redacted(text: string): string {
  return SECRETS.reduce((rest, [pattern, instead]) => rest.replace(pattern, instead), text)
}

function header(name: string, size: number, seconds: number): Buffer {
  const block = Buffer.alloc(BLOCK)
  const octal = (value: number, digits: number) => `${value.toString(8).padStart(digits, "0")}\0`
  block.write(name.slice(-NAME_BYTES_MAX), AT.name)
  block.write(octal(0o600, 7) + octal(0, 7) + octal(0, 7), AT.mode)
  block.write(octal(size, 11), AT.size)
  block.write(octal(seconds, 11), AT.time)
  block.write(" ".repeat(SUM_BYTES), AT.sum)
  block.write("0", AT.type)
  block.write("ustar\u000000", AT.magic)
  const sum = block.reduce((total, byte) => total + byte, 0)
  block.write(`${octal(sum, 6)} `, AT.sum)
  return block
}

/** A file of the archive: its name in ASCII, and its text. */
export type Entry = { readonly name: string; readonly text: string }

/** The archive of some texts, redacted. `now`: milliseconds of 1970. */
export function archiveOf(entries: readonly Entry[], now: number): Uint8Array {
  const parts = entries.flatMap(({ name, text }) => {
    const bytes = Buffer.from(redacted(text))
    const rest = Buffer.alloc((BLOCK - (bytes.length % BLOCK)) % BLOCK)
    return [header(name, bytes.length, Math.floor(now / 1_000)), bytes, rest]
  })
  return gzipSync(Buffer.concat([...parts, Buffer.alloc(2 * BLOCK)]))
}
