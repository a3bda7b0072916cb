/**
 * The file keystore: one encrypted file a key, below one folder, readable by its owner only. Keys
 * sign for one purpose each and never leave. `keystore.json` holds the salt and a check value by
 * which a wrong passphrase is told at once.
 */

import { perturb } from "@concordat/engines/perturb"
import type { Disk, Random } from "@concordat/engines/seams"
import {
  bytes,
  ConcordatError,
  enumeration,
  type Hash,
  hash,
  type Infer,
  Invalid,
  type Kind,
  parseJson,
  record,
  u8,
  u32,
  utf8,
} from "@concordat/kernel"
import { freshSecret, type KeyPair, keyPair, type SigningAlgorithm } from "./key-pair.ts"
import { SCRYPT, type ScryptCost, seal, unseal, wrappingKey } from "./sealing.ts"

/** What a key is for, one purpose each; those that sign. */
const PURPOSES = [
  "sign",
  "approve",
  "recovery",
  "receipt",
  "consensus",
  "node",
  "seal",
  "witness",
] as const
export type Purpose = (typeof PURPOSES)[number]

export type KeyInfo = {
  /** COSE key thumbprint, hex. */
  readonly id: Hash
  readonly purpose: Purpose
  readonly algorithm: SigningAlgorithm
  /** Canonical COSE_Key. */
  readonly public: Uint8Array
}

/** Keys that sign for a purpose and cannot be taken out. */
export interface Keystore {
  /** By id. */
  list(): readonly KeyInfo[]
  /** Canonical COSE_Key. Throws `keystore_unavailable` for an unknown id. */
  publicKey(id: Hash): Uint8Array
  /** Throws `key_purpose_mismatch` where the key is for something else. */
  sign(id: Hash, purpose: Purpose, message: Uint8Array): Uint8Array
  create(purpose: Purpose, algorithm: SigningAlgorithm): Promise<KeyInfo>
}

const FORMAT = 1
const OWNER_ONLY = 0o600
const SALT_BYTES = 32
const STORE_FILE = "keystore.json"
const PASSPHRASE_FILE = "passphrase"
const CHECK = { id: "check", purpose: "check" }
const CHECK_TEXT = utf8("concordat keystore")

const storeFile = record({
  format: u8,
  scrypt: record({ n: u32, r: u32, p: u32 }),
  salt: bytes(64),
  check: bytes(256),
})
const keyFile = record({
  format: u8,
  id: hash,
  purpose: enumeration(...PURPOSES),
  algorithm: enumeration("ed25519", "es256"),
  public: bytes(128),
  sealed: bytes(256),
})
type KeyFile = Infer<typeof keyFile>

function exposed(path: string, mode: number): ConcordatError {
  const found = `0${mode.toString(8)}`
  return new ConcordatError("key_file_exposed", `Others can read the key file ${path}: ${found}.`, {
    hint: `chmod 600 ${path}`,
    details: { path, mode: found },
  })
}

function locked(folder: string, cause?: unknown): ConcordatError {
  return new ConcordatError("keystore_locked", `The passphrase does not open ${folder}.`, {
    cause,
    hint: "Give the passphrase that this keystore was made with. Tries are not counted.",
    details: { path: folder },
  })
}

function unavailable(path: string, reason: string, cause?: unknown): ConcordatError {
  return new ConcordatError("keystore_unavailable", `${path}: ${reason}`, {
    cause,
    hint: "Bring the file back from its copy, or make a new key and register it.",
    details: { path },
  })
}

/** Where a keystore lies and what it needs. */
export type KeystoreOptions = {
  readonly disk: Disk
  /** Absolute path. */
  readonly folder: string
  readonly random: Random
  readonly passphrase: string
  /** Cost of a keystore that is made now; tests take less. */
  readonly cost?: ScryptCost
}

/** A file of the keystore by its kind; null where absent. Throws `key_file_exposed`. */
async function readPrivate(disk: Disk, path: string): Promise<string | null> {
  const mode = await disk.mode(path)
  if (mode === null) return null
  if ((mode & 0o077) !== 0 && process.platform !== "win32") throw exposed(path, mode)
  const found = await disk.read(path)
  return found === null ? null : new TextDecoder().decode(found)
}

async function readFile<T>(disk: Disk, path: string, kind: Kind<T>): Promise<T | null> {
  const text = await readPrivate(disk, path)
  if (text === null) return null
  try {
    return kind.fromJson(parseJson(text))
  } catch (cause) {
    if (cause instanceof Invalid) throw unavailable(path, cause.message, cause)
    throw cause
  }
}

async function writeFile<T>(disk: Disk, path: string, kind: Kind<T>, value: T): Promise<void> {
  perturb("keystore.write")
  const text = `${JSON.stringify(kind.toJson(value), null, 2)}\n`
  await disk.replace(path, utf8(text), OWNER_ONLY)
}

const isKeyFile = (name: string) => name !== STORE_FILE && name.endsWith(".json")

/** The wrapping key of the keystore in the folder, which is made where there is none. */
async function unlock(options: KeystoreOptions): Promise<Uint8Array> {
  const { disk, folder, random, passphrase, cost = SCRYPT } = options
  const path = `${folder}/${STORE_FILE}`
  const found = await readFile(disk, path, storeFile)
  if (found !== null) {
    const wrapping = await wrappingKey(passphrase, found.salt, found.scrypt)
    if (unseal(wrapping, CHECK, found.check) === null) throw locked(folder)
    return wrapping
  }
  if ((await disk.list(folder)).some(isKeyFile)) {
    throw unavailable(path, "It is missing, and without it the keys beside it stay locked.")
  }
  const salt = random.bytes(SALT_BYTES)
  const wrapping = await wrappingKey(passphrase, salt, cost)
  const check = seal(wrapping, CHECK, CHECK_TEXT, random)
  await writeFile(disk, path, storeFile, { format: FORMAT, scrypt: cost, salt, check })
  return wrapping
}

async function openKey(
  disk: Disk,
  path: string,
  wrapping: Uint8Array,
): Promise<KeyPair & { readonly purpose: Purpose }> {
  const file = (await readFile(disk, path, keyFile))!
  const secret = unseal(wrapping, file, file.sealed)
  if (secret === null) throw unavailable(path, "It was altered, or is of another keystore.")
  const pair = keyPair(file.algorithm, secret)
  if (pair.id !== file.id) throw unavailable(path, "Its key is not the one that it names.")
  return { ...pair, purpose: file.purpose }
}

/**
 * Opens the keystore in `folder`, or makes one. Throws `ConcordatError` `keystore_locked` (wrong
 * passphrase), `key_file_exposed` (a file that others may read), `keystore_unavailable` (a file
 * that is no key); all end a process with exit code 77.
 */
export async function openKeystore(options: KeystoreOptions): Promise<Keystore> {
  const { disk, folder, random } = options
  await disk.makeFolder(folder, 0o700)
  const wrapping = await unlock(options)
  const keys = new Map<Hash, KeyPair & { readonly purpose: Purpose }>()
  for (const name of await disk.list(folder)) {
    if (!isKeyFile(name)) continue
    const key = await openKey(disk, `${folder}/${name}`, wrapping)
    keys.set(key.id, key)
  }
  const find = (id: Hash) => {
    const key = keys.get(id)
    if (key === undefined) throw unavailable(folder, `It holds no key ${id}.`)
    return key
  }
  return {
    list: () =>
      [...keys.values()]
        .map(({ id, purpose, algorithm, public: cose }) => ({
          id,
          purpose,
          algorithm,
          public: cose,
        }))
        .sort((a, b) => (a.id < b.id ? -1 : 1)),
    publicKey: (id) => find(id).public,
    sign(id, purpose, message) {
      const key = find(id)
      if (key.purpose === purpose) return key.sign(message)
      const reason = `Key ${id} is for ${key.purpose}, not for ${purpose}.`
      throw new ConcordatError("key_purpose_mismatch", reason, {
        hint: "Name a key of the purpose that is asked.",
        details: { found: key.purpose, expected: purpose },
      })
    },
    async create(purpose, algorithm) {
      const secret = freshSecret(algorithm, random)
      const pair = keyPair(algorithm, secret)
      const info = { id: pair.id, purpose, algorithm, public: pair.public }
      const sealed = seal(wrapping, info, secret, random)
      const file: KeyFile = { format: FORMAT, ...info, sealed }
      await writeFile(disk, `${folder}/${pair.id}.json`, keyFile, file)
      keys.set(pair.id, { ...pair, purpose })
      return info
    },
  }
}

/**
 * The passphrase in a file that only its owner can read. Throws `key_file_exposed`, or
 * `keystore_locked` where there is no such file.
 */
export async function readPassphrase(disk: Disk, path: string): Promise<string> {
  const found = await readPrivate(disk, path)
  if (found !== null) return found.trim()
  throw new ConcordatError("keystore_locked", `There is no passphrase in ${path}.`, {
    hint: "Name the file by keys.passphraseFile; it needs mode 0600.",
    details: { path },
  })
}

/** Nobody guesses a passphrase of 24 random bytes: a slow hash of it protects nothing more. */
const DRAWN: ScryptCost = { n: 1_024, r: 8, p: 1 }

/** A keystore by a passphrase that chance draws, in a file of mode 0600 beside the keys. */
export async function drawnKeystore(disk: Disk, folder: string, random: Random): Promise<Keystore> {
  const passphrase = await drawnPassphrase(disk, folder, random)
  return openKeystore({ disk, folder, random, passphrase, cost: DRAWN })
}

async function drawnPassphrase(disk: Disk, folder: string, random: Random): Promise<string> {
  const path = `${folder}/${PASSPHRASE_FILE}`
  await disk.makeFolder(folder, 0o700)
  const found = await readPrivate(disk, path)
  if (found !== null) return found.trim()
  const fresh = Buffer.from(random.bytes(24)).toString("base64url")
  await disk.replace(path, utf8(`${fresh}\n`), OWNER_ONLY)
  return fresh
}
