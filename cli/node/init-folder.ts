/** What every new node has: a head of its file, a keystore, and nothing that was there before. */
import { existsSync, renameSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { perturb } from "@concordat/engines/perturb"
import { ConcordatError, defineRuntime, readGenesis } from "@concordat/kernel"
import {
  configurationText,
  drawnKeystore,
  type Keystore,
  openKeystore,
  readPassphrase,
  type Said,
  services,
  systemDisk,
  systemRandom,
} from "@concordat/node"
import type { Common, Environment } from "../environment.ts"
import { UsageError } from "../failure.ts"
import { readInput } from "../files.ts"
import { FILE_NAME } from "./file.ts"

/** Flags of `init`. */
export type InitFlags = Common & {
  readonly organisation?: string
  readonly title?: string
  readonly engine?: string
  readonly chain?: string
  readonly genesis?: string
  readonly passphraseFile?: string
  readonly profile: string
  readonly servers?: string
  readonly anchor?: string
}

/** Where more is said. */
export const HELP = "`concordat init --help` says more."
/** What the file of a new node begins with. */
const HEAD =
  "A Concordat node. `concordat config explain` tells of every setting, `concordat config diff`\n" +
  "what differs from the defaults. Relative paths begin at the folder of this file."
/** The name of an organisation. */
export const ORGANISATION = /^[a-z][a-z0-9-]{0,62}$/

/** Refuses a folder that holds a node. */
export function ensureFresh(folder: string): void {
  if (!existsSync(join(folder, FILE_NAME)) && !existsSync(join(folder, "keys"))) return
  throw new ConcordatError("store_not_empty", `${folder} holds a node already.`, {
    hint: "Name another folder; keys that exist are never made anew.",
    details: { path: folder },
  })
}

/** Refuses a flag that this profile has no use for: what is not done is not passed over. */
export function ensureUnused(flags: InitFlags, names: readonly (keyof InitFlags)[]): void {
  const used = names.filter((name) => flags[name] !== undefined)
  if (used.length === 0) return
  const listed = used.map((name) => `--${name}`).join(" and ")
  const message = `A node of the profile ${flags.profile} has no use for ${listed}.`
  throw new UsageError("unknown_argument", message, HELP)
}

/**
 * The genesis of the ledger that a node joins, also of one that was upgraded since: read before
 * anything is made. Throws `file_unreadable`, `genesis_invalid`.
 */
export async function joinedGenesis(environment: Environment, file: string) {
  const text = await readInput(environment, file)
  const { chain, digest } = readGenesis(defineRuntime(services), text, { older: true })
  return { text, chain, digest }
}

/** The keystore in a folder, which is made; its passphrase too, unless one is given. */
export async function keystoreIn(keys: string, given: string | undefined): Promise<Keystore> {
  if (given === undefined) return drawnKeystore(systemDisk, keys, systemRandom)
  const passphrase = await readPassphrase(systemDisk, given)
  return openKeystore({ disk: systemDisk, folder: keys, random: systemRandom, passphrase })
}

/** Writes the file of a node, whole or not at all; answers its path. */
export function writeConfiguration(folder: string, said: Said): string {
  const path = join(folder, FILE_NAME)
  writeFileSync(`${path}.part`, configurationText(HEAD, said), { flush: true })
  perturb("config.write")
  renameSync(`${path}.part`, path)
  return path
}
