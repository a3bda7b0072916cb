/** Whether anything of a file was sent: its bytes or its digest, in forms that could carry them. */
import { createHash } from "node:crypto"
import type { Sent } from "./browser.ts"

/** Bytes that are looked for at each of several places of the file. */
const SLICE = 24
const PLACES = 16

/** The forms in which bytes may travel; base64 at each of its three alignments. */
function formsOf(bytes: Buffer): readonly Buffer[] {
  const texts = [0, 1, 2].map((skip) => {
    const aligned = bytes.subarray(skip)
    return aligned.subarray(0, aligned.length - (aligned.length % 3)).toString("base64")
  })
  const urlSafe = texts.map((text) => text.replaceAll("+", "-").replaceAll("/", "_"))
  return [bytes, ...[bytes.toString("hex"), ...texts, ...urlSafe].map((text) => Buffer.from(text))]
}

/** Requests that carried a part of the file, or its SHA-256. */
export function leaks(sent: readonly Sent[], file: Buffer): readonly string[] {
  const step = Math.max(1, Math.floor((file.length - SLICE) / PLACES))
  const slices = Array.from({ length: PLACES }, (_, i) => file.subarray(i * step, i * step + SLICE))
  const digest = createHash("sha256").update(file).digest()
  const wanted = [...slices, digest].flatMap(formsOf)
  const carried = ({ url, body }: Sent) => Buffer.concat([Buffer.from(url), body])
  return sent
    .filter((one) => wanted.some((form) => carried(one).includes(form)))
    .map(({ method, url }) => `${method} ${url}`)
}
