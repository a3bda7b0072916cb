/**
 * One signer's transaction, made and signed on this machine with a keystore of its own: the form of
 * every command where the gateway holds nobody's keys.
 */
import { resolve } from "node:path"
import type { Json, Operation } from "@concordat/kernel"
import { openKeystore, readPassphrase, systemDisk, systemRandom } from "@concordat/node"
import { type Client, commandsOf, type Receipt, type Signer, transact } from "@concordat/sdk"
import type { Environment } from "../environment.ts"
import { UsageError } from "../failure.ts"
import { services } from "../services.ts"

const commands = commandsOf(services)

/** Flags that name a keystore. */
export type KeyFlags = { readonly keys?: string; readonly passphraseFile?: string }

/** The only key of a keystore that signs transactions. */
async function signerIn({ cwd }: Environment, { keys = "keys", passphraseFile }: KeyFlags) {
  const folder = resolve(cwd, keys)
  const secret = passphraseFile ?? `${folder}/passphrase`
  const passphrase = await readPassphrase(systemDisk, resolve(cwd, secret))
  const keystore = await openKeystore({
    ...{ disk: systemDisk, folder, random: systemRandom, passphrase },
  })
  const [key, another] = keystore.list().filter(({ purpose }) => purpose === "sign")
  if (key !== undefined && another === undefined) {
    const { id: kid, algorithm, public: cose } = key
    const sign = (message: Uint8Array) => keystore.sign(kid, "sign", message)
    return { kid, algorithm, public: cose, sign } satisfies Signer
  }
  const found = key === undefined ? "no key" : "several keys"
  const hint = "`concordat draft` names the signers; `concordat sign --key` names one of the keys."
  throw new UsageError("unknown_signer", `${folder} holds ${found} to sign with.`, hint)
}

/** Signs one operation, whose input is in its JSON form, and sends it; waits until it is final. */
export async function sendSigned(
  environment: Environment,
  client: Client,
  { command, input }: { readonly command: string; readonly input: Json },
  flags: KeyFlags,
): Promise<Receipt> {
  const kind = commands.inputOf(command)!
  const operation = { command, input: kind.fromJson(input) as Operation["input"] }
  return transact(client, {
    ...{ operations: [operation], signers: [await signerIn(environment, flags)], commands },
    random: (length) => environment.random(length),
  })
}
