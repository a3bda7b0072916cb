/** The worker of the verify page: files go in, a verdict comes out, nothing leaves the device. */
import { judgeFiles, type Means } from "./judge-files.ts"

/** What the page asks. `warm` fetches the PDF library ahead, so that it is there offline. */
export type Asked =
  | { readonly id: number; readonly kind: "warm" }
  | {
      readonly id: number
      readonly kind: "judge"
      readonly files: readonly File[]
      readonly means: Means
    }

/** What the worker answers: the outcome, or that the file cannot be read. */
export type Answered =
  | { readonly id: number; readonly outcome: unknown }
  | { readonly id: number; readonly failure: string }

/** A PDF without evidence: judging it loads the library that rebuilds attachments. */
const BLANK = new TextEncoder().encode("%PDF-1.7\n")

async function read(file: File) {
  return { name: file.name, bytes: new Uint8Array(await file.arrayBuffer()) }
}

async function answer(asked: Asked): Promise<unknown> {
  if (asked.kind === "warm") {
    await judgeFiles([{ name: "blank.pdf", bytes: BLANK }], { kept: [], now: 0, latest: null })
    return null
  }
  return judgeFiles(await Promise.all(asked.files.map(read)), asked.means)
}

self.addEventListener("message", ({ data }: MessageEvent<Asked>) => {
  const { id } = data
  answer(data).then(
    (outcome) => self.postMessage({ id, outcome } satisfies Answered),
    (failure: unknown) => self.postMessage({ id, failure: String(failure) } satisfies Answered),
  )
})
