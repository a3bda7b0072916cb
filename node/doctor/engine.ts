/** What an engine says of itself over its socket, and what lies in its folder. */
import { readFile } from "node:fs/promises"
import { connect } from "node:net"
import { engineOver, peersOf, RpcClient, standingOf } from "@concordat/engines/cometbft"
import { consensusOf, roundStateOf } from "./consensus.ts"
import type { EngineFacts, PeerFacts } from "./facts.ts"
import { engineSaid, tailOf } from "./logs.ts"

const BETWEEN_MS = 1_000
const ANSWER_MS = 3_000
const DIAL_MS = 1_000

/** A peer as it is known here. */
export type KnownPeer = {
  /** 40 hex digits. */
  readonly id: string
  /** `host:port` that is dialled. */
  readonly at: string
  readonly name: string
  /** Address of its validator, hex; null for one that does not vote. */
  readonly validator: string | null
}

/** Where an engine and its things are. */
export type EnginePlace = {
  /** Absolute path of its folder. */
  readonly home: string
  /** Its RPC socket. */
  readonly rpc: string
  /** Organisations by the address of their validator. */
  readonly names: ReadonlyMap<string, string>
  readonly peers: readonly KnownPeer[]
}

type Json = { readonly [name: string]: unknown }

/** Something that does not come in time is nothing. */
async function within<T>(ms: number, work: Promise<T>): Promise<T | null> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(resolve, ms, null)
  })
  const answer = await Promise.race([work.catch(() => null), late])
  clearTimeout(timer)
  return answer
}

const after = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

/** Whether an engine speaks there: it sends its key to whoever connects, before it is asked. */
async function isReachable(at: string): Promise<boolean> {
  const colon = at.lastIndexOf(":")
  const socket = connect({ host: at.slice(0, colon), port: Number(at.slice(colon + 1)) })
  const spoken = new Promise<boolean>((resolve, reject) => {
    socket.once("data", () => resolve(true))
    socket.once("close", () => resolve(false))
    socket.once("error", reject)
  })
  const answer = await within(DIAL_MS, spoken)
  socket.destroy()
  return answer === true
}

/** What a file of the engine's says; null where it does not. */
async function fileSays<T>(path: string, read: (json: Json) => T): Promise<T | null> {
  try {
    return read(JSON.parse(await readFile(path, "utf8")))
  } catch {
    return null
  }
}

/** Height of the last vote in the signer's state. */
const signedHeight = (home: string) =>
  fileSays(`${home}/data/priv_validator_state.json`, ({ height }) => BigInt(String(height)))

/** Address of the key that it signs with, in lower case. */
const ownAddress = (home: string) =>
  fileSays(`${home}/config/priv_validator_key.json`, ({ address }) => String(address).toLowerCase())

/** Heights of the peers that consensus knows, by id. */
function heightsOf(dump: unknown): ReadonlyMap<string, bigint> {
  const peers = ((dump as Json | null)?.["peers"] ?? []) as readonly Json[]
  return new Map(
    peers.map(({ node_address: address, peer_state: state }) => {
      const { height = 0 } = ((state as Json)["round_state"] ?? {}) as Json
      return [String(address).split("@")[0] ?? "", BigInt(String(height))]
    }),
  )
}

async function peerFacts(known: readonly KnownPeer[], net: unknown, dump: unknown) {
  const connected = new Set(net === null ? [] : peersOf(net))
  const heights = heightsOf(dump)
  return Promise.all(
    known.map(async ({ id, at, name, validator }): Promise<PeerFacts> => {
      const is = connected.has(id)
      const reachable = is ? null : await isReachable(at)
      return { id, name, validator, connected: is, reachable, height: heights.get(id) ?? null }
    }),
  )
}

async function asked(rpc: RpcClient) {
  const ask = (method: string) => within(ANSWER_MS, rpc.call(method))
  const status = await ask("status")
  if (status === null) return null
  const [dump, net] = await Promise.all([ask("dump_consensus_state"), ask("net_info")])
  return { standing: standingOf(status), dump, net }
}

/** Everything about an engine; takes a second, as standing still can only be seen by waiting. */
export async function engineFacts({ home, rpc: path, names, peers }: EnginePlace) {
  const rpc = new RpcClient(path)
  const pid = engineOver(home)
  try {
    const first = pid === null ? null : await asked(rpc)
    if (first !== null) await after(BETWEEN_MS)
    const last = first === null ? null : await asked(rpc)
    const state = roundStateOf(last?.dump)
    const nameOf = (address: string) =>
      peers.find(({ validator }) => validator === address)?.name ?? names.get(address) ?? address
    const own = (await ownAddress(home)) ?? ""
    const facts: EngineFacts = {
      ...{ pid, signed: await signedHeight(home) },
      ...engineSaid(await tailOf(`${home}/engine.log`)),
      peers: last === null ? [] : await peerFacts(peers, last.net, last.dump),
      standing: first === null || last === null ? null : standingFacts(first, last),
      consensus: state === null ? null : consensusOf(roundStateOf(first?.dump), state, own, nameOf),
    }
    return facts
  } finally {
    rpc.close()
  }
}

type Asked = NonNullable<Awaited<ReturnType<typeof asked>>>

function standingFacts(first: Asked, last: Asked): EngineFacts["standing"] {
  const { height, catchingUp } = last.standing
  const blocks = Number(height - first.standing.height)
  return { height, catchingUp, rate: (blocks * 1_000) / BETWEEN_MS }
}
