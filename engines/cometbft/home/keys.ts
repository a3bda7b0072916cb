/**
 * The engine's two keys in its own files: the one that votes, the one that peers know it by. Both
 * are Ed25519; the engine wants the secret followed by the public half.
 * Source of truth: CometBFT v0.40.0, `privval/file.go` and `p2p/key.go`.
 */
import { addressOf, ed25519PublicKey, type Hash, sha256, toHex } from "@concordat/kernel"
import type { Disk, Random } from "../../seams.ts"

const SECRET_BYTES = 32
const ID_BYTES = 20
const PRIVATE = "tendermint/PrivKeyEd25519"
const PUBLIC = "tendermint/PubKeyEd25519"
const OWNER_ONLY = 0o600

/** The public side of an engine's keys. */
export type EngineKeys = {
  /** Ed25519 public key that votes, hex. */
  readonly validator: Hash
  /** Address by which peers name it: 40 hex digits. */
  readonly nodeId: string
}

const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString("base64")
const privateKey = (secret: Uint8Array, key: Uint8Array) => ({
  type: PRIVATE,
  value: base64(Buffer.concat([secret, key])),
})

function validatorFile(secret: Uint8Array): string {
  const key = ed25519PublicKey(secret)
  const address = addressOf({ key: { ed25519: toHex(key) as Hash }, power: 1n })
  return JSON.stringify({
    address: toHex(address).toUpperCase(),
    pub_key: { type: PUBLIC, value: base64(key) },
    priv_key: privateKey(secret, key),
  })
}

function publicOf(file: Uint8Array): Uint8Array {
  const { priv_key: key } = JSON.parse(new TextDecoder().decode(file))
  return new Uint8Array(Buffer.from(key.value, "base64")).subarray(SECRET_BYTES)
}

/** Makes the keys of an engine's home where they are not there yet; answers their public side. */
export async function ensureKeys(disk: Disk, home: string, random: Random): Promise<EngineKeys> {
  const config = `${home}/config`
  await disk.makeFolder(config, 0o700)
  const made = async (name: string, write: (secret: Uint8Array) => string) => {
    const path = `${config}/${name}`
    const kept = await disk.read(path)
    if (kept !== null) return publicOf(kept)
    const file = new TextEncoder().encode(write(random.bytes(SECRET_BYTES)))
    await disk.replace(path, file, OWNER_ONLY)
    return publicOf(file)
  }
  const validator = await made("priv_validator_key.json", validatorFile)
  const node = await made("node_key.json", (secret) =>
    JSON.stringify({ priv_key: privateKey(secret, ed25519PublicKey(secret)) }),
  )
  return {
    validator: toHex(validator) as Hash,
    nodeId: toHex(sha256(node).subarray(0, ID_BYTES)),
  }
}
