/** A keystore on this machine, as the flags of a command name it, and the key of it that signs. */
import { resolve } from "node:path"
import type { Hash } from "@concordat/kernel"
import {
  type Keystore,
  openKeystore,
  readPassphrase,
  systemDisk,
  systemRandom,
} from "@concordat/node"
import type { Signer } from "@concordat/sdk"
import type { Environment } from "./environment.ts"
import { UsageError } from "./failure.ts"

/** Flags that name a keystore: its folder, `keys` unless given, and the file of its passphrase. */
export type KeystoreFlags = { readonly keys?: string; readonly passphraseFile?: string }

/** The folder of the keystore that the flags name. */
export function keystoreFolder({ cwd }: Environment, { keys = "keys" }: KeystoreFlags): string {
  return resolve(cwd, keys)
}

/** Opens the keystore. Throws what `readPassphrase` and `openKeystore` throw. */
export async function keystoreOf(
  environment: Environment,
  flags: KeystoreFlags,
): Promise<Keystore> {
  const folder = keystoreFolder(environment, flags)
  const secret = resolve(environment.cwd, flags.passphraseFile ?? `${folder}/passphrase`)
  const passphrase = await readPassphrase(systemDisk, secret)
  return openKeystore({ disk: systemDisk, folder, random: systemRandom, passphrase })
}

/** Which key is to sign: those that were named, if any, and how to name one. */
export type SignerChoice = { readonly named: readonly Hash[] | null; readonly hint: string }

/**
 * The one key of the keystore that signs transactions, of those named if any are. Throws
 * `unknown_signer` for none, `field_missing` for several.
 */
export async function signerIn(
  environment: Environment,
  flags: KeystoreFlags,
  { named, hint }: SignerChoice,
): Promise<Signer> {
  const keystore = await keystoreOf(environment, flags)
  const held = keystore
    .list()
    .filter(({ id, purpose }) => purpose === "sign" && (named?.includes(id) ?? true))
  const [own, another] = held
  if (own !== undefined && another === undefined) {
    const { id: kid, algorithm, public: cose } = own
    return { algorithm, kid, public: cose, sign: (message) => keystore.sign(kid, "sign", message) }
  }
  const folder = keystoreFolder(environment, flags)
  throw own === undefined
    ? new UsageError("unknown_signer", `${folder} holds no such key to sign with.`, hint)
    : new UsageError("field_missing", `${folder} holds several keys to sign with.`, hint)
}
