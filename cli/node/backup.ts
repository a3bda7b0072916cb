/** `concordat backup|verify-backup|restore`: a copy that is proved before it counts. */
import { readFileSync, writeFileSync } from "node:fs"
import { rename } from "node:fs/promises"
import { join, resolve } from "node:path"
import { ensureKeys } from "@concordat/engines/cometbft"
import { defineRuntime, type Json, type Runtime, readGenesis, timeText } from "@concordat/kernel"
import {
  configurationText,
  makeBackup,
  readConfiguration,
  restoreFiles,
  type Said,
  services,
  settingChanges,
  systemDisk,
  systemRandom,
  verifyBackup,
} from "@concordat/node"
import type { Common, Environment } from "../environment.ts"
import type { Answer } from "../output.ts"
import { anchorsFor } from "../verbs/anchors.ts"
import { VERSION } from "../version.ts"
import { FILE_NAME, nodeFile, placesOf, type Variables } from "./file.ts"
import { BACKUP_MARK } from "./gauges.ts"
import { genesisOf } from "./open.ts"

export type BackupFlags = Common & { readonly config: string; readonly to?: string }
export type VerifyBackupFlags = Common & {
  readonly anchor?: string
  readonly everyCommit?: boolean
}
export type RestoreFlags = VerifyBackupFlags & { readonly to?: string }

/** Settings that a restored node has as `restore` lays it out. */
const LAID_OUT: Said = {
  ...{ "node.data": "data", "node.batches": "batches", "chain.genesis": "genesis.json" },
  ...{ "keys.folder": "keys", "keys.passphraseFile": "keys/passphrase" },
  "engine.home": "engine",
}
const HEAD = "Brought back by `concordat restore`; what it was copied from lies beside it."

const readsGenesis = (runtime: Runtime) => (path: string) =>
  readGenesis(runtime, readFileSync(path), { older: true })

/** Proves a backup; shows how far it is where somebody watches. */
async function proved(environment: Environment, folder: string, flags: VerifyBackupFlags) {
  const runtime = defineRuntime(services)
  return verifyBackup({
    ...{ folder, runtime, genesisOf: readsGenesis(runtime) },
    anchors: await anchorsFor(environment, flags.anchor),
    everyCommit: flags.everyCommit === true,
    onProgress: (height) => {
      if (environment.terminal) environment.err(`\r${height} blocks executed…`)
    },
  })
}

type Proved = Awaited<ReturnType<typeof proved>>

function wordsOf({ manifest, replayed }: Proved): string[] {
  const { chain, last, files } = manifest
  const { transactions, commits, anchors, state } = replayed
  const met = anchors === 0 ? "no anchor of yours lies in it" : `${anchors} anchors met`
  return [
    `${chain}, blocks to ${last}: ${files.length} files as copied, ${transactions} transactions`,
    `executed again to app hash ${state.appHash}.`,
    `Signatures of ${commits} commits verified; ${met}.`,
  ]
}

function jsonOf({ manifest, replayed }: Proved): Record<string, Json> {
  const { chain, engine, first, last, made, files } = manifest
  const { state, transactions, commits, anchors } = replayed
  return {
    ...{ chain, engine, first: String(first), last: String(last), made: timeText(made) },
    ...{ files: files.length, transactions: String(transactions), commits: String(commits) },
    ...{ anchors, appHash: state.appHash },
  }
}

/** Copies what a node cannot get elsewhere, and proves the copy. */
export async function backupVerb(
  environment: Environment,
  flags: BackupFlags,
  variables: Variables,
): Promise<Answer> {
  const file = nodeFile(resolve(environment.cwd, flags.config), variables)
  const { data, genesis: genesisPath, keys, batches } = placesOf(file)
  const { genesis } = genesisOf(file)
  const now = environment.now()
  const stamp = timeText(now)
    .replaceAll(/[^0-9]/g, "")
    .slice(0, 14)
  const to = resolve(environment.cwd, flags.to ?? `${genesis.chain}-${stamp}`)
  await makeBackup({
    ...{ to, genesis, now, version: VERSION, engine: file.configuration.engine.kind },
    source: {
      ...{ configuration: file.path, genesis: genesisPath, keys, batches, data },
      blocks: join(data, "blocks"),
    },
  })
  const found = await proved(environment, to, flags)
  const mark = { folder: to, verified: timeText(environment.now()), ...jsonOf(found) }
  writeFileSync(join(file.folder, BACKUP_MARK), `${JSON.stringify(mark)}\n`)
  const lines = [
    `${to} holds a proved copy.`,
    ...wordsOf(found),
    "Not in it: the keystore's passphrase; the key and memory of what a validator signed.",
    "Keep a copy elsewhere: concordat verify-backup proves it there.",
  ]
  return { lines, json: { folder: to, ...jsonOf(found) } }
}

/** Proves a copy. */
export async function verifyBackupVerb(
  environment: Environment,
  given: string,
  flags: VerifyBackupFlags,
): Promise<Answer> {
  const folder = resolve(environment.cwd, given)
  const found = await proved(environment, folder, flags)
  const lines = [`${folder} is a proved copy.`, ...wordsOf(found)]
  return { lines, json: { folder, ...jsonOf(found) } }
}

/** Writes the configuration for where things lie now; the copied one stays beside it. */
async function layOut(folder: string): Promise<void> {
  const path = join(folder, FILE_NAME)
  const { configuration } = readConfiguration(readFileSync(path, "utf8"))
  const { configuration: defaults } = readConfiguration("")
  const said = settingChanges(defaults, configuration).map(({ setting, after }) => [setting, after])
  await rename(path, `${path}.copied`)
  writeFileSync(path, configurationText(HEAD, { ...Object.fromEntries(said), ...LAID_OUT }))
}

/** Brings a copy back into a folder, once it is proved. */
export async function restoreVerb(
  environment: Environment,
  given: string,
  flags: RestoreFlags,
): Promise<Answer> {
  const from = resolve(environment.cwd, given)
  const found = await proved(environment, from, flags)
  const { engine, chain } = found.manifest
  const to = resolve(environment.cwd, flags.to ?? chain)
  await restoreFiles({ from, to, engine })
  await layOut(to)
  const solo = engine === "solo"
  const key = solo ? null : await ensureKeys(systemDisk, join(to, "engine"), systemRandom)
  const rest =
    key === null
      ? ["What this was copied from must never run again: two nodes sign two ledgers."]
      : [
          "signer_state_missing: what its validator signed last is in no copy. So it has a new",
          "key and votes for nothing yet; its blocks come from the others. Let it connect:",
          `concordat validators register-node --node ${key.nodeId} --kind validator` +
            ` --hints '["<host:port>"]'`,
          "When it has caught up, put its key in the place of the lost one:",
          `concordat node key --config ${join(to, FILE_NAME)} --organisation <whose>` +
            " --replaces <validator>",
        ]
  const lines = [
    `${to} holds a node of ${chain} again.`,
    ...wordsOf(found),
    ...rest,
    `Put the keystore's passphrase into ${join(to, "keys", "passphrase")} (mode 0600).`,
    `Next: concordat run --config ${join(to, FILE_NAME)}`,
  ]
  return {
    lines,
    json: {
      ...{ folder: to, ...jsonOf(found) },
      ...(key === null ? {} : { code: "signer_state_missing", ...key }),
    },
  }
}
