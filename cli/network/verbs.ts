/** `concordat network up|status|down|logs`: a network of several validators on this machine. */
import { rmSync } from "node:fs"
import { resolve } from "node:path"
import { COMETBFT_VERSION, findBinary, provideBinary } from "@concordat/engines/cometbft"
import { ConcordatError } from "@concordat/kernel"
import { createClient } from "@concordat/sdk"
import { tellStory } from "../development/story.ts"
import type { Environment } from "../environment.ts"
import { UsageError } from "../failure.ts"
import { type Answer, columns } from "../output.ts"
import { consoleFolder } from "./console.ts"
import { found } from "./found.ts"
import type { Programs } from "./member.ts"
import { type Plan, placesOf, planIn, readPlan, SIZES, type Size } from "./plan.ts"
import { endProcesses, endWires, lastLines, processOf, startProcess } from "./processes.ts"
import {
  faultsIn,
  type NodeStanding,
  networkStanding,
  standingJson,
  standingsOf,
  urlOf,
} from "./standing.ts"
import { atHeight } from "./waiting.ts"
import { faultLines } from "./wires/faults.ts"

const FIRST_PEER = 26_610
const FIRST_GATEWAY = 4_401
const PORT_MAX = 65_000
/** How long a day of waiting lasts in a rehearsal. */
const REHEARSAL_SECONDS = 60
const DAY_SECONDS = 86_400
const FOLDER = ".concordat/network/default"
/** A network that proves its first block has this height at least. */
const READY_HEIGHT = 2n
const HASH_SHOWN = 12

export type NetworkFlags = {
  readonly json: boolean
  readonly url: string
  readonly dir?: string
}
export type UpFlags = NetworkFlags & {
  readonly nodes?: string
  readonly port?: string
  readonly peerPort?: string
  /** True without a number. */
  readonly rehearsal?: string | true
}
export type DownFlags = NetworkFlags & { readonly wipe?: boolean }
export type LogsFlags = NetworkFlags & {
  readonly node?: string
  readonly engine?: boolean
  readonly lines: string
}

/** The folder of the network that is meant. */
export const folderOf = ({ cwd }: Environment, { dir }: NetworkFlags) => resolve(cwd, dir ?? FOLDER)

function wholeNumber(flag: string, text: string, most: number): number {
  if (/^\d{1,6}$/.test(text) && Number(text) >= 1 && Number(text) <= most) return Number(text)
  const message = `--${flag} takes a number from 1 to ${most}, not "${text.slice(0, 20)}".`
  throw new UsageError("number_out_of_range", message, "`concordat network up --help` says more.")
}

function sizeOf(text: string): Size {
  const size = SIZES.find((each) => String(each) === text)
  if (size !== undefined) return size
  const message = `--nodes takes ${SIZES.join(", ")}, not "${text.slice(0, 20)}".`
  const hint = "Of 3f + 1 validators f may fail: one of four, two of seven."
  throw new UsageError("unknown_argument", message, hint)
}

function secondsOf(rehearsal: UpFlags["rehearsal"]): number | null {
  if (rehearsal === undefined) return null
  return rehearsal === true ? REHEARSAL_SECONDS : wholeNumber("rehearsal", rehearsal, DAY_SECONDS)
}

async function foundOrKept(
  { now }: Environment,
  folder: string,
  flags: UpFlags,
  size: Size | null,
): Promise<Plan> {
  const kept = readPlan(folder)
  if (kept === null) {
    return found(folder, {
      ...{ size: size ?? 4, now: now() },
      firstPeer: wholeNumber("peer-port", flags.peerPort ?? String(FIRST_PEER), PORT_MAX),
      firstGateway: wholeNumber("port", flags.port ?? String(FIRST_GATEWAY), PORT_MAX),
      secondsADay: secondsOf(flags.rehearsal),
    })
  }
  if (size === null || size === kept.nodes.length) return kept
  const message = `The network in ${folder} has ${kept.nodes.length} nodes, not ${size}.`
  throw new ConcordatError("genesis_mismatch", message, {
    hint: "Leave --nodes out, name another folder with --dir, or end it with `down --wipe`.",
  })
}

/** What a node runs, built where it is not there yet. */
export async function programsFor(environment: Environment, folder: string): Promise<Programs> {
  const options = { environment: process.env, folder: resolve(folder, "..", "..") }
  if (findBinary("cometbft", options) === null) {
    environment.err(`Building CometBFT ${COMETBFT_VERSION} with Go; this takes some minutes…\n`)
  }
  const binary = await provideBinary("cometbft", options)
  return { binary, assets: await consoleFolder(environment.err) }
}

const SILENT = { gone: "is down", paused: "is paused", runs: "does not answer yet" } as const

function table(standings: readonly NodeStanding[]): string[] {
  const rows = standings.map(({ node, state, status, round, peers }) => {
    const said =
      status === null
        ? SILENT[state]
        : `height ${status.height}, app hash ${status.appHash.slice(0, HASH_SHOWN)}…`
    const engine = round === null ? "engine away" : `round ${round}, ${peers} peers`
    return [`${node.name} ${node.organisation}`, `${urlOf(node)}  ${said}, ${engine}`] as const
  })
  return columns(rows)
}

/** Starts a network, founds it where there is none, and returns once it decides. */
export async function upVerb(environment: Environment, flags: UpFlags): Promise<Answer> {
  const folder = folderOf(environment, flags)
  const size = flags.nodes === undefined ? null : sizeOf(flags.nodes)
  const programs = await programsFor(environment, folder)
  const plan = await foundOrKept(environment, folder, flags, size)
  for (const { name } of plan.nodes) startProcess(folder, name, programs)
  const [first] = plan.nodes
  await atHeight(environment, folder, plan, 1n)
  await tellStory({
    client: createClient({ ...environment, url: urlOf(first!) }),
    ...{ random: environment.random, now: environment.now(), folder: placesOf(folder).story },
  })
  const standings = await atHeight(environment, folder, plan, READY_HEIGHT)
  const lines = [
    `${plan.chain}: ${networkStanding(plan, standings).sentence}`,
    ...table(standings),
    "A development ledger (grade C): the keys of all organisations lie on this machine.",
    `Each serves the console; to ask one: \`concordat status --url ${urlOf(first!)}\`.`,
  ]
  const nodes = standings.map(standingJson)
  return { lines, json: { chain: plan.chain, folder, nodes } }
}

/** How every node stands, and how many more may fail. */
export async function networkStatusVerb(
  environment: Environment,
  flags: NetworkFlags,
): Promise<Answer> {
  const folder = folderOf(environment, flags)
  const plan = planIn(folder)
  const [standings, [faults, wired]] = await Promise.all([
    standingsOf(environment, folder, plan),
    faultsIn(plan),
  ])
  const { sentence, margin, json } = networkStanding(plan, standings, faults)
  const isUp = standings.some(({ process }) => process !== null)
  const lines = [
    `${plan.chain}: ${sentence}`,
    ...table(standings),
    ...faultLines(faults).map((line) => `Fault: ${line}.`),
    ...(wired || !isUp ? [] : ["The wires between the nodes are gone: run `network up` again."]),
  ]
  return { lines, json, exit: margin < 0 ? 1 : 0 }
}

/** Ends a network; its data stay unless they are to be wiped. */
export async function downVerb(environment: Environment, flags: DownFlags): Promise<Answer> {
  const folder = folderOf(environment, flags)
  const plan = planIn(folder)
  const names = plan.nodes.map(({ name }) => name)
  const running = names.filter((name) => processOf(folder, name) !== null)
  await endProcesses(folder, names)
  await endWires(folder)
  rmSync(plan.run, { recursive: true, force: true })
  if (flags.wipe === true) rmSync(folder, { recursive: true, force: true })
  const data = flags.wipe === true ? "its data are deleted" : `its data stay in ${folder}`
  return {
    lines: [`${plan.chain}: ${running.length} nodes ended, ${data}.`],
    json: { chain: plan.chain, ended: running, wiped: flags.wipe === true },
  }
}

/** The last lines of a node's log, or of its engine's; of all nodes where none is named. */
export async function logsVerb(environment: Environment, flags: LogsFlags): Promise<Answer> {
  const folder = folderOf(environment, flags)
  const plan = planIn(folder)
  const count = wholeNumber("lines", flags.lines, 10_000)
  const named = plan.nodes.filter(({ name }) => flags.node === undefined || name === flags.node)
  if (named.length === 0) {
    const hint = `It has ${plan.nodes.map(({ name }) => name).join(", ")}.`
    throw new UsageError("unknown_argument", `The network has no node ${flags.node}.`, hint)
  }
  const logs = named.map(({ name }) => {
    const places = placesOf(folder).node(name)
    const lines = lastLines(flags.engine === true ? places.engineLog : places.log, count)
    return { name, lines }
  })
  const lines = logs.flatMap(({ name, lines }) => lines.map((line) => `${name} ${line}`))
  return { lines, json: { logs } }
}
