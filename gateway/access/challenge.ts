/**
 * The question that a principal's signature answers. Nothing is kept for it until it is answered:
 * it carries its time and a mark that only this gateway can make, and counts once.
 */
import { createHmac, timingSafeEqual } from "node:crypto"
import { concat, fromBase64url, Invalid, Refusal, toBase64url } from "@concordat/kernel"
import { ANSWERED_MAX, CHALLENGE_MS } from "../limits.ts"

const KEY_BYTES = 32
const TIME_BYTES = 8
const NONCE_BYTES = 16
const MARK_BYTES = 32
const BODY_BYTES = TIME_BYTES + NONCE_BYTES

function foreign(): Refusal {
  const message = "The challenge is none of this gateway, or is too old; ask for another one."
  return new Refusal("token_nonce_mismatch", message, {}, 401)
}

/** Questions of one gateway, for as long as it runs. */
export class Challenges {
  private readonly key: Uint8Array
  private readonly random: (length: number) => Uint8Array
  private readonly answered = new Map<string, number>()

  constructor(random: (length: number) => Uint8Array) {
    this.random = random
    this.key = random(KEY_BYTES)
  }

  private markOf(body: Uint8Array): Uint8Array {
    return new Uint8Array(createHmac("sha256", this.key).update(body).digest())
  }

  /** A question, and until when it may be answered. */
  ask(now: number): { readonly challenge: string; readonly ends: number } {
    const time = new Uint8Array(TIME_BYTES)
    new DataView(time.buffer).setBigUint64(0, BigInt(now))
    const body = concat(time, this.random(NONCE_BYTES))
    return { challenge: toBase64url(concat(body, this.markOf(body))), ends: now + CHALLENGE_MS }
  }

  /** Takes an answer. Throws `token_nonce_mismatch`, or `token_replayed` for the second time. */
  take(challenge: string, now: number): void {
    const bytes = bytesOf(challenge)
    if (bytes.length !== BODY_BYTES + MARK_BYTES) throw foreign()
    const body = bytes.slice(0, BODY_BYTES)
    if (!timingSafeEqual(bytes.slice(BODY_BYTES), this.markOf(body))) throw foreign()
    const asked = Number(new DataView(body.buffer).getBigUint64(0))
    if (now < asked || now > asked + CHALLENGE_MS) throw foreign()
    for (const [one, ends] of this.answered) if (ends < now) this.answered.delete(one)
    if (this.answered.has(challenge)) {
      throw new Refusal("token_replayed", "This challenge was answered before.", {}, 401)
    }
    if (this.answered.size >= ANSWERED_MAX) throw foreign()
    this.answered.set(challenge, asked + CHALLENGE_MS)
  }
}

function bytesOf(challenge: string): Uint8Array {
  try {
    return fromBase64url(challenge)
  } catch (failure) {
    if (failure instanceof Invalid) throw foreign()
    throw failure
  }
}
