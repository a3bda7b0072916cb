/** Table S: wrong starts and command lines, as processes. */
import { chmodSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import type { Place } from "./place.ts"
import type { CommandRow } from "./row.ts"

/** Opens the ledger of a folder once, so that there are keys, a genesis and blocks. */
async function begun(place: Place): Promise<void> {
  const { exit, err } = await place.start()
  if (exit !== 0) throw new Error(err)
}

const keysOf = (place: Place) => join(place.data, "keys")

/** Changes a JSON file of the folder. */
function edit(path: string, change: (json: Record<string, unknown>) => void): void {
  const json = JSON.parse(readFileSync(path, "utf8")) as Record<string, unknown>
  change(json)
  writeFileSync(path, JSON.stringify(json))
}

/** A ledger that never began: its folder has a genesis file with this change. */
async function withGenesis(place: Place, change: (json: Record<string, unknown>) => void) {
  const other = join(place.folder, "other")
  mkdirSync(other)
  await begun(place)
  const path = join(place.data, "genesis.json")
  edit(path, change)
  writeFileSync(join(other, "genesis.json"), readFileSync(path))
  return place.startIn(other)
}

function stateOf(json: Record<string, unknown>): Record<string, Record<string, unknown[]>> {
  return json["state"] as Record<string, Record<string, unknown[]>>
}

const configuration = { code: "configuration_invalid", status: null, exit: 78 } as const
const genesis = { code: "genesis_invalid", status: null, exit: 78 } as const
const argument = { code: "unknown_argument", status: null, exit: 2 } as const
const unreadable = { code: "file_unreadable", status: null, exit: 2 } as const

export const COMMANDS: readonly CommandRow[] = [
  {
    ...{ row: "S01c", what: "port taken", ...configuration },
    says: ["taken", "127.0.0.1", "--port"],
    run: (place) => place.start(new URL(place.url).port),
  },
  {
    ...{ row: "S02", what: "a key file that others may read" },
    ...{ code: "key_file_exposed", status: null, exit: 77 },
    says: ["0644", "chmod 600"],
    async run(place) {
      await begun(place)
      for (const name of readdirSync(keysOf(place))) chmodSync(join(keysOf(place), name), 0o644)
      return place.start()
    },
  },
  {
    ...{ row: "S03a", what: "wrong passphrase", code: "keystore_locked", status: null, exit: 77 },
    says: ["passphrase", "Tries are not counted"],
    async run(place) {
      await begun(place)
      writeFileSync(join(keysOf(place), "passphrase"), "another one\n")
      return place.start()
    },
  },
  {
    ...{ row: "S03b", what: "a key file damaged", status: null, exit: 77 },
    ...{ code: "keystore_unavailable", says: ["Bring the file back"] },
    async run(place) {
      await begun(place)
      const file = readdirSync(keysOf(place)).find((name) => /^[0-9a-f]{64}/.test(name))!
      writeFileSync(join(keysOf(place), file), "{}")
      return place.start()
    },
  },
  {
    ...{ row: "S04a", what: "genesis: a row twice", ...genesis },
    says: ["/state/organisations/keys/1", "twice"],
    run: (place) =>
      withGenesis(place, (json) => {
        const { keys } = stateOf(json)["organisations"]!
        keys![1] = keys![0]
      }),
  },
  {
    ...{ row: "S04b", what: "genesis: no administrator", ...genesis },
    says: ["administrator"],
    run: (place) =>
      withGenesis(place, (json) => {
        stateOf(json)["organisations"]!["principals"] = []
      }),
  },
  {
    ...{ row: "S04c", what: "genesis: unknown field", ...genesis },
    says: ["/servises", "services"],
    run: (place) =>
      withGenesis(place, (json) => {
        json["servises"] = {}
      }),
  },
  {
    ...{ row: "S05a", what: "another genesis", code: "genesis_mismatch", status: null, exit: 78 },
    says: ["digest", "is given"],
    async run(place) {
      await begun(place)
      edit(join(place.data, "genesis.json"), (json) => {
        json["time"] = "2026-01-01T00:00:00.000Z"
      })
      return place.start()
    },
  },
  {
    ...{ row: "S08a", what: "unknown command", ...argument, says: ["provenanse", "provenance"] },
    run: (place) => place.cli("provenanse"),
  },
  {
    ...{ row: "S08b", what: "unknown flag", ...argument, says: ["--jsn", "--json"] },
    run: (place) => place.cli("status", "--jsn"),
  },
  {
    ...{ row: "S08c", what: "file absent", ...unreadable, says: ["absent.pdf", "no such file"] },
    run: (place) => place.cli("verify", "absent.pdf"),
  },
  {
    ...{ row: "S08d", what: "a folder for a file", ...unreadable, says: ["a folder"] },
    run: (place) => place.cli("verify", place.folder),
  },
  {
    ...{ row: "S08e", what: "an anchor that is not text", status: null, exit: 2 },
    ...{ code: "record_malformed", says: ["anchor"] },
    run: (place) => place.cli("anchors", "add", place.file("anchor", Uint8Array.of(255, 216, 1))),
  },
  {
    ...{
      row: "S08f",
      what: "an unknown flag of npm start",
      ...argument,
      says: ["--prt", "--port"],
    },
    run: (place) => place.npmStart("--prt", "4401"),
  },
  {
    ...{ row: "S01b", what: "a bad value of a flag", ...configuration, says: ["65535", "abc"] },
    run: (place) => place.npmStart("--port", "abc"),
  },
  {
    ...{ row: "S10", what: "a question, and no terminal", status: null, exit: 2 },
    ...{ code: "confirmation_required", says: ["for ever", "--yes"] },
    run(place) {
      const flags = ["--destruction", "b".repeat(64), "--url", place.url]
      return place.cli("provenance", "dispose", `education/${"a".repeat(64)}`, ...flags)
    },
  },
  {
    ...{
      row: "S09a",
      what: "gateway unreachable",
      code: "node_unreachable",
      status: null,
      exit: 3,
    },
    says: ["http://127.0.0.1:9", "npm start", "--url"],
    run: (place) => place.cli("status", "--url", "http://127.0.0.1:9"),
  },
]
