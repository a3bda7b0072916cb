/**
 * A process to be killed: opens the node of a folder and writes notes until it dies. Receipts are
 * told on standard output, one line each: `<name> <height> <transaction>`. A third word says what
 * the node has besides.
 */
import { signed, writeOf } from "../../node/testing/node.testing.ts"
import type { Besides } from "./life.ts"
import { openFolder } from "./world.ts"

const WRITERS = 8
/** With a read model a writer rests between two notes, so that it is killed amid them. */
const REST_MS = 20

const [data = "", life = "0", besides] = process.argv.slice(2)
const OPTIONS = {
  "read-model": { readModel: { database: { kind: "pglite" }, atOnce: true } },
  snapshots: { snapshotEvery: 10 },
} as const
const options = besides === undefined ? {} : OPTIONS[besides as Besides]
const { world, ledger } = await openFolder(data, options)
process.stdout.write("open\n")

async function writer(number: number): Promise<void> {
  for (let i = 0; ; i++) {
    const name = `life${life}-${number}-${i}`
    const { height, transaction } = await ledger.submit(signed(world, ledger, [writeOf(name)]))
    process.stdout.write(`${name} ${height} ${transaction}\n`)
    if (besides === "read-model") await new Promise((resolve) => setTimeout(resolve, REST_MS))
  }
}

await Promise.all(Array.from({ length: WRITERS }, (_, number) => writer(number)))
