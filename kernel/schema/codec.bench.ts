/** What a record costs on its way between bytes and memory. */
import { type Bench, cpuMicros } from "../../scripts/bench/harness.ts"
import { CborReader } from "../cbor/reader.ts"
import { scan } from "../cbor/scan.ts"
import { ascii } from "./ascii.ts"
import { decode, encode, encodeChecked } from "./codec.ts"
import { enumeration } from "./enumeration.ts"
import { fixed, hash } from "./fixed.ts"
import type { Infer } from "./kind.ts"
import { option } from "./option.ts"
import { party } from "./party.ts"
import { record } from "./record.ts"
import { text } from "./text.ts"
import { time } from "./time.ts"
import { u64, u128 } from "./wide-unsigned.ts"

const ROUNDS = 200_000
const MICROS_DECODE = 4
const MICROS_ENCODE = 3

const row = record({
  document: fixed(16),
  digest: hash,
  issuer: party,
  class: ascii(24),
  title: text(200),
  state: enumeration("draft", "issued", "revoked"),
  issued: time,
  revoked: option(text(500)),
  fee: u128,
  sequence: u64,
  previous: option(hash),
})

const value: Infer<typeof row> = {
  document: fixed(16).check("000102030405060708090a0b0c0d0e0f"),
  digest: hash.check("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
  issuer: party.check("ministry-of-trade/registrar-2"),
  class: "certificate.export",
  title: "Certificate of origin, textiles, consignment 2026-1107, Zurich",
  state: "issued",
  issued: 1_795_430_527_123,
  revoked: null,
  fee: 1_250_000n,
  sequence: 77_123_456n,
  previous: null,
}
const bytes = encode(row, value)

/** A figure in microseconds of CPU a call, the best of several runs. */
async function micros(call: () => unknown): Promise<number> {
  let best = Number.POSITIVE_INFINITY
  for (let run = 0; run < 5; run++) {
    const used = await cpuMicros(() => {
      for (let i = 0; i < ROUNDS; i++) call()
    })
    best = Math.min(best, used / ROUNDS)
  }
  return best
}

function bench(name: string, about: string, most: number, call: () => unknown): Bench {
  return {
    name: `schema.${name}`,
    about: `${about} a record of 11 fields, ${bytes.length} bytes`,
    target: { value: most, unit: "µs", better: "less" },
    run: async () => ({ value: await micros(call), unit: "µs" }),
  }
}

export const benches: readonly Bench[] = [
  bench("decode", "Scan and decode", MICROS_DECODE, () => decode(row, bytes)),
  bench("scan", "Scan alone", MICROS_DECODE, () => scan(bytes)),
  bench("read", "Read after the scan", MICROS_DECODE, () => row.read(new CborReader(bytes))),
  bench("encode", "Check and encode", MICROS_ENCODE, () => encode(row, value)),
  bench("write", "Encode what is checked", MICROS_ENCODE, () => encodeChecked(row, value)),
]
