/**
 * `Idempotency-Key`: a request sent again under the same key gets the first one's answer, marked as
 * a replay; another request under that key is refused. Answers are kept in memory, so after a
 * restart a key is new: whoever must be sure signs a transaction, which a ledger takes only once.
 */
import { Invalid, Refusal, sha256Hex, utf8 } from "@concordat/kernel"
import { IDEMPOTENCY_KEY_MAX, IDEMPOTENT_ANSWERS_MAX, IDEMPOTENT_BYTES_MAX } from "../limits.ts"
import type { Answer, Asked } from "../routes/route.ts"

const HEADER = "idempotency-key"
/** Statuses from here on say that nothing was decided. */
const SERVER_FAULT = 500
/** Headers that change what a request means. */
const MEANING = ["concordat-as", "concordat-cosigners"]

type Kept = { readonly digest: string; readonly answer: Promise<Answer>; bytes: number }

/** The key of a request, or null. Throws `Invalid` `too_long`, `text_invalid`. */
function keyOf(request: Request): string | null {
  const key = request.headers.get(HEADER)
  if (key === null) return null
  if (key.length > IDEMPOTENCY_KEY_MAX) {
    const details = { limit: IDEMPOTENCY_KEY_MAX, actual: key.length }
    throw new Invalid("too_long", "/Idempotency-Key", "The key is too long.", details)
  }
  if (!/^[\x21-\x7e]+$/.test(key)) {
    const reason = "The key is 1 to 64 visible ASCII characters."
    throw new Invalid("text_invalid", "/Idempotency-Key", reason)
  }
  return key
}

/** SHA-256 over all that makes two requests the same. */
function digestOf(route: string, { request, type, body }: Asked): string {
  const meaning = MEANING.map((name) => request.headers.get(name) ?? "")
  const head = utf8(JSON.stringify([route, type, ...meaning, sha256Hex(body)]))
  return sha256Hex(head)
}

/** Whether a failure is an answer for good, and not one to try again after. */
function isDecided(failure: unknown): boolean {
  if (failure instanceof Refusal) return failure.status < SERVER_FAULT
  return failure instanceof Invalid
}

/** The answers that are kept for their keys, the oldest first. */
export class Idempotency {
  private readonly kept = new Map<string, Kept>()
  private bytes = 0

  /** The answer of `work`, or of the request that first had this key. */
  async answer(route: string, asked: Asked, work: () => Promise<Answer>): Promise<Answer> {
    const key = keyOf(asked.request)
    if (key === null) return work()
    const digest = digestOf(route, asked)
    const first = this.kept.get(key)
    if (first === undefined) return this.keep(key, digest, work())
    if (first.digest !== digest) {
      const message = "This key was used with another request."
      const details = { expected: first.digest, actual: digest }
      throw new Refusal("idempotency_mismatch", message, details, 409)
    }
    const answer = await first.answer
    return { ...answer, headers: { ...answer.headers, "Idempotency-Replayed": "true" } }
  }

  /** Keeps what was decided, yes or no; what reached no decision may be tried again. */
  private async keep(key: string, digest: string, answer: Promise<Answer>): Promise<Answer> {
    const kept: Kept = { digest, answer, bytes: 0 }
    this.kept.set(key, kept)
    try {
      const { body } = await answer
      kept.bytes = typeof body === "string" ? body.length : 0
      this.bytes += kept.bytes
      return await answer
    } catch (failure) {
      if (!isDecided(failure)) this.drop(key, kept)
      throw failure
    } finally {
      this.shrink()
    }
  }

  private shrink(): void {
    for (const [key, kept] of this.kept) {
      if (this.kept.size <= IDEMPOTENT_ANSWERS_MAX && this.bytes <= IDEMPOTENT_BYTES_MAX) return
      this.drop(key, kept)
    }
  }

  private drop(key: string, kept: Kept): void {
    if (!this.kept.delete(key)) return
    this.bytes -= kept.bytes
  }
}
