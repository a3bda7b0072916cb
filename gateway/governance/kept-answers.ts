/**
 * Answers of services' code that are kept for whoever asks the same within one block and a few
 * seconds: what many pages ask at each block costs the ledger's thread one reading.
 */
import type { Json } from "@concordat/kernel"
import type { Viewed } from "@concordat/node"

/** How long an answer stands while no block comes, in milliseconds: times in rows go on. */
const STANDS_MS = 5_000

/** Answers about one state, by what was asked. */
export class KeptAnswers {
  private readonly most: number
  private readonly kept = new Map<string, Json>()
  private of = ""

  /** `most`: as many are kept. */
  constructor(most: number) {
    this.most = most
  }

  /** The answer about the state of this height and time; made where it is not kept. */
  answer(asked: string, { height, time }: Omit<Viewed<never>, "value">, make: () => Json): Json {
    const of = `${height} ${Math.floor(time / STANDS_MS)}`
    if (of !== this.of) this.kept.clear()
    this.of = of
    const kept = this.kept.get(asked)
    if (kept !== undefined) return kept
    const answer = make()
    if (this.kept.size >= this.most) this.kept.clear()
    this.kept.set(asked, answer)
    return answer
  }
}
