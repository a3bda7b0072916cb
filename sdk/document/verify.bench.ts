/** What it costs to verify a document offline: with the attachment rebuilt, and without. */

import { PDFDocument } from "@cantoo/pdf-lib"
import { utf8 } from "@concordat/kernel"
import { type Bench, cpuMicros } from "../../scripts/bench/harness.ts"
import { finishDocument } from "./finish.ts"
import { DocumentLedger } from "./ledger.testing.ts"
import { verifyDocument } from "./verify.ts"

const WARM_RUNS = 3
const RUNS = 10
const MICROS_PER_MS = 1_000

async function millis(file: Uint8Array, beside: boolean) {
  const ledger = new DocumentLedger()
  const { document, statement } = await ledger.register(file)
  const answer = ledger.answer(document, statement)
  const finished = await finishDocument(file, document, answer)
  const evidence = beside ? { evidence: finished.evidence } : {}
  const asked = { anchors: [ledger.anchor()], now: ledger.now, ...evidence }
  const work = () => verifyDocument({ file: beside ? file : finished.file, ...asked })
  for (let run = 0; run < WARM_RUNS; run++) await work()
  const micros = await cpuMicros(async () => {
    for (let run = 0; run < RUNS; run++) await work()
  })
  const note = `evidence ${finished.evidence.length} bytes, bundle ${answer.bundle.length}`
  return { value: micros / RUNS / MICROS_PER_MS, unit: "ms CPU", note }
}

async function page(): Promise<Uint8Array> {
  const document = await PDFDocument.create({ updateMetadata: false })
  for (let i = 0; i < 20; i++) document.addPage().drawText(`Page ${i}`)
  return document.save()
}

export const benches: readonly Bench[] = [
  {
    name: "document.verify.beside",
    about: "A document of 4 validators verified, its evidence beside it: no rebuild.",
    target: { value: 60, unit: "ms CPU", better: "less" },
    run: () => millis(utf8("name;grade\nAda;A\n"), true),
  },
  {
    name: "document.verify.attached",
    about: "A PDF of 20 pages verified, its attachment rebuilt and compared.",
    run: async () => millis(await page(), false),
  },
]
