/**
 * The secret that ids of entries of payment files follow from. It is made once and kept in the
 * user's configuration; who sends the same files from several machines gives all of them one.
 */
import { link, rm } from "node:fs/promises"
import { join } from "node:path"
import { type Hex, toHex, utf8 } from "@concordat/kernel"
import { systemDisk } from "@concordat/node"
import { readSecret } from "@concordat/sdk/iso20022"
import type { Environment } from "../environment.ts"
import { readIfThere, readInput, settleNames } from "../files.ts"

const NAME = "payment-secret"
const BYTES = 32
const FILE_BYTES_MAX = 1_024
const OWNER_ONLY = 0o600
const FOLDER_MODE = 0o700

const read = (bytes: Uint8Array): Hex => readSecret(new TextDecoder().decode(bytes).trim())

/** Makes one, whole before it has its name; where another command was first, its secret stays. */
async function makeSecret({ home, random }: Environment, path: string): Promise<void> {
  const part = `${path}.${toHex(random(4))}.part`
  await systemDisk.makeFolder(home, FOLDER_MODE)
  await systemDisk.replace(part, utf8(`${toHex(random(BYTES))}\n`), OWNER_ONLY)
  try {
    await link(part, path)
  } catch (failure) {
    if ((failure as NodeJS.ErrnoException).code !== "EEXIST") throw failure
  } finally {
    await rm(part, { force: true })
  }
}

/**
 * The secret of a file, or the user's own. It is on the disk before it is answered: a payment whose
 * secret went with a power cut would be another one the next time. Throws `hex_malformed` for what
 * is none.
 */
export async function paymentSecret(
  environment: Environment,
  file: string | undefined,
): Promise<Hex> {
  if (file !== undefined) return read(await readInput(environment, file, FILE_BYTES_MAX))
  const { home } = environment
  const path = join(home, NAME)
  if ((await readIfThere(environment, path)) === undefined) await makeSecret(environment, path)
  // Also of a secret that another command has just made, and that may not have come so far.
  await settleNames(home)
  return read(await readInput(environment, path, FILE_BYTES_MAX))
}
