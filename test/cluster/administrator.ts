/** The first administrator of an organisation that `concordat init` made, who signs for it. */
import { join } from "node:path"
import type { Operation } from "@concordat/kernel"
import { openKeystore, readPassphrase, systemDisk, systemRandom } from "@concordat/node"
import {
  buildTransaction,
  type Client,
  commandsOf,
  type Signer,
  status,
  submit,
} from "@concordat/sdk"
import { services } from "../../cli/services.ts"

const EXPIRES_MS = 60_000
const commands = commandsOf(services)

/** The key in the keystore of a node's folder. */
export async function administratorIn(folder: string): Promise<Signer> {
  const keys = join(folder, "keys")
  const passphrase = await readPassphrase(systemDisk, join(keys, "passphrase"))
  const keystore = await openKeystore({
    ...{ disk: systemDisk, folder: keys, random: systemRandom, passphrase },
  })
  const key = keystore.list().find(({ purpose }) => purpose === "sign")!
  const sign = (message: Uint8Array) => keystore.sign(key.id, "sign", message)
  return { algorithm: "ed25519", kid: key.id, public: key.public, sign }
}

/** Signs and sends; answers when it is final. */
export async function sendAs(signer: Signer, client: Client, ...operations: readonly Operation[]) {
  const { chain } = await status(client)
  const expires = Date.now() + EXPIRES_MS
  const content = { chain, expires, operations, salt: systemRandom.bytes(8) }
  const { bytes } = await buildTransaction(content, [signer], commands)
  return submit(client, bytes)
}

/** An organisation gives itself another title, which any of its administrators may. */
export const renamed = (title: string): Operation => ({
  command: "organisations.update",
  input: { name: title, page: null, adminThreshold: 1 },
})
