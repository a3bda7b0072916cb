/** What decoding, encoding and naming a transaction cost, without its signatures. */
import { type Bench, cpuMicros, type Measurement } from "../../scripts/bench/harness.ts"
import { type Hash, type Hex, hash } from "../schema/fixed.ts"
import { record } from "../schema/record.ts"
import { text } from "../schema/text.ts"
import type { CommandInputs } from "./operation.ts"
import { encodePayload, type Payload } from "./payload.ts"
import { coseSign, coseSignature } from "./structure.ts"
import { decodeTransaction } from "./transaction.ts"

const issueInput = record({ digest: hash, title: text(200) })
const commands: CommandInputs = {
  inputOf: (command) => (command === "provenance.issue" ? issueInput : undefined),
  isOpen: () => false,
}

const KID = "11".repeat(32) as Hash
const SIGNATURE = coseSignature("ed25519", KID, new Uint8Array(64))

function payloadOf(operations: number): Payload {
  const input = { digest: "ab".repeat(32), title: "Certificate of origin" }
  return {
    chain: "harbour-1",
    expires: 1_795_430_460_000,
    memo: null,
    mode: "each",
    operations: Array.from({ length: operations }, () => ({ command: "provenance.issue", input })),
    salt: "0000000000000001" as Hex,
  }
}

/** CPU microseconds of one call, after a warm-up of a tenth. */
async function micros(count: number, once: () => unknown, note: string): Promise<Measurement> {
  const loop = (times: number) => {
    for (let i = 0; i < times; i++) once()
  }
  loop(Math.ceil(count / 10))
  const used = await cpuMicros(() => loop(count))
  return { value: Number((used / count).toFixed(2)), unit: "CPU-µs", note }
}

function bench(operations: number, count: number): readonly Bench[] {
  const payload = payloadOf(operations)
  const payloadBytes = encodePayload(payload, commands)
  const bytes = coseSign(payloadBytes, [SIGNATURE])
  const unit = "CPU-µs"
  return [
    {
      name: `transaction.decode.${operations}-operations`,
      about: "Wrapper, scan, schema, commands and id of one signed transaction.",
      run: () => micros(count, () => decodeTransaction(bytes, commands), `${bytes.length} bytes`),
    },
    {
      name: `transaction.encode.${operations}-operations`,
      about: "Check and canonical bytes of one payload.",
      ...(operations === 1 ? { target: { value: 3, unit, better: "less" } as const } : {}),
      run: () =>
        micros(count, () => encodePayload(payload, commands), `${payloadBytes.length} bytes`),
    },
  ]
}

export const benches: readonly Bench[] = [...bench(1, 50_000), ...bench(100, 2_000)]
