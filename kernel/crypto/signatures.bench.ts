/** What hashing and verifying cost with @noble alone, and with the libraries a node may put in. */
import { createPublicKey, type KeyObject, hash as nodeHash, verify } from "node:crypto"
import { createRequire } from "node:module"
import { type Bench, cpuMicros, type Measurement, perSecond } from "../../scripts/bench/harness.ts"
import { concat, fromHex, utf8 } from "../bytes.ts"
import { accelerate, accelerators } from "./accelerators.ts"
import { ed25519PublicKey, signEd25519, verifyEd25519, verifyEd25519Zip215 } from "./ed25519.ts"
import { es256PublicKey, signEs256, verifyEs256 } from "./es256.ts"
import { sha256 } from "./hash.ts"
import type { Signed } from "./signature.ts"

const KEYS = 8
const MESSAGE_BYTES = 300
const PAIRS = 4_096

const seeds = Array.from({ length: KEYS }, (_, i) => new Uint8Array(32).fill(i + 1))
const messages = seeds.map((_, i) => utf8("m".repeat(MESSAGE_BYTES - i)))
const edCases: Signed[] = seeds.map((seed, i) => {
  const message = messages[i]!
  return { key: ed25519PublicKey(seed), message, signature: signEd25519(seed, message) }
})
const esCases: Signed[] = seeds.map((seed, i) => {
  const message = messages[i]!
  return { key: es256PublicKey(seed), message, signature: signEs256(seed, message) }
})

/** Runs `once` `count` times after a warm-up of a tenth; operations a CPU-second. */
async function rate(count: number, once: (i: number) => unknown): Promise<Measurement> {
  const loop = (times: number) => {
    for (let i = 0; i < times; i++) once(i)
  }
  loop(Math.ceil(count / 10))
  const micros = await cpuMicros(() => loop(count))
  return { value: Math.round(perSecond(count, micros)), unit: "per CPU-second" }
}

type Sodium = {
  crypto_sign_verify_detached(s: Uint8Array, m: Uint8Array, k: Uint8Array): boolean
  ready?: Promise<void>
}

async function sodium(name: string): Promise<Sodium> {
  const load = createRequire(new URL("../../node/package.json", import.meta.url))
  const library = load(name) as Sodium
  await library.ready
  return library
}

const P256_SPKI = fromHex("3059301306072a8648ce3d020106082a8648ce3d03010703420004")
const parsed = new Map<Uint8Array, KeyObject>()

function opensslEs256(key: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  let object = parsed.get(key)
  if (object === undefined) {
    const der = Buffer.from(concat(P256_SPKI, key))
    object = createPublicKey({ key: der, format: "der", type: "spki" })
    parsed.set(key, object)
  }
  return verify("sha256", message, { key: object, dsaEncoding: "ieee-p1363" }, signature)
}

/** With a twin in the seam for as long as the measurement takes. */
async function withTwins(
  twins: Parameters<typeof accelerate>[0],
  measure: () => Promise<Measurement>,
): Promise<Measurement> {
  const restore = accelerate(twins)
  try {
    return await measure()
  } finally {
    restore()
  }
}

const verifyEd = (i: number) => verifyEd25519(edCases[i % KEYS]!)
const verifyEs = (i: number) => verifyEs256(esCases[i % KEYS]!)

async function sodiumRate(name: string): Promise<Measurement> {
  const library = await sodium(name)
  const ed25519 = (k: Uint8Array, m: Uint8Array, s: Uint8Array) =>
    library.crypto_sign_verify_detached(s, m, k)
  return withTwins({ ed25519 }, () => rate(10_000, verifyEd))
}

async function pairsRate(): Promise<Measurement> {
  const input = new Uint8Array(PAIRS * 64).map((_, i) => i)
  const output = new Uint8Array(PAIRS * 32)
  const { value } = await rate(100, () => accelerators.sha256Pairs(input, output))
  return { value: value * PAIRS, unit: "pairs per CPU-second" }
}

export const benches: readonly Bench[] = [
  {
    name: "crypto.ed25519.verify.noble",
    about: "Strict Ed25519 verdicts over messages of 300 bytes, by @noble alone.",
    run: () => rate(1_000, verifyEd),
  },
  {
    name: "crypto.ed25519.verify.sodium-native",
    about: "The same with sodium-native in the seam.",
    target: { value: 17_700, unit: "per CPU-second", better: "more" },
    run: () => sodiumRate("sodium-native"),
  },
  {
    name: "crypto.ed25519.verify.sodium-wasm",
    about: "The same with libsodium's WASM build in the seam.",
    run: () => sodiumRate("libsodium-wrappers"),
  },
  {
    name: "crypto.ed25519.refuse.noble",
    about: "Wrong signatures: what a sender of rubbish costs.",
    run: () => {
      const wrong = { ...edCases[0]!, message: utf8("else") }
      return rate(1_000, () => verifyEd25519(wrong))
    },
  },
  {
    name: "crypto.ed25519.zip215.noble",
    about: "Votes of an engine, by ZIP-215, @noble alone.",
    run: () =>
      rate(1_000, (i) => {
        const { key, message, signature } = edCases[i % KEYS]!
        return verifyEd25519Zip215(key, message, signature)
      }),
  },
  {
    name: "crypto.es256.verify.noble",
    about: "ES256 verdicts over messages of 300 bytes, by @noble alone.",
    run: () => rate(500, verifyEs),
  },
  {
    name: "crypto.es256.verify.openssl",
    about: "The same with node:crypto in the seam, keys parsed once.",
    run: () => withTwins({ es256: opensslEs256 }, () => rate(5_000, verifyEs)),
  },
  {
    name: "crypto.sha256.300-bytes.noble",
    about: "SHA-256 of 300 bytes, one by one, by @noble.",
    run: () => rate(100_000, (i) => sha256(messages[i % KEYS]!)),
  },
  {
    name: "crypto.sha256.300-bytes.node",
    about: "The same by node:crypto's one-shot hash.",
    run: () => rate(100_000, (i) => nodeHash("sha256", messages[i % KEYS]!, "buffer")),
  },
  {
    name: "crypto.sha256.pairs",
    about: "SHA-256 of 64-byte pairs in batches of 4,096, the kernel's own code.",
    run: pairsRate,
  },
]
