/**
 * A process to be killed: takes the snapshot of a node's folder into a folder of its own, chunk by
 * chunk, as a joiner does. It tells the chunks that it took on standard output, a line each.
 */
import { openJoining } from "./joining.ts"

const [data = "", joined = ""] = process.argv.slice(2)
const { joiner, snapshot } = await openJoining(data, joined)
const { snapshots } = joiner.life
await snapshots.offer(snapshot.offer)
for (const [index, chunk] of snapshot.chunks.entries()) {
  await snapshots.apply(index, chunk)
  process.stdout.write(`${index}\n`)
}
