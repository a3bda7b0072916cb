/**
 * `concordat network add-node|wipe`: a further node joins a running network by state sync, or one
 * that has lost its disk does so again. Trust comes from an anchor that this user holds.
 */
import { copyFileSync, rmSync } from "node:fs"
import { ensureKeys, ensureNodeKey } from "@concordat/engines/cometbft"
import { ConcordatError, type Hex, type Party, party } from "@concordat/kernel"
import { systemDisk, systemRandom } from "@concordat/node"
import {
  type Client,
  call,
  createClient,
  listSnapshots,
  makeSnapshot,
  status,
} from "@concordat/sdk"
import { demoAdministrators } from "@concordat/services/organisations/demo"
import { meetLedger, trustedBelow } from "../anchors.ts"
import { sendSigned } from "../drafts/signed.ts"
import type { Environment } from "../environment.ts"
import { UsageError } from "../failure.ts"
import type { KeystoreFlags } from "../keystore.ts"
import type { Answer } from "../output.ts"
import {
  afterwards,
  confirm,
  type DeletingFlags,
  type Network,
  named,
  networkOf,
  nodeVerb,
} from "./about.ts"
import {
  nodeCalled,
  type Plan,
  type PlannedNode,
  placeOf,
  placesOf,
  portsOf,
  writePlan,
} from "./plan.ts"
import { killProcess, pause, startProcess } from "./processes.ts"
import { standingsOf, urlOf } from "./standing.ts"
import { type NetworkFlags, programsFor } from "./verbs.ts"
import { atHeight } from "./waiting.ts"

const NODES_MAX = 20
/** Headers above a snapshot that a joiner needs. */
const ABOVE = 2n

/** A network with a node that was there before, and answers. */
type Running = Network & { readonly client: Client }

/** The network with a node to ask; two nodes must answer, as a joiner compares them. */
async function running(network: Network, but = ""): Promise<Running> {
  const { environment, folder, plan } = network
  const standings = await standingsOf(environment, folder, plan)
  const answering = standings.filter(({ node, status }) => status !== null && node.name !== but)
  const [first] = answering
  if (first !== undefined && answering.length > 1) {
    return { ...network, client: clientOf(environment, first.node) }
  }
  throw new ConcordatError("node_unreachable", "Too few nodes answer for another one to join.", {
    hint: "Two others at least have to run: `concordat network status` says which do.",
    details: { answering: answering.length },
  })
}

const clientOf = (environment: Environment, node: PlannedNode) =>
  createClient({ ...environment, url: urlOf(node) })

/** The height of a snapshot that can be joined at; one is written where there is none. */
async function snapshotHeight({ client, environment }: Running): Promise<bigint> {
  const tip = async () => BigInt((await status(client)).height)
  const usable = async () => {
    const now = await tip()
    const { snapshots } = await listSnapshots(client)
    return snapshots.map(({ height }) => BigInt(height)).find((each) => each + ABOVE <= now)
  }
  const known = await usable()
  if (known !== undefined) return known
  environment.err("There is no snapshot yet: one is written, and two more blocks are awaited…\n")
  await makeSnapshot(client)
  for (;;) {
    const made = await usable()
    if (made !== undefined) return made
    await pause()
  }
}

/** The plan with the node as one that joins; it is written. */
async function toJoin(on: Running, node: PlannedNode): Promise<PlannedNode> {
  const { environment, folder, plan, client } = on
  const below = await snapshotHeight(on)
  const { height, header } = await trustedBelow(environment, client, below)
  const joining = { ...node, join: { height: String(height), header } }
  const others = plan.nodes.filter(({ name }) => name !== node.name)
  writePlan(folder, { ...plan, nodes: [...others, joining].sort(byPlace) })
  return joining
}

const byPlace = (a: PlannedNode, b: PlannedNode) => placeOf(a) - placeOf(b)

/** Makes away with a node's disk but for its keys, so that it joins anew when it starts. */
export const wipeVerb = nodeVerb<DeletingFlags>(async (network, node, flags) => {
  const { environment, folder } = network
  await confirm(environment, flags, node, `Delete all that ${named(node)} holds but its keys?`)
  await toJoin(await running(network, node.name), node)
  await killProcess(folder, node.name)
  const { data, engineData } = placesOf(folder).node(node.name)
  for (const path of [data, engineData]) rmSync(path, { recursive: true, force: true })
  return `has lost its disk. \`concordat network start ${node.name}\` joins it anew.`
})

/** Whether the node may ever vote. */
function votesOf({ profile }: AddFlags): boolean {
  if (profile === undefined || profile === "full") return profile === undefined
  const hint = "Leave it out for one that may become a validator."
  throw new UsageError("unknown_value", "--profile takes full.", hint)
}

/** A node of an organisation, with keys and ports of its own. */
async function planned(
  { folder, plan }: Running,
  organisation: Party,
  votes: boolean,
): Promise<PlannedNode> {
  const index = Math.max(...plan.nodes.map(placeOf)) + 1
  if (index > NODES_MAX) {
    const hint = "Remove one with `concordat network remove-node`."
    throw new UsageError("number_out_of_range", `A network has at most ${NODES_MAX} nodes.`, hint)
  }
  const [first] = plan.nodes
  const back = placeOf(first!) - 1
  const { peers, gateway } = first!
  const firstPeer = Number(peers.slice(peers.lastIndexOf(":") + 1)) - 10 * back
  const places = placesOf(folder).node(`n${index}`)
  const keys = votes
    ? await ensureKeys(systemDisk, places.engine, systemRandom)
    : { validator: null, nodeId: await ensureNodeKey(systemDisk, places.engine, systemRandom) }
  copyFileSync(placesOf(folder).node(first!.name).genesis, places.genesis)
  return { name: `n${index}`, organisation, ...keys, ...portsOf(index, firstPeer, gateway - back) }
}

export type AddFlags = NetworkFlags &
  KeystoreFlags & {
    readonly organisation?: string
    readonly profile?: string
  }

/** Its organisation says on the ledger that the node may connect. */
async function admit(
  { client, environment }: Running,
  { organisation, nodeId, peers }: PlannedNode,
  flags: AddFlags,
) {
  const input = { node: nodeId as Hex, kind: "full", hints: [peers], tls: null }
  const operation = { command: "validators.registerNode", input }
  if (flags.keys !== undefined) return sendSigned(environment, client, operation, flags)
  const [as] = demoAdministrators([organisation])
  return call(client, { ...operation, as: as! })
}

/** Whose node it is: of an organisation that has one, or of one that signs with its own keys. */
function ownerOf(plan: Plan, { organisation, keys }: AddFlags): Party {
  if (keys !== undefined && organisation !== undefined) return party.check(organisation)
  return nodeCalled(plan, organisation ?? plan.nodes[0]!.organisation).organisation
}

/** Adds a full node of an organisation; returns once it has the state of the others. */
export async function addNodeVerb(environment: Environment, flags: AddFlags): Promise<Answer> {
  const votes = votesOf(flags)
  const on = await running(networkOf(environment, flags))
  const { folder, plan } = on
  const organisation = ownerOf(plan, flags)
  const programs = await programsFor(environment, folder)
  const node = await planned(on, organisation, votes)
  await admit(on, node, flags)
  const joining = await toJoin(on, node)
  startProcess(folder, joining.name, programs)
  const { height } = await status(on.client)
  await atHeight(environment, folder, { ...plan, nodes: [joining] }, BigInt(height))
  const client = clientOf(environment, joining)
  await meetLedger(environment, client) // Its newest header follows from an anchor at hand.
  const { first } = await status(client)
  const done = [
    `${joining.name} (${organisation}) has joined at ${urlOf(joining)}, proven from your anchor.`,
    `It holds the state, and blocks from ${first} on.`,
  ].join(" ")
  return afterwards(on, done)
}
