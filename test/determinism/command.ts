/**
 * What `npm run replay -- [--random N]` does: records a chain and replays it under every
 * circumstance of a night, one alone and then combined by chance. The first line that differs is
 * told; `concordat diff-state` names the row between two folders of a node.
 */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { SeededRandom } from "@concordat/engines/testing"
import { commandOf, type Write } from "../../scripts/command.ts"
import { type Flags, wholeNumber } from "../../scripts/flags.ts"
import { nightlyNodes } from "../../scripts/replay-nodes.ts"
import { type Circumstance, REFERENCE } from "./circumstances.ts"
import { combinations, singles } from "./matrix.ts"
import { quickly } from "./quickly.ts"
import { recordChain } from "./record.ts"
import { compiled, difference, heightsOf, replay } from "./run.ts"

const FLAGS: Flags = {
  blocks: { about: "length of the recorded chain, default 2000", value: "N" },
  random: { about: "combinations besides the singles, default 50", value: "N" },
  seed: { about: "of the chain and of the combinations, default 1", value: "N" },
  only: { about: "circumstances whose name contains this", value: "WORDS" },
}
const DESCRIBED = {
  line: "npm run replay -- [--blocks N] [--random N] [--seed N] [--only WORDS]",
  about: "Replays a recorded chain under the circumstances of a night.",
  flags: FLAGS,
}

/** Replays under each; how many gave other lines. */
async function all(
  record: string,
  list: readonly Circumstance[],
  write: Write,
): Promise<{ readonly ran: number; readonly failed: number }> {
  const reference = await replay(record, REFERENCE)
  let [ran, failed] = [0, 0]
  for (const circumstance of list) {
    if (circumstance.node === null) {
      write(`absent  ${circumstance.name}\n`)
      continue
    }
    ran++
    const lines = await replay(record, circumstance).catch((failure: Error) => [failure.message])
    const found = difference(lines, reference)
    write(`${found === null ? "same  " : "OTHER "}  ${circumstance.name}\n`)
    if (found === null) continue
    failed++
    write(`        ${JSON.stringify(found)}\n        ${JSON.stringify(circumstance)}\n`)
  }
  return { ran, failed }
}

/** Replays as `args` say; the process's exit status. Throws `FlagError`. */
export const command = commandOf(DESCRIBED, async ({ values }, write) => {
  const blocks = wholeNumber(values, "blocks", 2_000, { least: 1 })
  const [count, seed] = [wholeNumber(values, "random", 50), wholeNumber(values, "seed", 1)]
  nightlyNodes()
  const random = new SeededRandom(seed)
  const heights = heightsOf(random, blocks)
  const list = [...singles(random, heights), ...combinations(random, heights, count)]
  const wanted = list.filter(({ name }) => name.includes(String(values["only"] ?? "")))
  const folder = mkdtempSync(join(tmpdir(), "concordat-replay-"))
  try {
    await Promise.all([compiled(), quickly()])
    const record = join(folder, "record.json")
    writeFileSync(record, JSON.stringify(recordChain(seed, blocks).chain))
    const { ran, failed } = await all(record, wanted, write)
    write(`${ran} circumstances of ${blocks} blocks, seed ${seed}: ${failed} gave other lines\n`)
    return failed === 0 ? 0 : 1
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})
