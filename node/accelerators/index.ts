/**
 * The faster twins that a node hands the kernel, in its main thread and in each worker. A twin that
 * fails a known answer here is not used: another verdict or byte would fork the chain.
 */
import { type Accelerators, accelerate, accelerators, sha256, toHex, utf8 } from "@concordat/kernel"
import { es256Openssl } from "./es256.ts"
import { hashtreePairs, sha256Openssl } from "./hashing.ts"
import { ed25519With, nativeSodium, type Sodium, wasmSodium } from "./sodium.ts"

/** Which libraries may be used; all of them unless a test leaves some out. */
export type Choice = {
  readonly sodium?: "native" | "wasm" | "none"
  readonly hashtree?: boolean
  readonly openssl?: boolean
}

/** What is in use, by name, for the log and for `/version`. */
export type InUse = {
  readonly ed25519: "sodium-native" | "libsodium-wrappers" | "javascript"
  readonly es256: "openssl" | "javascript"
  readonly sha256: "openssl" | "javascript"
  readonly sha256Pairs: "hashtree" | "javascript"
}

const ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"

function isSha256(twin: Accelerators["sha256Into"]): boolean {
  const long = new Uint8Array(1_000).fill(7)
  const found = new Uint8Array(2 + 32)
  twin(utf8("abc"), found, 2)
  if (toHex(found) !== `0000${ABC}`) return false
  twin(long, found, 2)
  return toHex(found) === `0000${toHex(sha256(long))}`
}

function isPairs(twin: Accelerators["sha256Pairs"]): boolean {
  const input = Uint8Array.from({ length: 64 * 19 }, (_, i) => i % 251)
  const expected = new Uint8Array(32 * 19)
  const found = new Uint8Array(32 * 19)
  accelerators.sha256Pairs(input, expected)
  twin(input, found)
  return toHex(found) === toHex(expected)
}

/** RFC 8032 section 7.1, test 2, and the same with another message. */
const KEY = "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c"
const SIGNATURE =
  "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da" +
  "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"

function isEd25519(twin: Accelerators["ed25519"]): boolean {
  const bytes = (hex: string) => new Uint8Array(Buffer.from(hex, "hex"))
  const accepts = (message: number) => twin(bytes(KEY), Uint8Array.of(message), bytes(SIGNATURE))
  return accepts(0x72) && !accepts(0x73)
}

async function sodiumOf(
  choice: Choice,
): Promise<{ sodium: Sodium; name: InUse["ed25519"] } | null> {
  const native = choice.sodium === undefined || choice.sodium === "native"
  const found = native ? await nativeSodium() : null
  if (found !== null) return { sodium: found, name: "sodium-native" }
  if (choice.sodium === "none") return null
  const wasm = await wasmSodium()
  return wasm === null ? null : { sodium: wasm, name: "libsodium-wrappers" }
}

/** Puts every twin that is there, allowed and right in place. Answers what is in use. */
export async function useAccelerators(choice: Choice = {}): Promise<InUse> {
  const sodium = await sodiumOf(choice)
  const ed25519 = sodium === null ? null : ed25519With(sodium.sodium)
  const sha256 = choice.openssl === false ? null : sha256Openssl
  const pairs = choice.hashtree === false ? null : await hashtreePairs()
  const use: Partial<Accelerators> = {
    ...(ed25519 !== null && isEd25519(ed25519) ? { ed25519 } : {}),
    ...(choice.openssl === false ? {} : { es256: es256Openssl }),
    ...(sha256 !== null && isSha256(sha256) ? { sha256Into: sha256 } : {}),
    ...(pairs !== null && isPairs(pairs) ? { sha256Pairs: pairs } : {}),
  }
  accelerate(use)
  return {
    ed25519: use.ed25519 === undefined ? "javascript" : sodium!.name,
    es256: use.es256 === undefined ? "javascript" : "openssl",
    sha256: use.sha256Into === undefined ? "javascript" : "openssl",
    sha256Pairs: use.sha256Pairs === undefined ? "javascript" : "hashtree",
  }
}
