/**
 * The secret that ids of entries of payment files follow from. It is made once and kept in the
 * user's configuration; who sends the same files from several machines gives all of them one.
 */
import { mkdirSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { type Hex, toHex } from "@concordat/kernel"
import { readSecret } from "@concordat/sdk/iso20022"
import type { Environment } from "../environment.ts"
import { readIfThere, readInput } from "../files.ts"

const NAME = "payment-secret"
const BYTES = 32
const FILE_BYTES_MAX = 1_024
const OWNER_ONLY = 0o600
const FOLDER_MODE = 0o700

const read = (bytes: Uint8Array): Hex => readSecret(new TextDecoder().decode(bytes).trim())

/** The secret of a file, or the user's own. Throws `hex_malformed` for what is none. */
export async function paymentSecret(
  environment: Environment,
  file: string | undefined,
): Promise<Hex> {
  if (file !== undefined) return read(await readInput(environment, file, FILE_BYTES_MAX))
  const { home } = environment
  const path = join(home, NAME)
  const kept = await readIfThere(environment, path)
  if (kept !== undefined) return read(kept)
  const secret = toHex(environment.random(BYTES)) as Hex
  mkdirSync(home, { recursive: true, mode: FOLDER_MODE })
  try {
    writeFileSync(path, `${secret}\n`, { mode: OWNER_ONLY, flag: "wx" })
    return secret
  } catch (failure) {
    if ((failure as NodeJS.ErrnoException).code !== "EEXIST") throw failure
    // Another command made one at this moment: there is one secret, and it is that.
    return read(await readInput(environment, path, FILE_BYTES_MAX))
  }
}
