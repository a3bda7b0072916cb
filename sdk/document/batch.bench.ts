/** What a batch of 100,000 documents costs: commitments of 8 fields, the root, and every path. */
import { type Party, sha256, sha256Hex, utf8 } from "@concordat/kernel"
import { useAccelerators } from "../../node/accelerators/index.ts"
import { type Bench, cpuMicros } from "../../scripts/bench/harness.ts"
import { BatchBuilder } from "./batch.ts"

const DOCUMENTS = 100_000
const DOCUMENT_BYTES = 102_400
const MICROS_PER_SECOND = 1_000_000
const BYTES_PER_MIB = 1_048_576

function fieldsOf(i: number) {
  return {
    number: i,
    title: "Diploma",
    grade: "A",
    subject: "History",
    credits: 180,
    year: 2026,
    place: "X",
  }
}

async function buildAll(): Promise<{ micros: number; heap: number }> {
  const file = new Uint8Array(DOCUMENT_BYTES)
  const plan = {
    organisation: "ministry" as Party,
    class: "diploma",
    source: sha256Hex(utf8("bench")),
  }
  const { batch } = BatchBuilder.start(plan)
  const before = process.memoryUsage().heapUsed
  const micros = await cpuMicros(() => {
    for (let i = 0; i < DOCUMENTS; i++) {
      new DataView(file.buffer).setUint32(0, i)
      const digest = sha256Hex(file)
      const secret = sha256(file.subarray(0, 4)).slice(0, 16)
      batch.add({ file: digest, fields: fieldsOf(i), until: null }, secret)
    }
    const tree = batch.tree()
    for (let i = 0; i < DOCUMENTS; i++) tree.path(i)
  })
  return { micros, heap: process.memoryUsage().heapUsed - before }
}

export const benches: readonly Bench[] = [
  {
    name: "document.batch.100k",
    about: "100,000 documents of 100 KiB with 8 fields: digests, commitments, root and all paths.",
    target: { value: 60, unit: "s CPU", better: "less" },
    async run() {
      await useAccelerators()
      const { micros, heap } = await buildAll()
      const note = `heap ${Math.round(heap / BYTES_PER_MIB)} MiB`
      return { value: micros / MICROS_PER_SECOND, unit: "s CPU", note }
    },
  },
]
