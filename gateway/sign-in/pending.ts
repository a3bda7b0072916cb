/**
 * What a browser carries while its person is at the issuer: state, nonce and verifier in a cookie
 * that only this gateway can have made, so that nothing is kept for who never comes back.
 */
import { createHmac, timingSafeEqual } from "node:crypto"
import { fromBase64url, Invalid, toBase64url, utf8 } from "@concordat/kernel"
import { SIGN_IN_MS } from "../limits.ts"
import type { Pending } from "./issuer.ts"

const KEY_BYTES = 32
const RANDOM_BYTES = 32

/** With the page to go on with. */
export type Carried = Pending & { readonly next: string; readonly ends: number }

/** Makes and reads them, for as long as the process lives. */
export class PendingSignIns {
  private readonly key: Uint8Array
  private readonly random: (length: number) => Uint8Array

  constructor(random: (length: number) => Uint8Array) {
    this.random = random
    this.key = random(KEY_BYTES)
  }

  private mark(text: string): Buffer {
    return createHmac("sha256", this.key).update(text).digest()
  }

  /** A new one, and the text of its cookie. */
  begin(redirect: string, next: string, now: number): { carried: Carried; text: string } {
    const word = () => toBase64url(this.random(RANDOM_BYTES))
    const carried = {
      ...{ state: word(), nonce: word(), verifier: word() },
      ...{ redirect, next, ends: now + SIGN_IN_MS },
    }
    const text = toBase64url(utf8(JSON.stringify(carried)))
    return { carried, text: `${text}.${toBase64url(new Uint8Array(this.mark(text)))}` }
  }

  /** What a cookie holds; null for none, one that is none of ours, or too old. */
  read(cookie: string | null, now: number): Carried | null {
    const [text = "", mark = ""] = (cookie ?? "").split(".")
    const due = this.mark(text)
    const given = bytesOf(mark)
    if (given.length !== due.length || !timingSafeEqual(given, due)) return null
    const carried = JSON.parse(new TextDecoder().decode(fromBase64url(text))) as Carried
    return carried.ends > now ? carried : null
  }
}

function bytesOf(text: string): Uint8Array {
  try {
    return fromBase64url(text)
  } catch (failure) {
    if (failure instanceof Invalid) return new Uint8Array()
    throw failure
  }
}
