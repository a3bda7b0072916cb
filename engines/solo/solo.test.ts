/**
 * The solo engine: call orders, group commit, proof blocks, the idle rule, restarts at every point,
 * and 10,000 blocks that a light client verifies.
 */
import {
  ConcordatError,
  type Hash,
  hashOf,
  headerHash,
  stampMs,
  toHex,
  utf8,
  type Validators,
  verifyLightBlock,
} from "@concordat/kernel"
import { afterAll, afterEach, beforeEach, describe, expect, it } from "vitest"
import { runs } from "../../test/runs.ts"
import { onPerturb, type Point } from "../perturb.ts"
import type { CheckTx } from "../port.ts"
import {
  SeededRandom,
  Tally,
  TestClock,
  TestDisk,
  testValidator,
  useOpenssl,
  watched,
} from "../testing/index.ts"
import type { Signer } from "./closing.ts"
import { IDLE_MS, SoloEngine } from "./solo.ts"

const CHAIN = "concordat-solo00-dev-1"
const GENESIS_TIME = Date.UTC(2026, 0, 1)

const signer = testValidator(1)
const other = testValidator(2)
const power = ({ key }: Signer, of: bigint) => ({ key: { ed25519: key as Hash }, power: of })
const ALONE: Validators = [power(signer, 10n)]

afterAll(useOpenssl())

let disk: TestDisk
let clock: TestClock
let failures: unknown[]
let engines: SoloEngine[]
beforeEach(() => {
  disk = new TestDisk()
  clock = new TestClock(GENESIS_TIME + 5_000)
  failures = []
  engines = []
})
afterEach(() => {
  onPerturb(null)
})

async function open(application: Tally, signers = [signer]) {
  const engine = await SoloEngine.open({
    disk,
    clock,
    scheduler: clock,
    data: "/data",
    chain: CHAIN,
    genesisTime: GENESIS_TIME,
    initialHeight: 1n,
    signers,
    onFailure: (failure) => failures.push(failure),
  })
  engines.push(engine)
  const calls = watched(application)
  await engine.start(calls)
  return { engine, calls: calls.calls }
}

/** Waits until the engine has nothing left to do. */
async function settled(engine: SoloEngine): Promise<void> {
  let quiet = 0
  let height = engine.archive.last
  while (quiet < 5) {
    await new Promise((resolve) => setImmediate(resolve))
    const now = engine.archive.last
    quiet = now === height && engine.status().waiting === 0 ? quiet + 1 : 0
    height = now
  }
}

const send = (engine: SoloEngine, ...texts: string[]) =>
  Promise.all(texts.map((text) => engine.submit(utf8(text))))

async function texts(engine: SoloEngine): Promise<string[][]> {
  const blocks: string[][] = []
  for (let height = 1n; height <= engine.archive.last; height++) {
    const block = await engine.archive.block(height)
    blocks.push(block!.transactions.map((bytes) => new TextDecoder().decode(bytes)))
  }
  return blocks
}

describe("closing blocks", () => {
  it("one block for all that waits, after an empty one for the time; a proof block", async () => {
    const { engine, calls } = await open(new Tally(ALONE))
    const answers = await send(engine, "add:1", "add:2", "rubbish")
    await settled(engine)
    expect(answers.map(({ code }) => code)).toEqual([0, 0, 2])
    expect(await texts(engine)).toEqual([[], ["add:1", "add:2"], []])
    const times = []
    for (const height of [1n, 2n, 3n]) {
      times.push(stampMs((await engine.archive.block(height))!.header.time) - GENESIS_TIME)
    }
    expect(times).toEqual([0, 5_000, 5_001])
    expect(calls.slice(0, 5)).toEqual([
      "info",
      "initChain",
      "processProposal",
      "finalizeBlock",
      "commit",
    ])
  })

  it("a block that leaves the app hash alone needs no proof block", async () => {
    const { engine } = await open(new Tally(ALONE))
    await send(engine, "add:0")
    await settled(engine)
    expect(await texts(engine)).toEqual([[], ["add:0"]])
  })

  it("the empty block comes only after 2 s of silence", async () => {
    const { engine } = await open(new Tally(ALONE))
    await send(engine, "add:1")
    await settled(engine)
    const before = engine.archive.last
    clock.advance(2_000)
    await send(engine, "add:0")
    await settled(engine)
    expect(engine.archive.last).toBe(before + 1n)
    clock.advance(2_001)
    await send(engine, "add:0")
    await settled(engine)
    expect(engine.archive.last).toBe(before + 3n)
  })

  it("check is told the very time at which the transaction will run", async () => {
    const application = new Tally(ALONE)
    const asked: (number | null)[] = []
    const check = application.checkTx.bind(application)
    application.checkTx = (request: { transaction: Uint8Array; time?: number | null }) => {
      asked.push(request.time!)
      return check(request)
    }
    const { engine } = await open(application)
    await send(engine, "add:1")
    await settled(engine)
    clock.advance(3_600_000)
    expect(engine.status().now).toBe(clock.now())
    await send(engine, "add:7")
    await settled(engine)
    const blocks = await texts(engine)
    for (const [index, text] of ["add:1", "add:7"].entries()) {
      const height = BigInt(blocks.findIndex((block) => block.includes(text)) + 1)
      expect(stampMs((await engine.archive.block(height))!.header.time)).toBe(asked[index])
    }
  })

  it("what arrives while a block is written shares the next one", async () => {
    const { engine } = await open(new Tally(ALONE))
    await send(engine, "add:0")
    await settled(engine)
    let late: Promise<unknown> | null = null
    onPerturb((point) => {
      if (point !== "blocklog.append" || late !== null) return
      late = send(engine, "add:2", "add:3", "add:4")
    })
    await send(engine, "add:1")
    await late
    await settled(engine)
    const blocks = await texts(engine)
    expect(blocks.slice(2)).toEqual([["add:1"], ["add:2", "add:3", "add:4"], []])
  })

  it("what finds no room waits, is checked again, and goes when it no longer passes", async () => {
    const size = 4_100 + 40
    const { engine } = await open(new Tally(ALONE, BigInt(size)))
    await send(engine, "add:1", "no more", "add:22222222222222222222", "add:3")
    await settled(engine)
    const ordered = (await texts(engine)).flat()
    expect(ordered.filter((text) => text.startsWith("add"))).toHaveLength(3)
    expect(engine.status().waiting).toBe(0)
  })

  it("a proposal that the application rejects is divided; the culprit goes alone", async () => {
    const { engine } = await open(new Tally(ALONE))
    await send(engine, "add:1", "add:2", "poison", "add:3", "add:4")
    await settled(engine)
    const ordered = (await texts(engine)).flat()
    expect(ordered).toEqual(["add:1", "add:2", "add:3", "add:4"])
    expect(failures).toEqual([])
  })
})

describe("what a block leaves over", () => {
  /** An application that forgets what it admitted once a block closes, as the node's does. */
  function forgetful() {
    const application = new Tally(ALONE)
    const { checkTx, prepareProposal } = application
    const admitted = new Map<Uint8Array, bigint>()
    const checks = { first: 0, again: 0, most: 0 }
    application.checkTx = (request: CheckTx) => {
      const { transaction, recheck } = request
      admitted.set(transaction, application.state.height)
      if (recheck) clock.advance(IDLE_MS + 1)
      checks[recheck ? "again" : "first"]++
      return checkTx.call(application, request)
    }
    application.prepareProposal = async (request) => {
      checks.most = Math.max(checks.most, request.transactions.length)
      const { height } = application.state
      const known = request.transactions.filter((bytes) => admitted.get(bytes) === height)
      return (await prepareProposal.call(application, { ...request, transactions: known })).slice(
        0,
        2,
      )
    }
    return { application, checks }
  }

  it("is ordered next, however long its second check takes", async () => {
    const { engine } = await open(forgetful().application)
    const sent = Array.from({ length: 9 }, (_, i) => `add:${i}`)
    await send(engine, ...sent)
    await settled(engine)
    expect((await texts(engine)).flat()).toEqual(sent)
    expect(failures).toEqual([])
  })

  it("stays within a block's worth of bytes, however much arrives", async () => {
    const { application, checks } = forgetful()
    const { engine } = await open(application)
    const long = `no${"x".repeat(200_000)}`
    await Promise.all(Array.from({ length: 40 }, (_, i) => engine.submit(utf8(`${long}${i}`))))
    await settled(engine)
    expect((await texts(engine)).flat()).toHaveLength(40)
    expect(checks.most).toBeLessThanOrEqual(20)
    expect(checks.first).toBe(40)
  })
})

describe("headers, commits and sets", () => {
  it("a validator that is added signs from H+2 on, one without its key is absent", async () => {
    const application = new Tally(ALONE)
    const { engine } = await open(application)
    await send(engine, `validator:${other.key}:4`)
    await settled(engine)
    await send(engine, "add:1")
    await settled(engine)
    const changed = BigInt((await texts(engine)).findIndex((block) => block.length > 0) + 1)
    expect(engine.archive.validators(changed + 1n)).toEqual(ALONE)
    expect(engine.archive.validators(changed + 2n)).toEqual([power(signer, 10n), power(other, 4n)])
    const flags = (await engine.archive.block(changed + 2n))!.commit.signatures.map((s) => s.flag)
    expect(flags).toEqual([2, 1])
    await expectLightClient(engine)
  })

  it("refuses a set that it cannot sign for: nothing is committed", async () => {
    const application = new Tally(ALONE)
    const { engine } = await open(application)
    await engine.submit(utf8(`validator:${other.key}:5`))
    await settled(engine)
    expect(failures).toMatchObject([{ name: "Bug" }])
    await expect(engine.submit(utf8("add:1"))).rejects.toMatchObject({ name: "Bug" })
    expect(application.state.height).toBe(1n)
  })

  // A hang guard alone: it takes ten seconds of a core that nothing else uses.
  const guard = { timeout: 600_000 }
  it("10,000 blocks verify by light-client rules, one by one, by skipping", guard, async () => {
    const application = new Tally([power(signer, 10n)])
    const { engine } = await open(application, [signer, other])
    const wanted = BigInt(runs(10_000))
    for (let i = 0; engine.archive.last < wanted; i++) {
      if (i % 97 === 5) clock.advance(2_500)
      if (i % 50 === 7) await engine.submit(utf8(`validator:${other.key}:${(i % 4) + 1}`))
      await engine.submit(utf8(`add:${i % 3}`))
    }
    await settled(engine)
    await expectLightClient(engine)
  })
})

async function expectLightClient(engine: SoloEngine): Promise<void> {
  const { archive } = engine
  const at = async (height: bigint) => {
    const { header, commit } = (await archive.block(height))!
    return { header, commit, validators: archive.validators(height) }
  }
  const trust = ({ header }: Awaited<ReturnType<typeof at>>) => ({
    chain: CHAIN,
    height: header.height,
    time: stampMs(header.time),
    nextValidators: header.nextValidators,
    next: archive.validators(header.height + 1n),
  })
  const options = { now: clock.now() + 1_000 }
  let last = await at(1n)
  const first = last
  for (let height = 2n; height <= archive.last; height++) {
    const block = await at(height)
    expect(verifyLightBlock(trust(last), block, options)).toBeNull()
    expect(toHex(block.header.lastBlock.hash)).toBe(hashOf(headerHash(last.header)))
    last = block
  }
  if (archive.last > 2n) expect(verifyLightBlock(trust(first), last, options)).toBeNull()
}

describe("restarts", () => {
  it("brings an application that wrote behind to the tip, and compares on the way", async () => {
    const application = new Tally(ALONE)
    const { engine } = await open(application)
    for (let i = 1; i <= 5; i++) {
      await send(engine, `add:${i}`)
      await settled(engine)
      if (i === 3) application.writesThrough = false
    }
    await settled(engine)
    await engine.stop()
    const again = application.restarted()
    const { engine: second, calls } = await open(again)
    expect(again.state).toEqual(application.state)
    expect(again.finalized).toEqual(["add:4", "add:5"])
    expect(calls).not.toContain("initChain")
    await send(second, "add:1")
    await settled(second)
    expect(again.state.sum).toBe(16)
    await expectLightClient(second)
  })

  it("a state that is not the chain's never goes on", async () => {
    const application = new Tally(ALONE)
    const { engine } = await open(application)
    await send(engine, "add:1")
    application.writesThrough = false
    await settled(engine)
    await send(engine, "add:2")
    await settled(engine)
    await engine.stop()
    const wrong = application.restarted()
    wrong.durable = { ...wrong.durable, sum: 5 }
    wrong.state = wrong.durable
    await expect(open(wrong)).rejects.toMatchObject({ code: "root_mismatch" })
    const ahead = application.restarted()
    ahead.durable = { ...ahead.durable, height: 99n }
    await expect(open(ahead)).rejects.toMatchObject({ code: "store_damaged" })
  })

  it("a lost or altered schedule is damage, rebuilt when the application begins anew", async () => {
    const application = new Tally(ALONE)
    const { engine } = await open(application)
    await send(engine, `validator:${other.key}:4`, "add:1")
    await settled(engine)
    await engine.stop()
    const schedule = (await disk.read("/data/engine/schedule"))!
    disk.flip("/data/engine/schedule", 500)
    await expect(open(application.restarted())).rejects.toMatchObject({ code: "store_damaged" })
    await disk.remove("/data/engine/schedule")
    await expect(open(application.restarted())).rejects.toMatchObject({ code: "store_damaged" })
    await open(new Tally(ALONE))
    expect(await disk.read("/data/engine/schedule")).toEqual(schedule)
  })

  const POINTS: Point[] = [
    "init.before",
    "init.after",
    "finalize.before",
    "finalize.after",
    "blocklog.append",
    "blocklog.partial",
    "blocklog.before-sync",
    "blocklog.after-sync",
    "commit.before",
    "commit.after",
  ]

  it.each(POINTS)(
    "the power goes at %s: what was answered as final is there, once",
    async (point) => {
      for (let visit = 1; visit <= 4; visit++) {
        disk = new TestDisk()
        const random = new SeededRandom(visit)
        const application = new Tally(ALONE)
        application.writesThrough = visit % 2 === 0
        let left = visit
        onPerturb((reached) => {
          if (reached === point && --left === 0) throw new Error(`power cut at ${point}`)
        })
        const acknowledged: string[] = []
        try {
          const { engine } = await open(application)
          for (let i = 1; i <= 4; i++) {
            await send(engine, `add:${10 ** i}`)
            await settled(engine)
            if (engine.status().failure !== null) throw engine.status().failure
            acknowledged.push(`add:${10 ** i}`)
          }
        } catch (failure) {
          expect(String(failure)).toContain("power cut")
        }
        onPerturb(null)
        disk.cutPower(random)
        const again = application.restarted()
        const { engine } = await open(again)
        await settled(engine)
        const ordered = (await texts(engine)).flat()
        for (const text of acknowledged) {
          expect(ordered.filter((one) => one === text)).toHaveLength(1)
        }
        expect(again.state.sum).toBe(ordered.reduce((sum, text) => sum + Number(text.slice(4)), 0))
        await send(engine, "add:1")
        await settled(engine)
        await expectLightClient(engine)
      }
    },
  )

  it("E14: a full disk stops it with disk_full; with room it goes on where it was", async () => {
    const application = new Tally(ALONE)
    const { engine } = await open(application)
    await send(engine, "add:1")
    await settled(engine)
    disk.room = 100
    await engine.submit(utf8("add:2"))
    await expect(engine.submit(utf8("add:3"))).rejects.toMatchObject({ code: "disk_full" })
    expect(failures).toMatchObject([{ code: "disk_full" }])
    disk.room = 1_000_000
    const again = application.restarted()
    const { engine: second } = await open(again)
    expect(again.state.sum).toBe(1)
    await send(second, "add:2")
    await settled(second)
    expect(again.state.sum).toBe(3)
  })

  it("an application that ends with a block gets none above it, at a restart neither", async () => {
    const end = new ConcordatError("upgrade_needed", "The next block is a newer program's.")
    const ending = (tally: Tally) => {
      const commit = tally.commit.bind(tally)
      const endAt = (height: bigint) => (height === 2n ? end : null)
      const ends = async () => ({ ...(await commit()), end: endAt(tally.state.height) })
      return Object.assign(tally, { commit: ends, writesThrough: false })
    }
    const tally = ending(new Tally(ALONE))
    const { engine } = await open(tally)
    expect(await send(engine, "add:1")).toMatchObject([{ code: 0 }])
    await settled(engine)
    expect(failures).toEqual([end])
    await expect(send(engine, "add:2")).rejects.toBe(end)
    await engine.stop()
    await expect(open(ending(tally.restarted()))).rejects.toBe(end)
    const newer = (await open(tally.restarted())).engine
    await settled(newer)
    expect(await texts(newer)).toEqual([[], ["add:1"], []])
  })

  it("stop ends the block in progress and refuses the rest", async () => {
    const { engine } = await open(new Tally(ALONE))
    await send(engine, "add:1")
    await engine.stop()
    await expect(engine.submit(utf8("add:2"))).rejects.toMatchObject({ code: "node_halted" })
  })
})
