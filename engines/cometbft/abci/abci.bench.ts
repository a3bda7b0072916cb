/** The socket protocol: what a transaction costs on its way to its check and back. */
import { mkdtempSync, rmSync } from "node:fs"
import { createConnection } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { delimited } from "@concordat/kernel"
import { systemScheduler } from "../../../node/seams/clock.ts"
import { type Bench, cpuMicros, perSecond } from "../../../scripts/bench/harness.ts"
import { decodeRequest, encodeRequest, encodeResponse } from "./envelope.ts"
import { FrameReader } from "./frames.ts"
import { serveAbci } from "./server.ts"

const FRAMES = 200_000
const TX_BYTES = 300
const READ_FRAMES = 500
const BLOCK_TXS = 2_000
const BLOCKS = 50

const request = encodeRequest("check_tx", { tx: new Uint8Array(TX_BYTES).fill(7) })
const reads = Buffer.concat(Array.from({ length: READ_FRAMES }, () => delimited(request)))

/** Sends the reads over a unix socket and counts the bytes that come back. */
async function served(count: number): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "concordat-bench-"))
  const server = await serveAbci({
    ...{ at: join(folder, "a.sock"), handlers: { check_tx: () => ({ gas_used: 40n }) } },
    clock: { now: () => 0, elapsed: () => performance.now() },
    scheduler: systemScheduler,
  })
  const socket = createConnection(join(folder, "a.sock"))
  const reply = delimited(encodeResponse("check_tx", { gas_used: 40n })).length
  let left = reply * count
  await new Promise<void>((resolve) => {
    socket.on("data", (bytes) => {
      left -= bytes.length
      if (left === 0) resolve()
    })
    for (let sent = 0; sent < count; sent += READ_FRAMES) socket.write(reads)
  })
  socket.destroy()
  await server.close()
  rmSync(folder, { recursive: true })
}

export const benches: readonly Bench[] = [
  {
    name: "abci.decode.check-tx",
    about: `${FRAMES} checks of ${TX_BYTES} bytes, ${READ_FRAMES} a read, cut and decoded.`,
    run: async () => {
      const micros = await cpuMicros(() => {
        for (let read = 0; read < FRAMES; read += READ_FRAMES) {
          const reader = new FrameReader()
          reader.push(reads)
          for (let frame = reader.next(); frame !== null; frame = reader.next()) {
            decodeRequest(frame)
          }
        }
      })
      return { value: perSecond(FRAMES, micros), unit: "frames/CPU-s" }
    },
  },
  {
    name: "abci.serve.check-tx",
    about: "The same over a unix socket with an empty application, the sender's work included.",
    run: async () => {
      const micros = await cpuMicros(() => served(FRAMES))
      return { value: perSecond(FRAMES, micros), unit: "frames/CPU-s" }
    },
  },
  {
    name: "abci.decode.finalize-block",
    about: `Blocks of ${BLOCK_TXS} transactions of ${TX_BYTES} bytes, decoded.`,
    run: async () => {
      const txs = Array.from({ length: BLOCK_TXS }, () => new Uint8Array(TX_BYTES))
      const block = encodeRequest("finalize_block", { txs, height: 1n })
      const micros = await cpuMicros(() => {
        for (let count = 0; count < BLOCKS; count++) decodeRequest(block)
      })
      return { value: perSecond(BLOCKS * BLOCK_TXS, micros), unit: "transactions/CPU-s" }
    },
  },
]
