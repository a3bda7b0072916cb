/** What every new node has: a head of its file, a keystore, and nothing that was there before. */
import { existsSync, renameSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { perturb } from "@concordat/engines/perturb"
import { ConcordatError } from "@concordat/kernel"
import {
  configurationText,
  drawnKeystore,
  type Keystore,
  openKeystore,
  readPassphrase,
  type Said,
  systemDisk,
  systemRandom,
} from "@concordat/node"
import type { Common } from "../environment.ts"
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
