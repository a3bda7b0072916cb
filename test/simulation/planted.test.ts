/**
 * Defects of every class, planted through a seam and found by the machinery: a simulator that
 * misses one of them proves nothing by finding none.
 */
import { accelerate, hashOf, sha256, utf8 } from "@concordat/kernel"
import type { Ledger } from "@concordat/node"
import { afterEach, describe, expect, it } from "vitest"
import { post, transfer } from "../../services/money/post.ts"
import { told } from "./replayed-by.ts"
import { shrink } from "./shrink.ts"
import { type Simulation, simulate } from "./simulate.ts"
import type { Host } from "./world/host.ts"
import { whereThisRuns } from "./world/machine.ts"
import { CALM, type Given } from "./world/plan.ts"
import type { Planted } from "./world/store.ts"
import type { World } from "./world/world.ts"

type Mutable<T> = { -readonly [Name in keyof T]: T[Name] }

/** Payments alone: there is little to leave out. */
const FEW: Given = { documents: 0, people: 0, network: 0, council: 0, oversight: 0, operations: 1 }
const KILLED: Given = { ...CALM, kills: 30, powerCuts: 30 }

/** A damaged store is found by the node, though nobody damaged it, or by the last look. */
const DAMAGED = /finds the state damaged; nobody did|The state store \S+ (lacks|has|holds|does)/

const restores: (() => void)[] = []
afterEach(() => {
  for (const restore of restores.splice(0)) restore()
})

/** What the first of some worlds finds. */
async function found(simulation: Omit<Simulation, "seed">, worlds = 3): Promise<string> {
  for (let seed = 1n; seed <= worlds; seed++) {
    const { violation } = await simulate({ seed, ...simulation })
    if (violation !== null) return violation.message
  }
  return "nothing"
}

/** Each store of a world makes something else of every n-th batch. */
function lyingStores(n: number, lie: Planted) {
  return (_: World, hosts: readonly Host[]) => {
    for (const { machine } of hosts) {
      let batch = 0
      machine.store.planted = (changes) => (++batch % n === 0 ? lie(changes) : changes)
    }
  }
}

/** The first node's read model misses every n-th batch of a table's rows. */
function missedRows(n: number) {
  return (_: World, [host]: readonly Host[]) => {
    let puts = 0
    host!.readModel!.store.planted = (batch) => {
      return batch.includes(`"_operation"`) && ++puts % n === 0 ? "[]" : batch
    }
  }
}

/** A payment is made twice, where `here` says so. */
function payTwice(here: () => boolean): void {
  const command = transfer as Mutable<typeof transfer>
  const { run } = transfer
  restores.push(() => {
    command.run = run
  })
  command.run = (tx, input) => {
    run(tx, input)
    if (here()) {
      post.run(tx, { entry: secondOf(input.entry), mode: "linked", lines: [input.line] })
    }
    return undefined
  }
}

/** Another id of the same time. */
const secondOf = (entry: string) =>
  `${entry.slice(0, -1)}${entry.endsWith("0") ? "1" : "0"}` as never

/** A node that answers with the row that it read first, at the height that it is at now. */
function stale(ledger: Ledger): Ledger {
  const rows = new Map<string, Awaited<ReturnType<Ledger["row"]>>>()
  return new Proxy(ledger, {
    get(target, name) {
      if (name !== "row") return Reflect.get(target, name, target)
      return async (key: Uint8Array, at?: bigint) => {
        const now = await target.row(key, at)
        const first = rows.get(String(key)) ?? now
        rows.set(String(key), first)
        return { ...now, value: first.value }
      }
    },
  })
}

describe("a world that fails", () => {
  it("is reduced to the smallest that still does", async () => {
    payTwice(() => whereThisRuns() === "node-1")
    const given: Given = { ...CALM, ...FEW, loss: 30, repetition: 0, blocks: 6 }
    const simulation = { seed: 1n, given }
    const result = await simulate(simulation)
    expect(result.violation).not.toBe(null)
    const least = await shrink(simulation, result)
    expect(least.given).toMatchObject({ loss: 0, clients: 1 })
    expect(least.given.nodes).toBe(2)
    expect(least.given.blocks).toBeLessThan(6)
    const command = /npm run simulate -- --seed 1 --set \S+/.exec(told(least.result, least.given))
    expect(command).not.toBe(null)
    const again = await simulate({ seed: 1n, given: least.given })
    expect(again.digest).toBe(least.result.digest)
  })
})

/** A node that says another app hash than the one it has. */
function elsewhere(ledger: Ledger): Ledger {
  const status = () => ({ ...ledger.status(), appHash: hashOf(sha256(utf8("elsewhere"))) })
  return new Proxy(ledger, {
    get: (target, name) => (name === "status" ? status : Reflect.get(target, name, target)),
  })
}

describe("nothing planted", () => {
  it("finds nothing", async () => {
    expect(await found({ given: CALM }, 1)).toBe("nothing")
    expect(await found({ given: KILLED }, 1)).toBe("nothing")
  })
})

describe("a planted defect is found", () => {
  it("lost write: a store that drops a batch", async () => {
    const prepare = lyingStores(4, () => [])
    expect(await found({ given: KILLED, prepare })).toMatch(DAMAGED)
  })

  it("torn write: a store that writes half of a batch", async () => {
    const prepare = lyingStores(4, (changes) => changes.slice(0, changes.length >> 1))
    expect(await found({ given: KILLED, prepare })).toMatch(DAMAGED)
  })

  it("nondeterminism: one node does what the others do not", async () => {
    payTwice(() => whereThisRuns() === "node-1")
    expect(await found({ given: CALM })).toMatch(/another (outcome|app hash)/)
  })

  it("double execution: a payment that moves its money twice, on every node", async () => {
    payTwice(() => true)
    const wrong = /was (refused|made), though|read \d+ at \d+, and had \d+/
    expect(await found({ given: CALM })).toMatch(wrong)
  })

  it("forged proof accepted: signatures that nobody looks at", async () => {
    const prepare = () => {
      restores.push(accelerate({ ed25519: () => true }))
    }
    expect(await found({ given: CALM, prepare })).toBe(
      "evidence that was altered is taken for good",
    )
  })

  it("stale read: a node that answers with an old row at a new height", async () => {
    expect(await found({ given: CALM, between: () => stale })).toMatch(
      / read \d+ at \d+, and had \d+/,
    )
  })

  it("another state at the end: a node that stands at another app hash", async () => {
    const between = (number: number) => (number === 1 ? elsewhere : (ledger: Ledger) => ledger)
    expect(await found({ given: CALM, between }, 1)).toMatch(/^node-1 stands at another app hash/)
  })

  it("another row in SQL: a read model that misses what a block wrote", async () => {
    const given = { ...CALM, readModel: true }
    const wrong = /^the read model of node-0 has another row at \d+: \w+\//
    expect(await found({ given, prepare: missedRows(3) }, 1)).toMatch(wrong)
  })
})
