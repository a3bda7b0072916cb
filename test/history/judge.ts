/**
 * Judges a history from outside: was it as if one transaction after the other had been done, in
 * the order of heights? They order everything, so that judging is linear, but for sorting.
 * A refusal that stands in no block is only held to that: whether it was due, nobody can say later.
 */
import { Book } from "./book.ts"
import { chainFaults, feedFaults } from "./chains.ts"
import type { Answer, Counters, History, Outcomes, Placed, Reading, Sending } from "./record.ts"

/** A fault of the ledger: what holds no more, and where. */
export type Fault = string

const isBefore = (a: Placed, b: Placed) => a.height - b.height || a.index - b.index
const first = ({ tries }: Sending) => Math.min(...tries.map(({ began }) => began))
const name = (id: string) => id.slice(0, 12)
const told = (outcomes: Outcomes) => outcomes.map((one) => one ?? "done").join(", ")

/** What one answer says that is not so. */
function wrongAnswer(answer: Answer, place: Placed | undefined, tries: number): Fault | null {
  if (answer.is === "unknown") return null
  if (answer.is === "turned away") {
    // Another try of the same bytes may have been taken.
    return place === undefined || tries > 1 ? null : `was turned away, and is at ${place.height}`
  }
  if (place === undefined) return "was acknowledged, and is lost"
  if (answer.is === "recorded") {
    const code = place.outcomes.find((one) => one !== null && one !== "dropped")
    return code === answer.code ? null : `was told ${answer.code}, and came to ${code}`
  }
  if (answer.height !== place.height) return `was told at ${answer.height}, is at ${place.height}`
  if (answer.is === "held") return null
  if (answer.index !== place.index) return `was told as number ${answer.index}, is ${place.index}`
  const [said, came] = [told(answer.outcomes), told(place.outcomes)]
  return said === came ? null : `was told ${said}, and came to ${came}`
}

/** Answers: what was acknowledged is there, in its place, for every try the same. */
function* answerFaults(history: History, places: ReadonlyMap<string, Placed>): Generator<Fault> {
  for (const { id, tries } of history.sendings) {
    for (const { answer } of tries) {
      const wrong = wrongAnswer(answer, places.get(id), tries.length)
      if (wrong !== null) yield `${name(id)} ${wrong}`
    }
  }
}

/** A node's answers never go back: a height that it told is reached in all it tells later. */
function* staleReadings({ sendings, readings }: History): Generator<Fault> {
  const heard = readings.map(({ node, ended, height }) => ({ node, ended, height }))
  for (const { tries } of sendings) {
    for (const { node, ended, answer } of tries) {
      if ("height" in answer) heard.push({ node, ended, height: answer.height })
    }
  }
  heard.sort((a, b) => a.ended - b.ended)
  const reached = new Map<number, number>()
  let next = 0
  for (const reading of readings.toSorted((a, b) => a.began - b.began)) {
    for (; next < heard.length && heard[next]!.ended < reading.began; next++) {
      const { node, height } = heard[next]!
      reached.set(node, Math.max(reached.get(node) ?? 0, height))
    }
    const { node, height, account } = reading
    const before = reached.get(node) ?? 0
    if (height < before) {
      yield `${name(account)} was read at ${height} of node ${node}, which had told ${before}`
    }
  }
}

const COUNTERS = ["credits", "debits", "creditsPending", "debitsPending"] as const

function wrongReading(reading: Reading, right: Counters | undefined): Fault | null {
  const { account, height, counters } = reading
  const wrong = COUNTERS.find((each) => right?.[each] !== counters[each])
  if (wrong === undefined) return null
  return `${name(account)} read at ${height}: ${wrong} ${counters[wrong]}, not ${right?.[wrong]}`
}

/** Goes through what was done in order, with what was read between. */
class Replay {
  private readonly book: Book
  private readonly waiting: readonly Reading[]
  private next = 0
  /** The latest moment at which something that stands so far was begun. */
  private begun = 0

  constructor({ begins, issuance, readings }: History) {
    this.book = new Book(begins, issuance)
    this.waiting = readings.toSorted((a, b) => a.height - b.height)
  }

  /** Readings of all heights below this one. */
  *readBelow(height: number): Generator<Fault> {
    for (; (this.waiting[this.next]?.height ?? height) < height; this.next++) {
      const reading = this.waiting[this.next]!
      if (reading.ended < this.begun) {
        yield `${name(reading.account)} was read at ${reading.height} before that was sent`
      }
      const wrong = wrongReading(reading, this.book.counters(reading.account))
      if (wrong !== null) yield wrong
    }
  }

  *transact(sending: Sending, { outcomes }: Placed): Generator<Fault> {
    const { id, mode, acts, tries } = sending
    const isTold = ({ answer: { is } }: Sending["tries"][number]) => /placed|held/.test(is)
    if (tries.some((one) => isTold(one) && one.ended < this.begun)) {
      yield `${name(id)} was told before something that stands before it was sent`
    }
    this.begun = Math.max(this.begun, first(sending))
    const [due, came] = [told(this.book.transact(mode, acts)), told(outcomes)]
    if (due !== came) yield `${name(id)} came to ${came}, and ${due} was due`
  }
}

/** Outcomes, order and readings: one thing after the other. */
function* replayFaults(history: History, places: ReadonlyMap<string, Placed>): Generator<Fault> {
  const replay = new Replay(history)
  const done = history.sendings.flatMap((sending) => {
    const place = places.get(sending.id)
    return place === undefined ? [] : [{ sending, place }]
  })
  done.sort((a, b) => isBefore(a.place, b.place))
  for (const { sending, place } of done) {
    yield* replay.readBelow(place.height)
    yield* replay.transact(sending, place)
  }
  yield* replay.readBelow(Number.POSITIVE_INFINITY)
}

/** All faults of a history; none: it is linearizable for every account. */
export function judge(history: History): readonly Fault[] {
  const { chains, followed } = history
  const places = new Map(chains[0]!.placed.map((place) => [place.id, place]))
  return [
    ...chainFaults(chains),
    ...followed.flatMap((one) => [...feedFaults(one, chains[0]!)]),
    ...answerFaults(history, places),
    ...staleReadings(history),
    ...replayFaults(history, places),
  ]
}
