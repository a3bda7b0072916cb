/**
 * The engine's two keys in its own files: the one that votes, the one that peers know it by. Both
 * are Ed25519; the engine wants the secret followed by the public half.
 * Source of truth: CometBFT v0.40.0, `privval/file.go` and `p2p/key.go`.
 */
import {
  addressOf,
  ConcordatError,
  ed25519PublicKey,
  equalBytes,
  type Hash,
  sha256,
  signEd25519,
  toHex,
  type Validators,
} from "@concordat/kernel"
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

function pairIn(file: Uint8Array): Uint8Array {
  const { priv_key: key } = JSON.parse(new TextDecoder().decode(file))
  return new Uint8Array(Buffer.from(key.value, "base64"))
}
const secretOf = (file: Uint8Array) => pairIn(file).subarray(0, SECRET_BYTES)
const publicOf = (file: Uint8Array) => pairIn(file).subarray(SECRET_BYTES)

const votingPath = (home: string) => `${home}/config/priv_validator_key.json`
const nextPath = (home: string) => `${home}/config/next_validator_key.json`
const nodePath = (home: string) => `${home}/config/node_key.json`

/** The public half of the key in a file, which is made where there is none. */
async function made(
  disk: Disk,
  path: string,
  random: Random,
  write: (secret: Uint8Array) => string,
): Promise<Uint8Array> {
  const kept = await disk.read(path)
  if (kept !== null) return publicOf(kept)
  const file = new TextEncoder().encode(write(random.bytes(SECRET_BYTES)))
  await disk.replace(path, file, OWNER_ONLY)
  return publicOf(file)
}

const idOf = (node: Uint8Array) => toHex(sha256(node).subarray(0, ID_BYTES))

/** Makes the keys of an engine's home where they are not there yet; answers their public side. */
export async function ensureKeys(disk: Disk, home: string, random: Random): Promise<EngineKeys> {
  const nodeId = await ensureNodeKey(disk, home, random)
  const validator = await made(disk, votingPath(home), random, validatorFile)
  return { validator: toHex(validator) as Hash, nodeId }
}

/** Makes the key by which peers know an engine, where there is none; answers its id. */
export async function ensureNodeKey(disk: Disk, home: string, random: Random): Promise<string> {
  await disk.makeFolder(`${home}/config`, 0o700)
  const node = await made(disk, nodePath(home), random, (secret) =>
    JSON.stringify({ priv_key: privateKey(secret, ed25519PublicKey(secret)) }),
  )
  return idOf(node)
}

/** The id of the node whose home this is; "" where it has no key yet. */
export async function nodeIdIn(disk: Disk, home: string): Promise<string> {
  const file = await disk.read(nodePath(home))
  return file === null ? "" : idOf(publicOf(file))
}

/** The key that votes in a home; null where there is none. */
export async function votingKeyIn(disk: Disk, home: string): Promise<Hash | null> {
  const file = await disk.read(votingPath(home))
  return file === null ? null : (toHex(publicOf(file)) as Hash)
}

/** A key that votes, or will. */
export type VotingKey = {
  /** Ed25519 public key, hex. */
  readonly key: Hash
  sign(message: Uint8Array): Uint8Array
}

/**
 * The key that votes now; or the one that is to vote next, which is made where there is none.
 * Throws `ConcordatError` `keystore_unavailable` where no key votes here.
 */
export async function votingKey(
  disk: Disk,
  home: string,
  random: Random,
  next: boolean,
): Promise<VotingKey> {
  const path = next ? nextPath(home) : votingPath(home)
  if (next) await made(disk, path, random, validatorFile)
  const file = await disk.read(path)
  if (file === null) {
    throw new ConcordatError("keystore_unavailable", `There is no key that votes in ${home}.`, {
      hint: "`concordat init --engine cometbft` makes one; name the file of that node.",
      details: { path },
    })
  }
  const secret = secretOf(file)
  return {
    key: toHex(publicOf(file)) as Hash,
    sign: (message) => signEd25519(secret, message),
  }
}

/**
 * Lets the next key vote once the set has it and the old one no more; true: the engine must start
 * anew to use it. What the old one signed last stays its successor's guard.
 */
export async function takeNextKey(disk: Disk, home: string, set: Validators): Promise<boolean> {
  const next = await disk.read(nextPath(home))
  if (next === null) return false
  const has = (file: Uint8Array) => set.some(({ key }) => key.ed25519 === toHex(publicOf(file)))
  const now = await disk.read(votingPath(home))
  if (!has(next) || (now !== null && has(now) && !equalBytes(now, next))) return false
  await disk.replace(votingPath(home), next, OWNER_ONLY)
  await disk.remove(nextPath(home))
  return now === null || !equalBytes(now, next)
}
