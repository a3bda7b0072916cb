/** What the projector does with each step that it is given, and how it answers questions. */
import type { Runtime } from "@concordat/kernel"
import { CompiledQuery } from "kysely"
import { type Comparison, compareRows } from "./compare.ts"
import type { Database } from "./database.ts"
import { ExecutedAgain } from "./executed-again.ts"
import type { FedBlock } from "./fed-block.ts"
import {
  type ArchivedMessage,
  type FedMessage,
  type QueryAnswer,
  type StatePage,
  type Step,
  unpack,
  type Want,
} from "./messages.ts"
import { type Marker, Projection, readMarker } from "./projection.ts"
import type { StateRow } from "./sql-rows.ts"

export type CoreOptions = {
  readonly runtime: Runtime
  readonly chain: string
  /** Text of the genesis file. */
  readonly genesis: string
  /** Begin with an empty read model, whatever is there. */
  readonly fresh: boolean
}

const fedBlock = ({ transactions, ...block }: FedMessage): FedBlock => {
  return { ...block, transactions: unpack(transactions) }
}

function known(marker: Marker | null): Marker {
  if (marker === null) throw new Error("The read model is empty.")
  return marker
}

/** The read model behind its thread's door. */
export class ProjectorCore {
  private readonly database: Database
  private readonly options: CoreOptions
  private readonly projection: Projection
  private again: ExecutedAgain | null = null
  private differs = false
  private loading = false

  private constructor(database: Database, options: CoreOptions, projection: Projection) {
    this.database = database
    this.options = options
    this.projection = projection
  }

  static async open(database: Database, options: CoreOptions): Promise<ProjectorCore> {
    const projection = await Projection.open(database, options.runtime, options.chain)
    if (options.fresh) await projection.reset()
    return new ProjectorCore(database, options, projection)
  }

  get rows(): number {
    return this.projection.rows
  }

  get want(): Want {
    const { differs, loading } = this
    const executed = this.again?.height ?? null
    return { marker: this.projection.standing, executed, differs, loading }
  }

  async take(step: Step): Promise<void> {
    if (step.kind === "state") return this.load(step.page)
    if (step.kind === "archived") return this.execute(step.blocks)
    this.again = null
    if (step.blocks.length > 0) await this.projection.bring(step.blocks.map(fedBlock))
  }

  /** Executes blocks again, and brings those which are lacking. */
  private async execute(messages: readonly ArchivedMessage[]): Promise<void> {
    const lacking: FedBlock[] = []
    const { standing } = this.projection
    const isLacking = ({ height }: FedBlock) => standing === null || height > standing.height
    if (this.again === null) {
      this.again = new ExecutedAgain(this.options.runtime, this.options.genesis)
      if (isLacking(this.again.genesis)) lacking.push(this.again.genesis)
    }
    for (const message of messages) {
      const block = this.again.next(message)
      if (block === null) {
        this.differs = true
        this.again = null
        return
      }
      if (isLacking(block)) lacking.push(block)
    }
    if (lacking.length > 0) await this.projection.bring(lacking)
  }

  private async load(page: StatePage): Promise<void> {
    if (!this.loading) await this.projection.reset()
    this.loading = !page.isLast
    await this.projection.load(page)
  }

  /**
   * Rows of one question, with the marker at which they hold. No snapshot keeps a partition that
   * is dropped meanwhile: from which height on the past was known is read after the rows.
   */
  async query(text: string, parameters: readonly unknown[]): Promise<QueryAnswer> {
    const reading = this.database.transaction().setIsolationLevel("repeatable read")
    const { marker, rows } = await reading.execute(async (on) => {
      const marker = known(await readMarker(on))
      const { rows } = await on.executeQuery(CompiledQuery.raw(text, [...parameters]))
      return { marker, rows }
    })
    const { begins } = known(await readMarker(this.database))
    return { marker: { ...marker, begins }, rows }
  }

  /** Compares every row with the state, whose rows are given in key order. */
  async compare(
    state: AsyncIterable<StateRow>,
    tell?: (rows: number) => void,
  ): Promise<Comparison> {
    const reading = this.database.transaction().setIsolationLevel("repeatable read")
    return reading.execute((on) => compareRows(on, this.projection.layout, state, tell))
  }
}
