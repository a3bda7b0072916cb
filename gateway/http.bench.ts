/**
 * What a request costs the main thread before and after the ledger: parser, routing, checks, the
 * answer. Beside it a server of node's own that checks nothing, in the same run, as the least that
 * a request can cost. The way of a transaction through gateway and node is `test/load`.
 */
import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import { Worker } from "node:worker_threads"
import type { Bench, Measurement } from "../scripts/bench/harness.ts"
import { openGateway, signedBy } from "./gateway.testing.ts"
import type { Load } from "./load.testing.ts"
import { serve } from "./serve.ts"

const COUNT = 20_000
const WARM = 4_000
const CONNECTIONS = 32
const NONE: Uint8Array = new Uint8Array()

/** Microseconds of the main thread a request, while another thread sends them. */
async function micros(port: number, request: Uint8Array): Promise<number> {
  const send = async (count: number) => {
    const load: Load = { port, request, count, connections: CONNECTIONS }
    const script = new URL("./load.testing.ts", import.meta.url)
    const worker = new Worker(script, { workerData: load, execArgv: ["--conditions=source"] })
    await new Promise((resolve, reject) => worker.once("message", resolve).once("error", reject))
    await worker.terminate()
  }
  await send(WARM)
  const before = process.threadCpuUsage()
  await send(COUNT)
  const { user, system } = process.threadCpuUsage(before)
  return (user + system) / COUNT
}

function requestOf(method: string, path: string, type = "", body = NONE): Uint8Array {
  const content = type === "" ? [] : [`Content-Type: ${type}`, `Content-Length: ${body.length}`]
  const head = [`${method} ${path} HTTP/1.1`, "Host: 127.0.0.1", ...content, "", ""]
  return Buffer.concat([Buffer.from(head.join("\r\n")), body])
}

/** A server that answers "ok" to whatever it reads. */
async function bare(request: Uint8Array): Promise<number> {
  const server = createServer((incoming, outgoing) => {
    incoming.resume()
    incoming.on("end", () => {
      outgoing.writeHead(200, { "Content-Type": "text/plain", "Content-Length": 3 })
      outgoing.end("ok\n")
    })
  })
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready))
  const used = await micros((server.address() as AddressInfo).port, request)
  await new Promise((closed) => server.close(closed))
  return used
}

/** The gateway's cost of a request, and as a multiple of the bare server's. */
async function measured(make: Parameters<typeof withGateway>[0]): Promise<Measurement> {
  const { used, request } = await withGateway(make)
  const least = await bare(request)
  const note = `main thread; ${(used / least).toFixed(2)} of a bare server's ${least.toFixed(1)}`
  return { value: used, unit: "µs", note }
}

async function withGateway(make: (test: Awaited<ReturnType<typeof openGateway>>) => Uint8Array) {
  const test = await openGateway()
  const request = make(test)
  const serving = await serve(test.gateway, { host: "127.0.0.1", port: 0 })
  const used = await micros(serving.port, request)
  await serving.close()
  await test.close()
  return { used, request }
}

const CLASS = {
  ...{ class: "thesis", title: "Thesis", accreditation: null, approvals: 1, keep: 10 },
  ...{ fields: "00".repeat(32), reasons: "shown", version: 1, open: true },
} as const

export const benches: readonly Bench[] = [
  {
    name: "gateway.http.livez",
    about: "A question that needs no ledger.",
    run: () => measured(() => requestOf("GET", "/livez")),
  },
  {
    name: "gateway.http.row",
    about: "One row by its key, as JSON.",
    run: () => measured(() => requestOf("GET", "/v1/organisations/principals/education/registrar")),
  },
  {
    name: "gateway.http.check",
    about: "A dry run of a signed transaction: its body read, its verdict told; the run included.",
    run: () =>
      measured((test) => {
        const operation = { command: "provenance.setClass", input: CLASS } as never
        const bytes = signedBy(test, "education/registrar", [operation])
        return requestOf("POST", "/v1/check", "application/cose", bytes)
      }),
  },
]
