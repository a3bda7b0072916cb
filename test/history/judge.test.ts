/** The judge finds every kind of defect, planted into a history that has none, and no other. */
import { readdirSync, readFileSync } from "node:fs"
import { describe, expect, it } from "vitest"
import { judge } from "./judge.ts"
import { hold, Perfect, pay } from "./perfect.ts"
import type { Answer, History, Placed, Reading } from "./record.ts"

/** Payments, holds and readings, refusals among them. */
function perfect(): History {
  return new Perfect()
    .send([pay("ann", "bob", 100)])
    .send([{ kind: "issue", id: "issue", to: "ann", amount: 50 }])
    .read("ann")
    .send([hold("h1", "ann", "cid", 900)])
    .send([pay("ann", "bob", 51)])
    .read("ann")
    .send([pay("bob", "cid", 10), pay("ann", "bob", 60)])
    .send([pay("bob", "cid", 10), pay("ann", "bob", 60)], "each")
    .read("bob")
    .send([{ kind: "post", hold: "h1", amount: 899 }])
    .send([{ kind: "void", hold: "h1" }])
    .read("ann")
    .read("cid")
    .history()
}

type Open<T> = { -readonly [K in keyof T]: T[K] }
const set = <T extends object>(what: T, to: Partial<T>) => void Object.assign(what, to)
const readings = (history: History) => history.readings as Open<Reading>[]
const answerOf = (history: History, at: number) =>
  history.sendings[at]!.tries[0]!.answer as Open<Answer & { is: "placed" }>
/** One and the same place, wherever it is told. */
function placesOf(history: History, at: number): Placed[] {
  const { id } = history.sendings[at]!
  const all = [...history.chains, ...history.followed.map(({ items }) => ({ placed: items }))]
  return all.map(({ placed }) => placed.find((place) => place.id === id)!)
}
/** A transaction that is nowhere. */
function lose(history: History, at: number): void {
  const { id } = history.sendings[at]!
  const drop = (list: readonly { id: string }[]) => {
    const found = list.findIndex((one) => one.id === id)
    ;(list as unknown[]).splice(found, 1)
  }
  for (const { placed, blocks } of history.chains) {
    if (placed.some((place) => place.id === id)) drop(placed)
    for (const { ids } of blocks) {
      const found = ids.indexOf(id)
      if (found !== -1) (ids as string[]).splice(found, 1)
    }
  }
  for (const { items } of history.followed) {
    if (items.some((place) => place.id === id)) drop(items)
  }
}

/** What is planted, and what the judge says of it. */
const PLANTED: readonly [what: string, plant: (history: History) => void, found: RegExp][] = [
  [
    "a reading of an old height after a newer one was told",
    (history) => set(readings(history)[2]!, { ...readings(history)[0]!, began: 90, ended: 91 }),
    /was read at 1 of node 0, which had told 4/,
  ],
  [
    "counters of an older height under a newer one",
    (history) => set(readings(history)[1]!, { counters: readings(history)[0]!.counters }),
    /ann read at 2: debitsPending 0, not 900/,
  ],
  [
    "a reading of what was not sent yet",
    (history) => set(readings(history)[3]!, { began: 1, ended: 2 }),
    /ann was read at 4 before that was sent/,
  ],
  [
    "a balance that is off by one",
    ({ readings: [reading] }) =>
      set(reading!.counters as Open<Reading["counters"]>, { debits: 101 }),
    /ann read at 1: debits 101, not 100/,
  ],
  [
    "a payment that was done twice within",
    (history) => {
      for (const reading of readings(history).slice(1)) {
        const counters = reading.counters as Open<Reading["counters"]>
        if (reading.account === "bob") counters.credits += 100
      }
    },
    /bob read at 3: credits 1200, not 1100/,
  ],
  [
    "a transaction in two blocks",
    ({ chains: [chain] }) => {
      const { blocks, placed } = chain!
      ;(blocks[2]!.ids as string[]).push(blocks[0]!.ids[0]!)
      ;(placed as Placed[]).push({ ...placed[0]!, height: 3, index: 2 })
    },
    /t0 stands twice at node 0/,
  ],
  [
    "an acknowledged transaction that is lost",
    (history) => lose(history, 0),
    /was acknowledged, and is lost/,
  ],
  [
    "an answer of another height",
    (history) => set(answerOf(history, 2), { height: 7 }),
    /was told at 7, is at 2/,
  ],
  [
    "an answer of another place",
    (history) => set(answerOf(history, 2), { index: 1 }),
    /was told as number 1, is 0/,
  ],
  [
    "a repeat that is told another height",
    ({ sendings: [sending] }) =>
      sending!.tries.push({ node: 1, began: 80, ended: 81, answer: { is: "held", height: 2 } }),
    /was told at 2, is at 1/,
  ],
  [
    "done for one, refused for the other",
    (history) => set(answerOf(history, 0), { outcomes: ["insufficient_funds"] }),
    /was told insufficient_funds, and came to done/,
  ],
  [
    "turned away, and done all the same",
    (history) => {
      const answer = { is: "turned away", code: "node_busy" } as const
      set(history.sendings[0]!.tries[0]!, { answer })
    },
    /was turned away, and is at 1/,
  ],
  [
    "told as refused, and done",
    (history) => {
      const answer = { is: "recorded", code: "insufficient_funds" } as const
      set(history.sendings[0]!.tries[0]!, { answer })
    },
    /was told insufficient_funds, and came to undefined/,
  ],
  [
    "a payment beyond what was there",
    (history) => {
      for (const place of placesOf(history, 3)) set(place as Open<Placed>, { outcomes: [null] })
      set(answerOf(history, 3), { outcomes: [null] })
    },
    /came to done, and insufficient_funds was due/,
  ],
  [
    "a payment that was refused though it was covered",
    (history) => {
      const outcomes = ["insufficient_funds"]
      for (const place of placesOf(history, 0)) set(place as Open<Placed>, { outcomes })
      set(answerOf(history, 0), { outcomes })
    },
    /came to insufficient_funds, and done was due/,
  ],
  [
    "half of what is all or none",
    (history) => {
      const outcomes = [null, "insufficient_funds"]
      for (const place of placesOf(history, 4)) set(place as Open<Placed>, { outcomes })
      set(answerOf(history, 4), { outcomes })
    },
    /came to done, insufficient_funds, and dropped, insufficient_funds was due/,
  ],
  [
    "a later one that stands before what was told",
    ({ sendings: [one, other] }) => {
      set(one!.tries[0]!, { began: 60, ended: 61 })
      set(other!.tries[0]!, { began: 3, ended: 4 })
    },
    /was told before something that stands before it was sent/,
  ],
  [
    "two nodes with two blocks of one height",
    ({ chains: [, other] }) => set(other!.blocks[1]! as { hash: string }, { hash: "another" }),
    /height 2 is another at nodes 0 and 1/,
  ],
  [
    "two nodes with two outcomes of one transaction",
    ({ chains: [, other] }) => {
      const place = other!.placed[3]! as Open<Placed>
      place.outcomes = [null]
    },
    /insufficient_funds at node 0, .*done at node 1/,
  ],
  [
    "a stream without what a block has",
    ({ chains: [, other] }) => void (other!.placed as Placed[]).splice(2, 1),
    /blocks and stream of node 1 differ from transaction 2 on/,
  ],
  [
    "a feed that leaves one out",
    ({ followed: [feed] }) => void (feed!.items as Placed[]).splice(4, 1),
    /the feed of node 0 told .* at 3\.1.*at 3\.0: .* was due/,
  ],
  [
    "a feed that tells one twice",
    ({ followed: [feed] }) => void (feed!.items as Placed[]).splice(4, 0, feed!.items[3]!),
    /the feed of node 0 told .* at 2\.1.* was due/,
  ],
  [
    "a feed that tells what is nowhere",
    ({ followed: [feed] }) => {
      ;(feed!.items as Placed[]).push({ height: 9, index: 0, id: "ghost", outcomes: [null] })
    },
    /the feed of node 0 told ghost at 9\.0: done besides/,
  ],
]

describe("the judge", () => {
  it("finds nothing where nothing is wrong", () => {
    expect(judge(perfect())).toEqual([])
  })

  it("an abandoned transaction is there once or never, and both are right", () => {
    for (const isThere of [true, false]) {
      const history = perfect()
      set(history.sendings.at(-1)!.tries[0]!, { answer: { is: "unknown" } })
      if (!isThere) lose(history, history.sendings.length - 1)
      expect(judge(history)).toEqual([])
    }
  })

  it.each(PLANTED)("finds %s", (_, plant, found) => {
    const history = perfect()
    plant(history)
    expect(judge(history).join("\n")).toMatch(found)
  })
})

/** What starts the nodes, and the command that does; all else is an outsider. */
const INSIDE = /^(command|served|solo)\.ts$|\.test\.ts$/

it("shares no code with what it judges", () => {
  const folder = new URL(".", import.meta.url)
  const outside = readdirSync(folder).filter((file) => !INSIDE.test(file))
  expect(outside.length).toBeGreaterThan(5)
  for (const file of outside) {
    const text = readFileSync(new URL(file, folder), "utf8")
    const sources = [...text.matchAll(/from "([^"]+)"/g)].map(([, source]) => source)
    const foreign = sources.filter((source) => !/^(node:|\.\/)/.test(source!))
    expect(foreign, file).toEqual([])
  }
})
