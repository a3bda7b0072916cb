/** For tests: a gateway whose node keeps a read model, in each database that is here. */
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import type { Json, Party } from "@concordat/kernel"
import { expect } from "vitest"
import type { ReadModelChoice } from "../../node/open.ts"
import { postgresInFolder, postgresMissing } from "../../node/projector/databases.testing.ts"
import { systemScheduler } from "../../node/seams/clock.ts"
import { servicesModule } from "../../node/services.ts"
import { openGateway, problemIn, send, type TestGateway } from "../gateway.testing.ts"

export type Item = { readonly [name: string]: Json }
export type Page = {
  readonly height: string
  readonly begins: string
  readonly items: readonly Item[]
  readonly next: string | null
}

/** A gateway before a node with a read model. */
export class Projected {
  readonly test: TestGateway
  private readonly stop: () => Promise<void>

  private constructor(test: TestGateway, stop: () => Promise<void>) {
    this.test = test
    this.stop = stop
  }

  /** Opens one; `close` removes whatever it made. */
  static async open(kind: "pglite" | "postgres", organisations?: readonly Party[]) {
    const data = mkdtempSync(join(tmpdir(), "concordat-queries-"))
    const server = kind === "postgres" ? await postgresInFolder() : null
    const database = (server?.choice ?? { kind }) as ReadModelChoice["database"]
    const readModel = { database, atOnce: true }
    const scheduler = systemScheduler
    const node = { data, servicesModule, readModel, flushBlocks: 1, scheduler, workers: 0 }
    const given = organisations === undefined ? {} : { organisations }
    return new Projected(await openGateway({ node, ...given }), async () => {
      await server?.stop()
      rmSync(data, { recursive: true, force: true })
    })
  }

  async close(): Promise<void> {
    await this.test.close()
    await this.stop()
  }

  /** Waits until the read model is where the ledger is: its first start takes seconds. */
  async reached(): Promise<void> {
    const { height } = this.test.ledger.status()
    for (;;) {
      const { status } = await this.ask(`/v1/read-model/blocks?at=${height}&limit=1`)
      if (status === 200) return
      expect(status).toBe(503)
    }
  }

  ask(path: string): Promise<Response> {
    return send(this.test.gateway, path)
  }

  async page(path: string): Promise<Page> {
    const response = await this.ask(path)
    expect(response.status, path).toBe(200)
    return (await response.json()) as Page
  }

  /** All pages of a question, so many items each. */
  async everything(path: string, limit: number): Promise<Item[]> {
    const items: Item[] = []
    let after = ""
    for (;;) {
      const mark = path.includes("?") ? "&" : "?"
      const found = await this.page(`${path}${mark}limit=${limit}${after}`)
      items.push(...found.items)
      if (found.next === null) return items
      after = `&after=${found.next}`
    }
  }

  async refused(path: string): Promise<string> {
    return String((await problemIn(await this.ask(path)))["code"])
  }
}

/** The databases by name, and whether one is missing. */
export const DATABASES: readonly (readonly [string, "pglite" | "postgres", boolean])[] = [
  ["PGlite", "pglite", false],
  [`PostgreSQL${postgresMissing}`, "postgres", postgresMissing !== ""],
]
