/**
 * A process to be killed: opens the node of a folder and writes notes until it dies. Receipts are
 * told on standard output, one line each: `<name> <height> <transaction>`.
 */
import { signed, writeOf } from "../../node/testing/node.testing.ts"
import { openFolder } from "./world.ts"

const WRITERS = 8

const [data = "", life = "0"] = process.argv.slice(2)
const { world, ledger } = await openFolder(data)
process.stdout.write("open\n")

async function writer(number: number): Promise<void> {
  for (let i = 0; ; i++) {
    const name = `life${life}-${number}-${i}`
    const { height, transaction } = await ledger.submit(signed(world, ledger, [writeOf(name)]))
    process.stdout.write(`${name} ${height} ${transaction}\n`)
  }
}

await Promise.all(Array.from({ length: WRITERS }, (_, number) => writer(number)))
