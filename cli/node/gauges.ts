/** What a node's machine and keys are at: gauges beside those that the node knows by itself. */
import { readdir, readFile, stat, statfs } from "node:fs/promises"
import { join } from "node:path"
import { type Row, tablePrefix } from "@concordat/kernel"
import type { Extra, Ledger } from "@concordat/node"
import { keys } from "@concordat/services/organisations"
import { type NodeFile, placesOf } from "./file.ts"

const MS_A_SECOND = 1_000
/** Walking a folder and reading keys costs: an answer serves so long. */
const KEPT_MS = 30_000
const ROWS_MAX = 1_000
const ENGINE_MS_MAX = 1_000

type Read = Extra["read"]

/** The same values again until they are old. */
function kept(read: Read, now: () => number): Read {
  let known: { readonly at: number; readonly values: ReturnType<Read> } | null = null
  return () => {
    if (known === null || now() - known.at > KEPT_MS) known = { at: now(), values: read() }
    return known.values
  }
}

/** Bytes of all files below a folder; files that vanish meanwhile do not count. */
async function bytesBelow(folder: string): Promise<number> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => [])
  const sizes = entries
    .filter((entry) => entry.isFile())
    .map((entry) =>
      stat(join(entry.parentPath, entry.name))
        .then(({ size }) => size)
        .catch(() => 0),
    )
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0)
}

/** Seconds until the next end of an active key, by purpose; ends that are past count below 0. */
async function keyEnds(ledger: Ledger | null, now: number) {
  if (ledger === null) return []
  const { rows } = await ledger.rows(tablePrefix(keys), { limit: ROWS_MAX })
  const ends = new Map<string, number>()
  for (const [, value] of rows) {
    const { purpose, until, status } = keys.readRow(value) as Row<typeof keys>
    if (until === null || status !== "active") continue
    ends.set(purpose, Math.min(ends.get(purpose) ?? Number.POSITIVE_INFINITY, until))
  }
  return [...ends].map(([purpose, until]) => ({
    labels: { purpose },
    value: (until - now) / MS_A_SECOND,
  }))
}

type ModelStatus = ReturnType<Ledger["readModel"]["status"]>

/** One value of the read model; none where there is no read model. */
async function ofReadModel(ledger: Ledger | null, value: (status: ModelStatus) => number) {
  const status = ledger?.readModel.status()
  if (status === undefined || status.state === "off") return []
  return [{ labels: {}, value: value(status) }]
}

/** What a backup leaves beside the data, for whoever watches. */
export const BACKUP_MARK = "last-backup.json"

async function backupAge({ folder }: NodeFile, now: number) {
  const text = await readFile(join(folder, BACKUP_MARK), "utf8").catch(() => null)
  if (text === null) return []
  return [{ labels: {}, value: (now - Date.parse(JSON.parse(text).verified)) / MS_A_SECOND }]
}

/** All of them. */
export function gaugesOf(
  file: NodeFile,
  ledger: () => Ledger | null,
  now: () => number,
): readonly Extra[] {
  const { data } = placesOf(file)
  const one = async (value: number) => [{ labels: {}, value }]
  return [
    {
      ...{ name: "store_disk_bytes", help: "Bytes of the data folder", labels: [] },
      read: kept(async () => one(await bytesBelow(data)), now),
    },
    {
      ...{ name: "disk_free_bytes", help: "Room left for the data folder", labels: [] },
      async read() {
        const { bavail, bsize } = await statfs(data)
        return one(bavail * bsize)
      },
    },
    {
      ...{ name: "projector_lag_blocks", help: "Blocks that the read model lacks", labels: [] },
      read: () => ofReadModel(ledger(), ({ lag }) => Number(lag)),
    },
    {
      ...{ name: "projector_errors_total", help: "Failures of the read model", labels: [] },
      ...{ counter: true, read: () => ofReadModel(ledger(), ({ failures }) => failures) },
    },
    {
      ...{ name: "key_end_seconds", help: "Until the next key ends", labels: ["purpose"] },
      read: kept(() => keyEnds(ledger(), now()), now),
    },
    {
      ...{ name: "backup_age_seconds", help: "Since the last verified backup", labels: [] },
      read: () => backupAge(file, now()),
    },
  ]
}

/** The engine's own metrics; nothing where it is away. What Go counts of itself is left out. */
export async function engineMetrics(file: NodeFile): Promise<string> {
  const { kind, metrics } = file.configuration.engine
  if (kind === "solo") return ""
  const signal = AbortSignal.timeout(ENGINE_MS_MAX)
  const answer = await fetch(`http://${metrics}/metrics`, { signal }).catch(() => null)
  if (answer === null || !answer.ok) return ""
  const lines = (await answer.text()).split("\n")
  return lines.filter((line) => /^(# (HELP|TYPE) )?cometbft_/.test(line)).join("\n")
}
