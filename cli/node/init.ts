/**
 * `concordat init`: a new node's folder, with its keys, its configuration and, where it founds a
 * ledger alone, the genesis.
 */
import { mkdirSync, writeFileSync } from "node:fs"
import { join, resolve } from "node:path"
import { ensureKeys } from "@concordat/engines/cometbft"
import {
  defineRuntime,
  type Hash,
  isChainId,
  type Party,
  parseCoseKey,
  readGenesis,
  toHex,
} from "@concordat/kernel"
import { type Keystore, type Said, services, systemDisk, systemRandom } from "@concordat/node"
import type { Environment } from "../environment.ts"
import { UsageError } from "../failure.ts"
import type { Answer } from "../output.ts"
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
import { initFull } from "./init-full.ts"
import { ADMINISTRATOR, foundingGenesis, type Member, memberText } from "./members.ts"

/** A keystore of its own: its key goes to a safe, and serves when everything else is lost. */
const RECOVERY = "recovery"

function checked(flags: InitFlags) {
  const { organisation, engine = "solo", chain, genesis } = flags
  ensureUnused(flags, ["servers", "anchor"])
  if (organisation === undefined || !ORGANISATION.test(organisation)) {
    throw new UsageError("field_missing", "--organisation names whose node this is.", HELP)
  }
  if (engine !== "solo" && engine !== "cometbft") {
    throw new UsageError("unknown_value", "--engine takes solo or cometbft.", HELP)
  }
  if (chain !== undefined && genesis !== undefined) {
    const message = "--chain founds a ledger, --genesis joins one: give one of them."
    throw new UsageError("unknown_argument", message, HELP)
  }
  if (chain !== undefined && !isChainId(chain)) {
    throw new UsageError("text_invalid", "--chain is a name and a revision, as mint-1.", HELP)
  }
  return { organisation: organisation as Party, engine } as const
}

/** The organisation's first keys, and the key that votes: the node's own or its engine's. */
async function makeMember(folder: string, keystore: Keystore, flags: InitFlags): Promise<Member> {
  const { organisation, engine } = checked(flags)
  const holders = [
    [`${organisation}/${ADMINISTRATOR}` as Party, "sign"],
    [organisation, "seal"],
    [organisation, "receipt"],
  ] as const
  const keys: Member["keys"][number][] = []
  for (const [holder, purpose] of holders) {
    keys.push({ holder, purpose, public: (await keystore.create(purpose, "ed25519")).public })
  }
  const safe = await keystoreIn(join(folder, RECOVERY), undefined)
  const { public: recovery } = await safe.create("recovery", "ed25519")
  keys.push({ holder: organisation, purpose: "recovery", public: recovery })
  const title = flags.title ?? organisation
  const base = { format: 1, organisation, title, keys }
  if (engine === "cometbft") {
    return { ...base, ...(await ensureKeys(systemDisk, join(folder, "engine"), systemRandom)) }
  }
  const { public: cose } = await keystore.create("consensus", "ed25519")
  return { ...base, validator: toHex(parseCoseKey(cose).x) as Hash, nodeId: null }
}

/** The genesis of a ledger that the organisation founds alone. */
function ownGenesis(chain: string, member: Member, { now }: Environment) {
  const text = foundingGenesis({ chain, name: member.title, members: [member], now: now() })
  return { text, chain, digest: readGenesis(defineRuntime(services), text).digest }
}

/** Makes the folder. Throws `store_not_empty` where a node lies in it. */
export async function initVerb(
  environment: Environment,
  given: string,
  flags: InitFlags,
): Promise<Answer> {
  if (flags.profile === "full") return initFull(environment, given, flags)
  if (flags.profile !== "validator") {
    throw new UsageError("unknown_value", "--profile takes validator or full.", HELP)
  }
  const { organisation, engine } = checked(flags)
  const folder = resolve(environment.cwd, given)
  ensureFresh(folder)
  const { chain, genesis: file } = flags
  const joined = file === undefined ? null : await joinedGenesis(environment, file)
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const { passphraseFile } = flags
  const passphrase = passphraseFile && resolve(environment.cwd, passphraseFile)
  const member = await makeMember(folder, await keystoreIn(join(folder, "keys"), passphrase), flags)
  writeFileSync(join(folder, "member.json"), memberText(member))
  const genesis = chain === undefined ? joined : ownGenesis(chain, member, environment)
  if (genesis !== null) writeFileSync(join(folder, "genesis.json"), genesis.text)
  const known: Said =
    genesis === null ? {} : { "chain.id": genesis.chain, "chain.genesisHash": genesis.digest }
  const said: Said = {
    ...{ "node.name": organisation, "engine.kind": engine, ...known },
    ...(passphrase ? { "keys.passphraseFile": passphrase } : {}),
  }
  const path = writeConfiguration(folder, said)
  const next =
    genesis === null
      ? "Next: hand member.json to the founders; put their genesis.json into this folder."
      : `Next: concordat run --config ${path}`
  const where = genesis === null ? "of no ledger yet" : `of ${genesis.chain}`
  const safe = `Put ${join(folder, RECOVERY)} into a safe elsewhere: a recovery alone needs it.`
  const lines = [`${folder} holds a node of ${organisation}, ${where}.`, safe, next]
  const { validator, nodeId } = member
  const json = { folder, organisation, chain: genesis?.chain ?? null, validator, nodeId }
  return { lines, json }
}
