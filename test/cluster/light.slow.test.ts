/**
 * CometBFT's own light client, led through `/engine`, comes to the very headers, sets, parameters
 * and transactions of the ledger behind it.
 */
import { type ChildProcess, spawn } from "node:child_process"
import { createHash } from "node:crypto"
import { mkdtempSync, rmSync } from "node:fs"
import { createServer, type Server } from "node:http"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { headerHash, toHex } from "@concordat/kernel"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { HeaderServer } from "../../engines/cometbft/join/server.ts"
import { binaryPath, freePort, needed } from "../../engines/cometbft/machine.testing.ts"
import { createGateway, type Gateway } from "../../gateway/app.ts"
import { memoryBatches } from "../../gateway/provenance/batches.testing.ts"
import type { Ledger } from "../../node/ledger.ts"
import { openNode, send, testWorld, writeOf } from "../../node/testing/node.testing.ts"
import { soon } from "./world.ts"

const BLOCKS = 300n
/** RFC 6455, section 1.3. */
const WEBSOCKET = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"

let ledger: Ledger
let gateway: Gateway

/** The gateway on a port, with the idle websocket that the light client's program insists on. */
async function served(): Promise<{ readonly server: Server; readonly url: string }> {
  const server = createServer((request, response) => {
    const pieces: Buffer[] = []
    request.on("data", (piece) => pieces.push(piece))
    request.on("end", async () => {
      const body = Buffer.concat(pieces).toString("utf8")
      const headers = { "content-type": "application/json" }
      const init = { method: "POST", headers, body }
      const answer = await gateway.request("http://localhost/engine", init)
      response.end(await answer.text())
    })
  })
  server.on("upgrade", (request, socket) => {
    const key = `${request.headers["sec-websocket-key"]}${WEBSOCKET}`
    const accept = createHash("sha1").update(key).digest("base64")
    const head = ["HTTP/1.1 101 Switching Protocols", "Upgrade: websocket", "Connection: Upgrade"]
    socket.write(`${[...head, `Sec-WebSocket-Accept: ${accept}`].join("\r\n")}\r\n\r\n`)
    socket.on("error", () => socket.destroy())
  })
  const port = await freePort()
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve))
  return { server, url: `http://127.0.0.1:${port}/engine` }
}

describe.skipIf(needed !== "")(`CometBFT's light client${needed}`, () => {
  const home = mkdtempSync(join(tmpdir(), "concordat-light-"))
  let child: ChildProcess
  let server: Server
  let proxy: HeaderServer
  let said = ""

  beforeAll(async () => {
    const world = testWorld()
    ledger = await openNode(world)
    while (ledger.status().height < BLOCKS) await send(world, ledger, writeOf("light"))
    gateway = createGateway({
      ...{ ledger, development: null, console: null, doctor: null, batches: memoryBatches() },
      random: (length) => crypto.getRandomValues(new Uint8Array(length)),
      ...{ after: () => () => {}, log: () => {}, version: "0.1.0" },
    })
    const { server: opened, url } = await served()
    server = opened
    const port = await freePort()
    const { header } = (await ledger.archive.block(1n))!
    const trust = ["--height", "1", "--hash", toHex(headerHash(header))]
    // The blocks are of a clock of the tests' own, years from now or ago.
    const period = ["--trusting-period", "876000h"]
    child = spawn(binaryPath(), [
      ...["light", ledger.chain, "-p", url, "-w", url, "--home-dir", home, ...trust, ...period],
      ...["--laddr", `tcp://127.0.0.1:${port}`],
    ])
    for (const output of [child.stdout, child.stderr]) {
      output?.on("data", (text) => {
        said += text
      })
    }
    proxy = new HeaderServer(`http://127.0.0.1:${port}/`)
    const ready = () =>
      proxy.height().then(
        () => true,
        () => false,
      )
    while (child.exitCode === null && !(await ready())) await soon()
  })
  afterAll(async () => {
    const gone = new Promise((resolve) => child.once("exit", resolve))
    if (child.exitCode === null) {
      child.kill("SIGTERM")
      await gone
    }
    server.closeAllConnections()
    server.close()
    rmSync(home, { recursive: true, force: true })
    await ledger.close()
  })

  it("verifies headers, sets, parameters and blocks, and comes to ours", async () => {
    expect(child.exitCode, said.slice(-2_000)).toBeNull()
    const { archive } = ledger
    for (const height of [2n, 222n, BLOCKS, 5n]) {
      const own = (await archive.block(height))!
      const { header } = await proxy.header(height)
      expect(toHex(headerHash(header))).toBe(toHex(headerHash(own.header)))
      expect(await proxy.validators(height)).toEqual(archive.validators(height))
      expect(await proxy.parameters(height)).toMatchObject({ hash: own.header.consensus })
      const { transactions } = await proxy.content(height)
      expect(transactions.map((bytes) => toHex(bytes))).toEqual(
        own.transactions.map((bytes) => toHex(bytes)),
      )
    }
  })
})
