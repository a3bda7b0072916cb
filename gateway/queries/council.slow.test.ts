/**
 * Questions about validators over a ledger whose set changes: who signs each height equals what the
 * engine was handed. Blocks that lack proofs of misbehaviour, as older versions wrote them, are not
 * executed again to another state: the read model begins at the state instead, and says so.
 */
import { everyRow, fromHex, type Misbehaviour, type Validators } from "@concordat/kernel"
import { operation, type TestLedger } from "@concordat/kernel/testing"
import type { Ledger } from "@concordat/node"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import type { Database } from "../../node/projector/database.ts"
import { pgliteInMemory } from "../../node/projector/databases.testing.ts"
import { type ArchivedMessage, pack } from "../../node/projector/messages.ts"
import { ProjectorCore } from "../../node/projector/projector-core.ts"
import { leave, setPower } from "../../services/validators/commands.ts"
import {
  ALPHA,
  addressOf,
  BETA,
  chiefOf,
  DELTA,
  EVEN,
  faultOf,
  MOST,
  openCouncil,
  rotation,
} from "../../services/validators/council.testing.ts"
import { rotateKey } from "../../services/validators/rotate-key.ts"
import type { Asked } from "../routes/route.ts"
import { namedQueries } from "./named.ts"
import type { Page } from "./projected.testing.ts"
import { rowQueries } from "./rows.ts"

let database: Database
beforeAll(async () => {
  database = await (await pgliteInMemory()).open()
}, 120_000)
afterAll(() => database.destroy())

const SET = "validators.queries.set"
const FAULTS = "validators.queries.faultsFound"

/** A council's ledger that remembers its blocks as a block log does, and its sets by height. */
class Story {
  readonly ledger: TestLedger = openCouncil({ powers: { ...EVEN, omega: 10n } })
  readonly blocks: ArchivedMessage[] = []
  /** Set that signs each height: what a block decides votes two heights later. */
  readonly sets = new Map<bigint, Validators>()

  constructor() {
    const { validators } = this.ledger.state
    for (const height of [1n, 2n]) this.sets.set(height, validators)
  }

  block(transactions: readonly Uint8Array[], misbehaviour: readonly Misbehaviour[] = []): void {
    const { ledger } = this
    const appHashBefore = fromHex(ledger.state.appHash)
    const { height, results } = ledger.block(transactions, misbehaviour)
    expect(results.map(({ code }) => code)).toEqual(transactions.map(() => 0))
    const { time, appHash, validators } = ledger.state
    this.blocks.push({
      ...{ height, time, appHashBefore, appHash: fromHex(appHash) },
      header: { hash: new Uint8Array(32), proposer: new Uint8Array(20) },
      transactions: pack(transactions),
      misbehaviour,
    })
    this.sets.set(height + 2n, validators)
  }

  read(): Promise<ProjectorCore> {
    const { runtime, genesis, state } = this.ledger
    return ProjectorCore.open(database, { runtime, genesis, chain: state.chain, fresh: true })
  }
}

/** Asks a question by its name. */
async function asked(
  { ledger: { runtime, state } }: Story,
  core: ProjectorCore,
  name: string,
  query: Asked["query"],
): Promise<Page> {
  const ledger = {
    ...{ runtime, status: () => ({ height: state.height }) },
    readModel: {
      async query(text: string, parameters: readonly unknown[]) {
        const { marker, rows } = await core.query(text, parameters)
        return { ...marker, rows }
      },
    },
  } as unknown as Ledger
  const routes = [...namedQueries(ledger), ...rowQueries(ledger)]
  const route = routes.find((one) => one.name === name)!
  const { body } = (await route.answer({ query } as Asked)) as { body: string }
  return JSON.parse(body) as Page
}

describe("questions about validators", () => {
  it("name those that sign every height, through changes of power, keys and members", async () => {
    const story = new Story()
    const { ledger } = story
    const weigh = { organisation: BETA, validator: addressOf(BETA), power: 11n }
    story.block([ledger.sign(MOST, [operation(setPower, weigh)])])
    story.block([])
    story.block([ledger.sign(chiefOf(ALPHA), [operation(rotateKey, rotation(ALPHA, 1, 3))])])
    story.block([ledger.sign(chiefOf(DELTA), [operation(leave, { validator: addressOf(DELTA) })])])
    for (let i = 0; i < 3; i++) story.block([])
    const core = await story.read()
    await core.take({ kind: "archived", blocks: story.blocks })
    expect(core.want).toMatchObject({ differs: false, marker: { begins: 0n, height: 7n } })
    const lists = new Set<string>()
    for (const [height, set] of story.sets) {
      const { items } = await asked(story, core, SET, { height: String(height) })
      const expected = set.map(({ key, power }) => [key.ed25519, String(power)]).sort()
      expect(items.map(({ key, power }) => [key, power]).sort(), `height ${height}`).toEqual(
        expected,
      )
      lists.add(JSON.stringify(expected))
    }
    expect(lists.size).toBe(4)
  })

  it("tell of faults as blocks hold them, or from the state where those lack them", async () => {
    const story = new Story()
    const { ledger } = story
    story.block([])
    story.block([], [faultOf(ledger, addressOf(BETA))])
    story.block([])
    const whole = await story.read()
    await whole.take({ kind: "archived", blocks: story.blocks })
    expect(whole.want).toMatchObject({ differs: false, executed: ledger.state.height })
    const told = await asked(story, whole, FAULTS, { organisation: BETA })
    expect(told.items).toMatchObject([{ address: addressOf(BETA), kind: "duplicate_vote" }])
    const core = await story.read()
    const lacking = story.blocks.map((block) => ({ ...block, misbehaviour: [] }))
    await core.take({ kind: "archived", blocks: lacking })
    expect(core.want).toMatchObject({ differs: true, executed: null })
    const { height, time, appHash, rows } = ledger.state
    const all = [...everyRow(rows)].flat()
    const page = { height, time, appHash: fromHex(appHash), rows: pack(all), isLast: true }
    await core.take({ kind: "state", page })
    expect(core.want).toMatchObject({ marker: { begins: height, height } })
    const compared = await core.compare(
      (async function* () {
        yield* everyRow(rows)
      })(),
    )
    expect(compared.difference).toBeNull()
    const { items, begins } = await asked(story, core, FAULTS, { organisation: BETA })
    expect(begins).toBe(String(height))
    expect(items).toMatchObject([{ address: addressOf(BETA), kind: "duplicate_vote" }])
    expect((await asked(story, core, FAULTS, { organisation: ALPHA })).items).toEqual([])
    expect((await asked(story, core, SET, { height: String(height) })).items).toEqual([])
    const before = { at: String(height - 1n) }
    await expect(
      asked(story, core, "readModel.validators.validators", before),
    ).rejects.toMatchObject({ code: "height_pruned", details: { earliest: String(height) } })
    const later = await asked(story, core, SET, { height: String(height + 2n) })
    expect(later.items).toHaveLength(4)
  })
})
