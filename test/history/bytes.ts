/**
 * A transaction's bytes, written anew from its published description (ARCHITECTURE.md, "Canonical
 * CBOR" and "Transactions"; RFC 8949 4.2.1, RFC 9052, RFC 9679) with Node's own Ed25519: whoever
 * judges a ledger from outside takes no code of it, not even to sign.
 */
import { createHash, generateKeyPairSync, type KeyObject, sign } from "node:crypto"

/** What can be encoded; integers are not negative. */
export type Value =
  | null
  | string
  | number
  | bigint
  | Uint8Array
  | readonly Value[]
  | { readonly [name: string]: Value }

const MAJOR = { integer: 0, bytes: 2, text: 3, list: 4, map: 5, tag: 6 } as const
const NULL = Buffer.of(0xf6)
const COSE_SIGN = Buffer.of(0xd8, 98)
const COSE_SIGN1 = Buffer.of(0xd2)
const NO_HEADERS = Buffer.of(0xa0)
const NOTHING = Buffer.alloc(0)
const U8 = 0x100n
const U16 = 0x10000n
const U32 = 0x100000000n
const U64 = 0x10000000000000000n
const DIRECT = 24n

function head(major: number, argument: number | bigint): Buffer {
  const value = BigInt(argument)
  const type = major << 5
  if (value < DIRECT) return Buffer.of(type | Number(value))
  if (value < U8) return Buffer.of(type | 24, Number(value))
  const wide = Buffer.alloc(9)
  wide.writeBigUInt64BE(value, 1)
  if (value < U16) return Buffer.concat([Buffer.of(type | 25), wide.subarray(7)])
  if (value < U32) return Buffer.concat([Buffer.of(type | 26), wide.subarray(5)])
  if (value >= U64) throw new RangeError("no integer of more than 64 bits is sent here")
  wide[0] = type | 27
  return wide
}

const bytesOf = (bytes: Uint8Array) => Buffer.concat([head(MAJOR.bytes, bytes.length), bytes])

/** The canonical bytes of a value; names of a map are ASCII. */
function encode(value: Value): Buffer {
  if (value === null) return NULL
  if (typeof value === "number" || typeof value === "bigint") return head(MAJOR.integer, value)
  if (typeof value === "string") {
    const text = Buffer.from(value, "utf8")
    return Buffer.concat([head(MAJOR.text, text.length), text])
  }
  if (value instanceof Uint8Array) return bytesOf(value)
  if (Array.isArray(value)) {
    return Buffer.concat([head(MAJOR.list, value.length), ...value.map(encode)])
  }
  const members = Object.entries(value).map(([name, of]) => [encode(name), encode(of)] as const)
  members.sort(([a], [b]) => Buffer.compare(a, b))
  return Buffer.concat([head(MAJOR.map, members.length), ...members.flat()])
}

const sha256 = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest()

/** A key that signs, with the COSE_Key that the ledger keeps of it and its thumbprint. */
export type Key = {
  readonly cose: Buffer
  readonly kid: Buffer
  /** The protected header of its signatures: `{1: -8, 4: kid}`. */
  readonly header: Buffer
  readonly secret: KeyObject
}

/** A new Ed25519 key. */
export function newKey(): Key {
  const { publicKey, privateKey: secret } = generateKeyPairSync("ed25519")
  const x = Buffer.from(String(publicKey.export({ format: "jwk" }).x), "base64url")
  const cose = Buffer.concat([Buffer.of(0xa3, 0x01, 0x01, 0x20, 0x06, 0x21), bytesOf(x)])
  const kid = sha256(cose)
  const header = Buffer.concat([Buffer.of(0xa2, 0x01, 0x27, 0x04), bytesOf(kid)])
  return { cose, kid, header, secret }
}

/** A transaction as sent, and the name that the ledger gives it. */
export type Transaction = { readonly id: string; readonly bytes: Buffer }

/** A COSE_Sign over a payload by one key. */
export function transactionOf(key: Key, payload: { readonly chain: string } & Value): Transaction {
  const signed = encode(payload)
  const aad = encode(["concordat/transaction/v1", payload.chain, [key.kid]])
  const message = encode(["Signature", NOTHING, key.header, aad, signed])
  const signature = Buffer.concat([
    ...[head(MAJOR.list, 3), bytesOf(key.header), NO_HEADERS],
    bytesOf(sign(null, message, key.secret)),
  ])
  const bytes = Buffer.concat([
    ...[COSE_SIGN, head(MAJOR.list, 4), bytesOf(NOTHING), NO_HEADERS, bytesOf(signed)],
    ...[head(MAJOR.list, 1), signature],
  ])
  return { id: sha256(encode(["Transaction", aad, signed])).toString("hex"), bytes }
}

/** A COSE_Sign1 by a new key: that its holder has it (services/organisations, "Commands"). */
export function possessionOf(key: Key, claim: Value): Buffer {
  const signed = encode(claim)
  const context = Buffer.from("concordat/possession/v1")
  const message = encode(["Signature1", key.header, context, signed])
  return Buffer.concat([
    ...[COSE_SIGN1, head(MAJOR.list, 4), bytesOf(key.header), NO_HEADERS, bytesOf(signed)],
    bytesOf(sign(null, message, key.secret)),
  ])
}
