/** `concordat audit export`: what an auditor takes from its own node, written as it comes. */
import { open, rename, rm, stat } from "node:fs/promises"
import { resolve } from "node:path"
import { parseJson, timeText } from "@concordat/kernel"
import { exportAudit } from "@concordat/sdk/audit"
import { caseOpening } from "@concordat/services/oversight"
import { lowestAnchor } from "../anchors.ts"
import { connect } from "../connect.ts"
import type { Common, Environment } from "../environment.ts"
import { UsageError } from "../failure.ts"
import { ensureWritable, readInput } from "../files.ts"
import type { Answer } from "../output.ts"
import { type Asked, ensureNames, rowsOf } from "./rows.ts"
import { type SealFlags, sealOf } from "./seal.ts"

/** Flags of `audit export`. */
export type ExportFlags = Common &
  SealFlags &
  Asked & {
    readonly blocks?: string
    readonly opened?: readonly string[]
    readonly out?: string
  }

const OPENING_BYTES_MAX = 4_096
const RANGE = /^(\d{1,18})-(\d{1,18})$/

function rangeOf(text: string | undefined) {
  if (text === undefined) return null
  const [, from, to] = RANGE.exec(text) ?? []
  const range = { from: BigInt(from ?? 1), to: BigInt(to ?? 0) }
  if (from !== undefined && range.from >= 1n && range.from <= range.to) return range
  const hint = "Give the first and the last height: --blocks 1-500"
  throw new UsageError("unknown_argument", `"${text}" is no range of blocks.`, hint)
}

/** Refuses what takes nothing, or names what can be no row. */
function ensureAsked(flags: ExportFlags): void {
  ensureNames(flags)
  const { blocks, organisation, service, account, row } = flags
  if ((blocks ?? organisation ?? service ?? account ?? row) !== undefined) return
  const hint = "Say what to take: --blocks, --organisation, --service, --account or --row."
  throw new UsageError("field_missing", "Nothing to take was named.", hint)
}

async function openingsOf(environment: Environment, names: readonly string[]) {
  return Promise.all(
    names.map(async (name) =>
      caseOpening.fromJson(parseJson(await readInput(environment, name, OPENING_BYTES_MAX))),
    ),
  )
}

/** Refuses a name that is taken: an export is never written over. */
async function ensureFree(path: string): Promise<void> {
  if ((await stat(path).catch(() => null)) === null) return
  const hint = "Name another file by --out, or move this one."
  throw new UsageError("already_exists", `${path} is there already.`, hint)
}

/** Writes the parts under another name, durably, then gives them the name due. */
async function written(path: string, parts: AsyncIterable<Uint8Array>): Promise<number> {
  const file = await open(`${path}.part`, "w", 0o600)
  let size = 0
  try {
    for await (const part of parts) {
      await file.writeFile(part)
      size += part.length
    }
    await file.sync()
  } catch (failure) {
    await file.close()
    await rm(`${path}.part`, { force: true })
    throw failure
  }
  await file.close()
  await rename(`${path}.part`, path)
  return size
}

/** Takes the export. */
export async function exportVerb(environment: Environment, flags: ExportFlags): Promise<Answer> {
  const client = connect(environment, flags)
  const range = rangeOf(flags.blocks)
  ensureAsked(flags)
  const openings = await openingsOf(environment, flags.opened ?? [])
  const { chain, height } = await lowestAnchor(environment, client)
  const now = environment.now()
  const stamp = timeText(now)
    .replaceAll(/[^0-9]/g, "")
    .slice(0, 14)
  const out = flags.out ?? `${chain}-${stamp}.audit`
  await ensureWritable(environment, out)
  await ensureFree(resolve(environment.cwd, out))
  const { by, seal } = await sealOf(environment, client, flags)
  let items = 0
  const parts = exportAudit(client, {
    ...{ by, seal, now, range, openings, anchor: height.toString() },
    rows: (at) => rowsOf(client, flags, at),
    onItem(count, block) {
      items = count
      const where = block === null ? "" : `, block ${block} of ${range!.to}`
      if (environment.terminal) environment.err(`\r${count} items${where}…`)
    },
  })
  const path = resolve(environment.cwd, out)
  const bytes = await written(path, parts)
  if (environment.terminal) environment.err("\r")
  const lines = [
    `${out}: ${items} items of ${chain}, ${bytes} bytes, sealed by ${by}.`,
    `Next, on any machine that trusts this ledger: concordat audit verify ${out}`,
  ]
  return { lines, json: { file: path, chain, by, items, bytes, key: seal.kid } }
}
