/** What it costs to attach evidence to a PDF, and to find it again. */
import { PDFDocument, StandardFonts } from "@cantoo/pdf-lib"
import { type Bench, cpuMicros } from "../../../scripts/bench/harness.ts"
import { attachEvidence } from "./attach.ts"
import { findEvidence } from "./find.ts"

const EVIDENCE = new Uint8Array(9_000).fill(7)
const WARM_RUNS = 5
const RUNS = 10
const MICROS_PER_MS = 1_000
const BYTES_PER_PAGE = 630

/** A PDF of about that many bytes: pages of text, each an object with its own stream. */
async function pdfOf(bytes: number): Promise<Uint8Array> {
  const document = await PDFDocument.create({ updateMetadata: false })
  const font = await document.embedFont(StandardFonts.Helvetica)
  const pages = Math.round(bytes / BYTES_PER_PAGE)
  for (let page = 0; page < pages; page++) {
    const lines = Array.from(
      { length: 40 },
      (_, line) => `${page} ${line} ${(page * 7_919) ^ line}`,
    )
    document.addPage().drawText(lines.join("\n"), { x: 40, y: 780, size: 10, lineHeight: 14, font })
  }
  return document.save({ useObjectStreams: false })
}

async function millisOf(work: () => unknown): Promise<number> {
  for (let run = 0; run < WARM_RUNS; run++) await work()
  const micros = await cpuMicros(async () => {
    for (let run = 0; run < RUNS; run++) await work()
  })
  return micros / RUNS / MICROS_PER_MS
}

function attachBench(name: string, about: string, bytes: number, target: number): Bench {
  return {
    ...{ name, about, target: { value: target, unit: "ms CPU", better: "less" } },
    async run() {
      const pdf = await pdfOf(bytes)
      const value = await millisOf(() => attachEvidence(pdf, EVIDENCE))
      return { value, unit: "ms CPU", note: `${pdf.length} bytes` }
    },
  }
}

export const benches: readonly Bench[] = [
  attachBench("document.attach.50k", "Evidence attached to a PDF of 50 KB.", 50_000, 20),
  attachBench("document.attach.1800k", "Evidence attached to a PDF of 1.8 MB.", 1_800_000, 200),
  {
    name: "document.find.1800k",
    about: "Evidence found in the bytes of a PDF of 1.8 MB, without the PDF library.",
    target: { value: 60, unit: "ms CPU", better: "less" },
    async run() {
      const pdf = await attachEvidence(await pdfOf(1_800_000), EVIDENCE)
      const value = await millisOf(() => findEvidence(pdf))
      return { value, unit: "ms CPU", note: `${pdf.length} bytes` }
    },
  },
]
