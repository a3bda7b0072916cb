/**
 * The anchors that this user trusts, in the configuration folder: a folder a chain, a file an
 * anchor, so that commands that run at once lose nothing. The first is taken at the first contact
 * with a ledger, and said so; a later one where the ledger proves it from those that are there.
 * None is ever replaced, and evidence brings none.
 */
import { mkdir, readdir, readFile, rm } from "node:fs/promises"
import { join } from "node:path"
import {
  type Anchor,
  anchorKind,
  jsonText,
  parseJson,
  TRUSTING_PERIOD_MS,
  utf8,
  verifyBundle,
} from "@concordat/kernel"
import { type Client, getAnchor, getRowEvidence } from "@concordat/sdk"
import type { Environment } from "./environment.ts"
import { UsageError } from "./failure.ts"
import { writeOutput } from "./files.ts"

/** Anchors kept of a chain: the first, and the newest of the others. */
const ANCHORS_MAX = 100
/** Names of chains, which are names of folders here: no dot, no slash. */
const CHAIN = /^[a-z][a-z0-9-]{0,47}$/
const HEIGHT_DIGITS = 20
const HEADER_DIGITS = 16
const SUFFIX = ".json"

function folderOf({ home }: Environment, chain?: string): string {
  return chain === undefined ? join(home, "anchors") : join(home, "anchors", chain)
}

/** Names sort by height. */
function nameOf({ height, header }: Anchor): string {
  const place = height.toString().padStart(HEIGHT_DIGITS, "0")
  return `${place}-${header.slice(0, HEADER_DIGITS)}${SUFFIX}`
}

async function namesOf(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch(() => [] as string[])
  return names.sort()
}

function damaged(path: string): UsageError {
  return new UsageError(
    "record_malformed",
    `The anchor in ${path} cannot be read.`,
    "Bring the file back from a copy, or remove it: the other anchors stay.",
  )
}

async function readAnchorFile(path: string): Promise<Anchor> {
  const bytes = await readFile(path).catch(() => null)
  try {
    if (bytes !== null) return anchorKind.fromJson(parseJson(new Uint8Array(bytes)))
  } catch {
    // Said below, with the name of the file.
  }
  throw damaged(path)
}

/** The anchors of one chain in order of height; damaged ones are named and left out. */
async function anchorsOf(environment: Environment, chain: string): Promise<Anchor[]> {
  const folder = folderOf(environment, chain)
  const anchors: Anchor[] = []
  for (const name of await namesOf(folder)) {
    if (!name.endsWith(SUFFIX)) continue
    try {
      anchors.push(await readAnchorFile(join(folder, name)))
    } catch (error) {
      if (!(error instanceof UsageError)) throw error
      environment.err(`${error.code}: ${error.message}\n  ${error.hint}\n`)
    }
  }
  return anchors
}

/** All anchors of all chains; damaged ones are named and left out. */
export async function allAnchors(environment: Environment): Promise<Anchor[]> {
  const anchors: Anchor[] = []
  for (const chain of await namesOf(folderOf(environment))) {
    anchors.push(...(await anchorsOf(environment, chain)))
  }
  return anchors
}

/** Keeps an anchor beside those of its chain; one that is there stays as it is. */
export async function keepAnchor(environment: Environment, anchor: Anchor): Promise<void> {
  if (!CHAIN.test(anchor.chain)) {
    const message = `"${anchor.chain.slice(0, 48)}" is no name of a ledger.`
    throw new UsageError("record_malformed", message, "Ask its operator what stands behind it.")
  }
  const folder = folderOf(environment, anchor.chain)
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const names = (await namesOf(folder)).filter((name) => name.endsWith(SUFFIX))
  if (!names.includes(nameOf(anchor))) {
    const path = join(folder, nameOf(anchor))
    await writeOutput(environment, path, utf8(`${jsonText(anchorKind.toJson(anchor))}\n`))
  }
  const surplus = names.slice(1, Math.max(1, names.length + 1 - ANCHORS_MAX))
  for (const name of surplus) await rm(join(folder, name), { force: true })
}

/** The first contact: the ledger's first header and its newest are taken on its word. */
async function firstContact(
  environment: Environment,
  client: Client,
  newest: Anchor,
): Promise<void> {
  const known = await namesOf(folderOf(environment, newest.chain))
  if (known.length > 0) throw damaged(join(folderOf(environment, newest.chain), known[0]!))
  const first = await getAnchor(client, "1").catch(() => newest)
  await keepAnchor(environment, first.chain === newest.chain ? first : newest)
  await keepAnchor(environment, newest)
  environment.err(
    `First contact with ${newest.chain}: from now on its block ${first.height} is trusted here.\n`,
  )
}

/** Shows that the newest header follows from the anchors at hand. */
async function follow(
  { now }: Environment,
  client: Client,
  known: readonly Anchor[],
  newest: Anchor,
) {
  const from = known.at(-1)!.height.toString()
  const [member] = newest.organisations
  const key = [member?.organisation ?? "nobody"]
  const bundle = await getRowEvidence(client, "organisations", "organisations", key, from)
  return verifyBundle(bundle, known, { now: now() })
}

/**
 * A contact with a ledger: at the first its anchor is trusted and said so; at each later one the
 * newest is added where it follows from those at hand. Throws `fork_found` and what else its
 * evidence fails by; anchors past the trusting period are renewed on the ledger's word, and said
 * so.
 */
export async function meetLedger(environment: Environment, client: Client): Promise<Anchor> {
  const newest = await getAnchor(client)
  const known = await anchorsOf(environment, newest.chain)
  if (known.length === 0) {
    await firstContact(environment, client, newest)
    return newest
  }
  const held = known.find(({ header }) => header === newest.header)
  if (held !== undefined) return held

  const verdict = await follow(environment, client, known, newest)
  if (verdict.code === "trust_expired") {
    await keepAnchor(environment, newest)
    const { chain, height } = newest
    environment.err(
      `No contact with ${chain} for a week: its block ${height} is now trusted too.\n`,
    )
    return newest
  }
  const proven = verdict.headers.at(-1)
  const anchor = proven && (await getAnchor(client, proven.height.toString()))
  if (proven === undefined || anchor?.header !== proven.hash) {
    const { code, sentence } = verdict.steps.at(-1)!
    throw new UsageError(
      code ?? "fork_found",
      `${client.url} does not follow from what is trusted here. ${sentence}`,
      "Do not use this ledger before its operator explains; see `concordat anchors list`.",
    )
  }
  await keepAnchor(environment, anchor)
  return anchor
}

/**
 * The lowest anchor at hand that does not expire yet, for evidence to lead from: whoever met the
 * ledger later holds a higher one, and verifies it as well. The contact renews them first.
 */
export async function lowestAnchor(environment: Environment, client: Client): Promise<Anchor> {
  const newest = await meetLedger(environment, client)
  const held = await anchorsOf(environment, newest.chain)
  return held.find(({ time }) => time > environment.now() - TRUSTING_PERIOD_MS) ?? newest
}

/** As long as a joining node takes, with its gateways at hand, an anchor must not expire. */
const MARGIN_MS = 3_600_000

/**
 * The newest anchor at hand at or below a height, from which a node that joins there is led
 * forwards; where there is none, the newest of all. The contact renews them first, as `meetLedger`
 * says.
 */
export async function trustedBelow(
  environment: Environment,
  client: Client,
  height: bigint,
): Promise<Anchor> {
  const newest = await meetLedger(environment, client)
  const oldest = environment.now() - TRUSTING_PERIOD_MS + MARGIN_MS
  const held = await anchorsOf(environment, newest.chain)
  const below = held.filter((anchor) => anchor.height <= height && anchor.time > oldest)
  return below.at(-1) ?? newest
}
