/**
 * `concordat init --profile full`: a node of a supervisor, an auditor or an observer. It keeps and
 * proves everything, serves a read model, and never votes: no key that could is made.
 */
import { mkdirSync, writeFileSync } from "node:fs"
import { join, resolve } from "node:path"
import { ensureNodeKey } from "@concordat/engines/cometbft"
import { Invalid, type Party, thumbprint, toBase64url } from "@concordat/kernel"
import { type Said, systemDisk, systemRandom } from "@concordat/node"
import type { Environment } from "../environment.ts"
import { UsageError } from "../failure.ts"
import type { Answer } from "../output.ts"
import { readAnchor } from "../verbs/anchors.ts"
import {
  ensureFresh,
  ensureUnused,
  HELP,
  type InitFlags,
  joinedGenesis,
  keystoreIn,
  ORGANISATION,
  writeConfiguration,
} from "./init-folder.ts"
import { ADMINISTRATOR } from "./members.ts"

const SERVERS_MIN = 2

function checked(flags: InitFlags) {
  const { organisation, engine, chain, genesis } = flags
  ensureUnused(flags, ["title"])
  if (organisation === undefined || !ORGANISATION.test(organisation)) {
    throw new UsageError("field_missing", "--organisation names whose node this is.", HELP)
  }
  if ((engine ?? "cometbft") !== "cometbft" || chain !== undefined) {
    const message = "A full node joins a network: it neither founds a ledger nor runs one alone."
    throw new UsageError("unknown_argument", message, "Leave --chain out; --engine is cometbft.")
  }
  if (genesis === undefined) {
    throw new UsageError("field_missing", "--genesis names the network's genesis file.", HELP)
  }
  return { organisation: organisation as Party, genesis }
}

/** How it joins: by a snapshot from two gateways, proven from an anchor; else by all blocks. */
async function joining(
  environment: Environment,
  { servers, anchor }: InitFlags,
  chain: string,
): Promise<Said> {
  if (servers === undefined && anchor === undefined) return {}
  const urls = (servers ?? "").split(",").filter((url) => url !== "")
  if (urls.length < SERVERS_MIN || anchor === undefined) {
    const message = "To join by a snapshot takes --servers, two at least, and --anchor."
    throw new UsageError("field_missing", message, "Without both it fetches all blocks.")
  }
  const { height, header, chain: of } = await readAnchor(environment, anchor)
  if (of !== chain) {
    throw new Invalid(
      "chain_mismatch",
      "/anchor",
      `${anchor} is of ${of}; the genesis of ${chain}.`,
    )
  }
  return {
    "stateSync.servers": urls,
    "stateSync.trustHeight": Number(height),
    "stateSync.trustHash": header,
  }
}

/** The public keys that its organisation registers. */
async function keysIn(folder: string, passphrase: string | undefined, organisation: Party) {
  const keystore = await keystoreIn(join(folder, "keys"), passphrase)
  const made = async (holder: string, purpose: "sign" | "seal") => {
    const { public: cose } = await keystore.create(purpose, "ed25519")
    return { holder, purpose, key: thumbprint(cose), public: toBase64url(cose) }
  }
  return [
    await made(`${organisation}/${ADMINISTRATOR}`, "sign"),
    await made(organisation, "seal"),
  ] as const
}

/** Makes the folder. Throws `store_not_empty` where a node lies in it. */
export async function initFull(
  environment: Environment,
  given: string,
  flags: InitFlags,
): Promise<Answer> {
  const { organisation, genesis } = checked(flags)
  const folder = resolve(environment.cwd, given)
  ensureFresh(folder)
  const { text, chain, digest } = await joinedGenesis(environment, genesis)
  const way = await joining(environment, flags, chain)
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const passphrase = flags.passphraseFile && resolve(environment.cwd, flags.passphraseFile)
  const keys = await keysIn(folder, passphrase, organisation)
  const nodeId = await ensureNodeKey(systemDisk, join(folder, "engine"), systemRandom)
  writeFileSync(join(folder, "genesis.json"), text)
  const said: Said = {
    ...{ "node.name": organisation, "engine.kind": "cometbft", "engine.votes": false },
    ...{ "chain.id": chain, "chain.genesisHash": digest, "readModel.kind": "pglite" },
    ...(passphrase ? { "keys.passphraseFile": passphrase } : {}),
    ...way,
  }
  const path = writeConfiguration(folder, said)
  const lines = [
    `${folder} holds a full node of ${organisation}, of ${chain}. It never votes.`,
    `An administrator of ${organisation} lets it connect:`,
    `concordat validators register-node --node ${nodeId} --kind full --hints '["<host:port>"]'`,
    ...keys.map(({ holder, purpose, public: cose }) => `${purpose} key of ${holder}: ${cose}`),
    `Next: concordat run --config ${path}`,
  ]
  return { lines, json: { folder, organisation, chain, nodeId, keys: [...keys] } }
}
