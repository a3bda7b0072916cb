/** A node that was closed, with all its files, and what it tells once it is open again. */
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { TestDisk } from "@concordat/engines/testing"
import { type Anchor, type ConcordatError, stateKey, tablePrefix } from "@concordat/kernel"
import type { Ledger } from "../../node/ledger.ts"
import { silentLog } from "../../node/log/log.ts"
import { Shelf } from "../../node/snapshots/shelf.ts"
import { levelPlace } from "../../node/store/store-place.ts"
import { openNode, quiet, send, testWorld, writeOf } from "../../node/testing/node.testing.ts"
import { notes } from "../../node/testing/notes.testing.ts"
import type { Opened } from "./subject.ts"

const PAGE = 200
const SNAPSHOTS = "/data/snapshots"
/** A node that is damaged is started again by whoever keeps it; more than that is a defect. */
const STARTS_MAX = 2

/** Everything in a value, as one text. */
export const written = (value: unknown) =>
  JSON.stringify(value, (_, each) => {
    if (typeof each === "bigint") return String(each)
    return each instanceof Uint8Array ? Buffer.from(each).toString("hex") : each
  }) // why: compares what was told

/** Everything that a node tells: its height and roots, blocks, transactions, events, rows. */
async function toldBy(ledger: Ledger): Promise<string> {
  const { height, appHash, stateRoot, log, transactions, rows, validators } = ledger.status()
  const blocks = await ledger.blocks({ limit: PAGE })
  const records = await Promise.all(blocks.map((block) => ledger.block(block.height)))
  const ids = records.flatMap((block) => block?.ids ?? [])
  const sent = await Promise.all(ids.map((id) => ledger.transaction(id!)))
  const events = await ledger.events({ limit: PAGE })
  const kept = await ledger.rows(tablePrefix(notes), { limit: PAGE })
  const head = { height, appHash, stateRoot, log, transactions, rows, validators }
  return written([head, records, sent, events, kept.rows])
}

/** Text of a failure: its code apart, and all else that people are shown. */
export function failureIn(failure: unknown): { readonly code: string; readonly said: string } {
  const { code = "", message, details, hint } = failure as Partial<ConcordatError>
  if (!(failure instanceof Error) || code === "") throw failure
  return { code, said: `${code} ${message} ${hint} ${written(details ?? null)}` }
}

/** What a shelf serves of its newest snapshot: its height, and all chunks of it. */
export async function servedFrom(disk: TestDisk): Promise<Opened> {
  let [said, code]: [string, string | null] = ["", null]
  const say = (named: string, message: string) => {
    code = named
    said = message
  }
  const shelf = await Shelf.open(disk, SNAPSHOTS, { ...silentLog, error: say })
  const [newest] = shelf.list()
  let state: string | null = newest === undefined ? null : String(newest.height)
  for (let chunk = 0; chunk < (newest?.chunks ?? 0); chunk++) {
    const bytes = await shelf.load(newest!.height, newest!.format, chunk)
    state = bytes === null ? null : `${state} ${Buffer.from(bytes).toString("hex")}`
  }
  return { state, code, said }
}

/** One node that was closed: its disk, its store, its genesis. */
export class KeptNode {
  readonly folder = mkdtempSync(join(tmpdir(), "concordat-damage-"))
  private readonly world: ReturnType<typeof testWorld>
  private readonly disk = new TestDisk()
  /** What it tells, undamaged, and what it serves of its newest snapshot. */
  told = ""
  served = ""
  /** What a verifier of it holds, and evidence of a row. */
  anchor!: Anchor
  evidence!: Uint8Array

  constructor(seed: number) {
    this.world = testWorld(seed)
  }

  /** The time of its clock. */
  get now(): number {
    return this.world.clock.now()
  }

  private get state(): string {
    return join(this.folder, "state")
  }

  /** Writes so many notes, half of them before it is opened anew, and closes it. */
  async write(count: number): Promise<this> {
    const { world, state, disk } = this
    world.disk = disk
    for (let half = 0; half < 2; half++) {
      const ledger = await openNode(world, { store: levelPlace(state) })
      for (let i = 0; i < count / 2; i++) {
        await send(world, ledger, writeOf(`n${(half + i) % 5}`, "words ".repeat(30)))
      }
      await quiet(ledger)
      await ledger.makeSnapshot()
      this.told = await toldBy(ledger)
      this.anchor = await ledger.anchor(1n)
      this.evidence = await ledger.evidence({
        claims: [{ value: stateKey(notes, { name: "n1" }) }],
      })
      await ledger.close()
    }
    this.served = (await servedFrom(disk)).state!
    return this
  }

  /** Files of the store that fit, the first of them first. */
  stored(pattern: RegExp): string {
    return readdirSync(this.state).filter((name) => pattern.test(name))[0]!
  }

  /** The last file of the disk that fits. */
  path(pattern: string): string {
    return this.disk.paths().findLast((path) => new RegExp(pattern).test(path))!
  }

  /** A file of the store, or of the disk where its path begins with a slash. */
  async bytes(name: string): Promise<Uint8Array> {
    if (!name.startsWith("/")) return Uint8Array.from(readFileSync(join(this.state, name)))
    return (await this.disk.read(name))!
  }

  /** A copy of its disk that has other bytes in the place of a file; null: without the file. */
  async diskWith(name: string, bytes: Uint8Array | null): Promise<TestDisk> {
    const disk = new TestDisk()
    for (const path of this.disk.paths()) {
      const instead = path === name ? bytes : await this.disk.read(path)
      if (instead !== null) disk.put(path, instead)
    }
    return disk
  }

  /** Opens a copy of it with a damaged file. */
  async openWith(name: string, bytes: Uint8Array | null): Promise<Opened> {
    const disk = await this.diskWith(name, bytes)
    return this.openOver(this, disk, (state) => {
      if (name.startsWith("/")) return
      rmSync(join(state, name))
      if (bytes !== null) writeFileSync(join(state, name), bytes)
    })
  }

  /** Opens it over a copy of a node's store; null: without a store. */
  async openOver(
    node: KeptNode | null,
    disk: TestDisk | null = null,
    damage: (state: string) => void = () => {},
  ): Promise<Opened> {
    const folder = mkdtempSync(join(tmpdir(), "concordat-damaged-"))
    const state = join(folder, "state")
    try {
      if (node !== null) cpSync(node.state, state, { recursive: true })
      damage(state)
      return await this.started(disk ?? (await this.diskWith("", null)), state)
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  }

  /** Started, and once more where a question found damage. */
  private async started(disk: TestDisk, state: string): Promise<Opened> {
    const { world } = this
    let said = ""
    const say = (code: string, message: string, more: object = {}) => {
      said += `${code} ${message} ${written(more)}\n`
    }
    const log = { ...silentLog, warn: say, error: say }
    for (let start = 1; ; start++) {
      let ledger: Ledger | null = null
      try {
        ledger = await openNode(
          { ...world, disk },
          { store: levelPlace(state), log, genesis: null },
        )
        await quiet(ledger)
        return { state: await toldBy(ledger), code: null, said }
      } catch (failure) {
        const told = failureIn(failure)
        said += `${told.said}\n`
        if (ledger === null || start === STARTS_MAX) return { state: null, code: told.code, said }
      } finally {
        await ledger?.close()
      }
    }
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true })
  }
}
