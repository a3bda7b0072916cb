/**
 * For benches: a thread that sends one request again and again over many connections, as plain
 * bytes, so that what the main thread uses is the server's work alone.
 */
import { connect } from "node:net"
import { parentPort, workerData } from "node:worker_threads"

/** What the thread is asked to do. */
export type Load = {
  readonly port: number
  /** The request's bytes. */
  readonly request: Uint8Array
  readonly count: number
  readonly connections: number
}

const END_OF_HEAD = "\r\n\r\n"

/** Bytes of the answer that begins a buffer; null while its head is not whole. */
function lengthOf(answer: Buffer): number | null {
  const head = answer.indexOf(END_OF_HEAD)
  if (head < 0) return null
  const text = answer.toString("latin1", 0, head).toLowerCase()
  if (!text.startsWith("http/1.1 200")) throw new Error(text)
  const length = Number(/content-length: (\d+)/.exec(text)?.[1] ?? 0)
  return head + END_OF_HEAD.length + length
}

/** Sends one request after the other on a connection, while `next` says so. */
function sendOn({ port, request }: Load, next: () => boolean): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, "127.0.0.1", () => socket.write(request))
    socket.setNoDelay(true)
    let pending = Buffer.alloc(0)
    socket.on("error", reject)
    socket.on("data", (piece) => {
      pending = pending.length === 0 ? piece : Buffer.concat([pending, piece])
      const length = lengthOf(pending)
      if (length === null || pending.length < length) return
      pending = pending.subarray(length)
      if (next()) socket.write(request)
      else socket.end(resolve)
    })
  })
}

async function run(load: Load): Promise<void> {
  let left = load.count - load.connections
  const next = () => left-- > 0
  await Promise.all(Array.from({ length: load.connections }, () => sendOn(load, next)))
  parentPort!.postMessage("done")
}

if (parentPort !== null) await run(workerData as Load)
