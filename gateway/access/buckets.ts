/**
 * Limits of how much one organisation may ask: a token bucket a caller and kind of question
 * (draft-ietf-httpapi-ratelimit-headers names what is told of it). A bucket may go into debt by one
 * costly request, and nothing is answered until that is paid.
 */
import { ConcordatError } from "@concordat/kernel"
import { BUCKETS_MAX } from "../limits.ts"

/** What is counted apart. `misses`: names that do not exist and credentials that are none. */
export type Quota = "reads" | "submissions" | "subscriptions" | "misses"

/** What one caller may do of a kind. */
export type Rate = { readonly perSecond: number; readonly burst: number }
export type Rates = Readonly<Record<Quota, Rate>>

type Bucket = { left: number; at: number }

const MS_A_SECOND = 1_000

/** All buckets of a gateway. `rates` is asked each time, as an operator may change them. */
export class Buckets {
  private readonly buckets = new Map<string, Bucket>()
  private readonly rates: () => Rates | null
  private readonly now: () => number

  constructor(rates: () => Rates | null, now: () => number) {
    this.rates = rates
    this.now = now
  }

  /** Takes `cost` from a caller's bucket. Throws `rate_limited` where nothing is left. */
  take(quota: Quota, counted: string, cost = 1): Readonly<Record<string, string>> {
    const rate = this.rates()?.[quota]
    if (rate === undefined) return {}
    const bucket = this.bucketOf(quota, counted, rate)
    if (bucket.left < 1) throw this.refusal(quota, rate, bucket)
    bucket.left -= cost
    return headersOf(quota, rate, bucket)
  }

  /** Counts what shows only in the answer; the next request hears of it. */
  charge(quota: Quota, counted: string): void {
    const rate = this.rates()?.[quota]
    if (rate !== undefined) this.bucketOf(quota, counted, rate).left -= 1
  }

  /** Refuses a caller whose bucket is empty, without taking from it. */
  ensure(quota: Quota, counted: string): void {
    const rate = this.rates()?.[quota]
    if (rate === undefined) return
    const bucket = this.bucketOf(quota, counted, rate)
    if (bucket.left < 1) throw this.refusal(quota, rate, bucket)
  }

  /** The bucket, filled up to now. */
  private bucketOf(quota: Quota, counted: string, { perSecond, burst }: Rate): Bucket {
    const name = `${quota} ${counted}`
    const now = this.now()
    const known = this.buckets.get(name)
    if (known === undefined) {
      if (this.buckets.size >= BUCKETS_MAX) this.sweep(now)
      const fresh = { left: burst, at: now }
      this.buckets.set(name, fresh)
      return fresh
    }
    const elapsed = Math.max(0, now - known.at)
    known.left = Math.min(burst, known.left + (elapsed * perSecond) / MS_A_SECOND)
    known.at = now
    return known
  }

  /** Forgets who has not asked for long; all of them where that is not enough. */
  private sweep(now: number): void {
    const rates = this.rates()
    for (const [name, { left, at }] of this.buckets) {
      const rate = rates?.[name.split(" ", 1)[0] as Quota]
      const full = rate && left + ((now - at) * rate.perSecond) / MS_A_SECOND >= rate.burst
      if (full) this.buckets.delete(name)
    }
    if (this.buckets.size >= BUCKETS_MAX) this.buckets.clear()
  }

  private refusal(quota: Quota, rate: Rate, bucket: Bucket): ConcordatError {
    const seconds = Math.max(1, Math.ceil((1 - bucket.left) / rate.perSecond))
    const message = `There were too many ${quota} in a short time.`
    return new RateLimited(message, headersOf(quota, rate, bucket), seconds, rate.burst)
  }
}

/** `rate_limited`, with what the headers of the answer tell. */
export class RateLimited extends ConcordatError {
  readonly headers: Readonly<Record<string, string>>

  constructor(
    message: string,
    headers: Readonly<Record<string, string>>,
    seconds: number,
    limit: number,
  ) {
    const hint = `Try again in ${seconds} s.`
    super("rate_limited", message, { hint, details: { limit } })
    this.headers = { ...headers, "Retry-After": String(seconds) }
  }
}

/** `RateLimit-Policy` and `RateLimit`: structured fields (RFC 9651). */
function headersOf(quota: Quota, { perSecond, burst }: Rate, { left }: Bucket) {
  const window = Math.max(1, Math.ceil(burst / perSecond))
  const rest = Math.max(0, Math.floor(left))
  const full = Math.max(0, Math.ceil((burst - left) / perSecond))
  return {
    "RateLimit-Policy": `"${quota}";q=${burst};w=${window}`,
    RateLimit: `"${quota}";r=${rest};t=${full}`,
  }
}
