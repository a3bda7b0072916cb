/** The doctor looks at a node from outside: its process may be gone, and others may be asked. */
import { connect } from "node:net"
import {
  type Diagnosis,
  diagnose,
  type Facts,
  fileLimit,
  gather,
  type LedgerFacts,
} from "@concordat/node"
import { type Client, createClient, getBlock, type LedgerStatus, status } from "@concordat/sdk"
import type { Environment } from "../environment.ts"
import { VERSION } from "../version.ts"
import type { Subject } from "./subject.ts"

const ANSWER_MS = 3_000
const DIAL_MS = 500

/** What a node says, and how far its clock is ahead of ours as far as its answer took. */
async function asked(environment: Environment, url: string) {
  const client = createClient({ ...environment, url, timeoutMs: ANSWER_MS })
  const [before, start] = [environment.now(), environment.elapsed()]
  const said = await status(client).catch(() => null)
  const middle = before + (environment.elapsed() - start) / 2
  return said === null ? null : { client, said, ahead: Date.parse(said.now) - middle }
}

const appHashAt = (client: Client, height: bigint) =>
  getBlock(client, String(height)).then(
    ({ appHash }) => appHash,
    () => null,
  )

function ledgerFacts({ height, time, waiting, halted }: LedgerStatus): LedgerFacts {
  return { height: BigInt(height), time: Date.parse(time), waiting, halted }
}

/** What the others say, and the app hash of this node at a height that all of them have. */
async function comparison(
  environment: Environment,
  subject: Subject,
  own: Awaited<ReturnType<typeof asked>>,
): Promise<Pick<Facts, "others" | "compared">> {
  const found = await Promise.all(
    subject.others.map(async ({ name, url }) => ({ name, heard: await asked(environment, url) })),
  )
  const heights = [own, ...found.map(({ heard }) => heard)].flatMap((each) =>
    each === null ? [] : [BigInt(each.said.height)],
  )
  const height = heights.reduce((least, each) => (each < least ? each : least), heights[0] ?? 0n)
  const others = await Promise.all(
    found.map(async ({ name, heard }) => ({
      name,
      appHash: heard === null || height === 0n ? null : await appHashAt(heard.client, height),
      clockAheadMs: heard?.ahead ?? null,
      version: heard?.said.version ?? null,
    })),
  )
  const appHash = own === null || height === 0n ? null : await appHashAt(own.client, height)
  return { others, compared: appHash === null ? null : { height, appHash } }
}

/** Whether something listens there. */
function isTaken(at: string): Promise<boolean> {
  const colon = at.lastIndexOf(":")
  const socket = connect({ host: at.slice(0, colon), port: Number(at.slice(colon + 1)) })
  socket.setTimeout(DIAL_MS, () => socket.destroy())
  return new Promise((resolve) => {
    socket.once("connect", () => resolve(socket.destroy() && true))
    socket.once("error", () => resolve(false))
    socket.once("close", () => resolve(false))
  })
}

async function takenPorts({ process, ports }: Subject): Promise<readonly string[]> {
  if (process !== "gone") return []
  const taken = await Promise.all(ports.map(isTaken))
  return ports.filter((_, index) => taken[index])
}

/** Facts and diagnosis of a node. Never throws for what is wrong with it. */
export async function examine(environment: Environment, subject: Subject): Promise<Diagnosis> {
  const { place, url, pid } = subject
  const own = subject.process === "paused" ? null : await asked(environment, url)
  const known = subject.pid !== null || place.network
  const process = !known && own === null ? "gone" : subject.process
  const facts = await gather(place, {
    ...{ process, probe: true, now: environment.now },
    ...(await comparison(environment, subject, own)),
    ledger: async () => (own === null ? null : ledgerFacts(own.said)),
  })
  return diagnose(facts, {
    ...{ version: VERSION, node: globalThis.process.versions.node },
    sockets: place.engine === null ? [] : [place.engine.rpc],
    fileLimit: await fileLimit(pid ?? "self"),
    portsTaken: await takenPorts(subject),
  })
}
