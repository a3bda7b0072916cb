/**
 * What a real engine asks over its four connections, as it came over the socket: recorded by a tap
 * in front of our server, replayed without any engine.
 */
import { createConnection, createServer } from "node:net"
import { join } from "node:path"
import {
  DEFAULT_PARAMETERS,
  fromHex,
  type Hash,
  toHex,
  utf8,
  type Validators,
} from "@concordat/kernel"
import { systemClock, systemScheduler } from "../../../node/seams/clock.ts"
import { systemDisk } from "../../../node/seams/disk.ts"
import { Schedule } from "../../solo/schedule.ts"
import { Tally, TestDisk, watched } from "../../testing/index.ts"
import { opened, type Reply, replyTo } from "../abci/handlers.ts"
import { decodeRequest, FrameReader, type Handlers, serveAbci } from "../abci/index.ts"
import { Bridge } from "../bridge/bridge.ts"
import { servingOnly } from "../bridge/state-sync.testing.ts"
import { WaitingBytes } from "../bridge/waiting-bytes.ts"
import { writeHome } from "../home/home.ts"
import type { Machine } from "../machine.testing.ts"
import { EngineProcess } from "../process/process.ts"
import { RpcClient } from "../rpc/client.ts"

/** Frames in the order of their arrival, in hex, each with the number of its connection. */
export type Trace = {
  readonly validator: Hash
  readonly frames: readonly (readonly [connection: number, frame: string])[]
}

const CHAIN = "tally-1"

/** The bridge of a fresh counting application, watched by the oracle. */
function talliedBridge(validator: Hash): {
  readonly handlers: Handlers
  readonly tally: Tally
} {
  const set: Validators = [{ key: { ed25519: validator }, power: 10n }]
  const tally = new Tally(set)
  let schedule: Schedule | null = null
  const { handlers } = new Bridge({
    ...{ application: watched(tally), waiting: new WaitingBytes(), admits: () => false },
    stateSync: servingOnly(tally),
    schedule: () => schedule,
    async begin(answer) {
      schedule = Schedule.begin(new TestDisk(), "/schedule", CHAIN, answer)
    },
    onFinalized: () => {},
    onCommitted: () => {},
  })
  return { handlers, tally }
}

/** Listens where the engine dials, hands everything on, and keeps the frames of the requests. */
async function tap(at: string, to: string, frames: [number, string][]): Promise<() => void> {
  let connections = 0
  const server = createServer((engine) => {
    const connection = connections++
    const reader = new FrameReader()
    const application = createConnection(to)
    engine.on("data", (bytes) => {
      reader.push(bytes.slice())
      for (let frame = reader.next(); frame !== null; frame = reader.next()) {
        frames.push([connection, toHex(frame)])
      }
    })
    engine.pipe(application)
    application.pipe(engine)
    for (const end of [engine, application]) end.on("error", () => end.destroy())
  })
  await new Promise<void>((resolve) => server.listen(at, () => resolve()))
  return () => server.close()
}

/** Runs a real engine over an empty folder until it has ordered some transactions. */
export async function recorded(machine: Machine, binary: string, texts: readonly string[]) {
  const frames: [number, string][] = []
  const validator = await machine.keys()
  const { handlers, tally } = talliedBridge(validator)
  const [abci, behind, rpc] = ["t.sock", "a.sock", "r.sock"].map((name) =>
    join(machine.folder, name),
  )
  const seams = { clock: systemClock, scheduler: systemScheduler }
  const server = await serveAbci({ at: behind!, handlers, ...seams })
  const untap = await tap(abci!, behind!, frames)
  const home = join(machine.folder, "engine")
  const listen = { listen: "127.0.0.1:0", metrics: null, peers: [], sameHost: true }
  const config = { name: "tap", abci: abci!, rpc: rpc!, ...listen, timeoutCommitMs: 50 }
  const validators = [{ key: { ed25519: validator }, power: 10n }]
  const genesis = { time: machine.time, height: 1n, parameters: DEFAULT_PARAMETERS, validators }
  const digest = "00".repeat(32) as Hash
  await writeHome(systemDisk, home, config, { chain: CHAIN, ...genesis, digest })
  const failures: unknown[] = []
  const engine = new EngineProcess({
    ...{ binary, home, socket: rpc!, ...seams },
    onFailure: (failure) => void failures.push(failure),
  })
  await engine.begin()
  const client = new RpcClient(rpc!)
  const soon = () => new Promise((resolve) => setTimeout(resolve, 20))
  for (const text of texts) {
    const params = { tx: Buffer.from(utf8(text)).toString("base64") }
    while (
      !(await client.call("broadcast_tx_async", params).then(
        () => true,
        () => false,
      ))
    )
      await soon()
    while (!tally.finalized.includes(text) && failures.length === 0) await soon()
  }
  client.close()
  await engine.stop()
  untap()
  await server.close()
  return { trace: { validator, frames } satisfies Trace, failures, sum: tally.state.sum }
}

/** Plays a trace to a fresh application, frame by frame; the replies, and what came of it. */
export async function replayed({ validator, frames }: Trace) {
  const { handlers, tally } = talliedBridge(validator)
  const replies: Reply[] = []
  const methods: string[] = []
  for (const [, hex] of frames) {
    const request = opened(fromHex(hex))
    if ("failure" in request) throw request.failure
    methods.push(decodeRequest(fromHex(hex)).method)
    replies.push(await replyTo(handlers, request))
  }
  return { replies, methods, tally }
}
