/** Files beside a node: keys, settings, evidence, and what users and their commands keep. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { SeededRandom, TestDisk } from "@concordat/engines/testing"
import {
  type Anchor,
  anchorKind,
  concat,
  jsonText,
  sha256Hex,
  utf8,
  verifyBundle,
} from "@concordat/kernel"
import { allAnchors, keepAnchor } from "../../cli/anchors.ts"
import type { Environment } from "../../cli/environment.ts"
import { readPlan, writePlan } from "../../cli/network/plan.ts"
import { nodeFile } from "../../cli/node/file.ts"
import { savedToken, saveToken } from "../../cli/token/saved.ts"
import { BlockLog } from "../../engines/solo/block-log.ts"
import { configurationText } from "../../node/configuration/text.ts"
import { openKeystore } from "../../node/keystore/keystore.ts"
import { journalHead, journalRecord, readJournal } from "../../sdk/document/journal.ts"
import type { Versions } from "./damages.ts"
import { failureIn, written } from "./kept-node.ts"
import type { Nodes } from "./node-files.ts"
import { all, allButOlder, type Opened, type Subject } from "./subject.ts"

/** What a reader of one file comes to. */
async function opened(read: () => unknown): Promise<Opened> {
  try {
    return { state: JSON.stringify(await read()), code: null, said: "" } // why: compares
  } catch (failure) {
    return { state: null, ...failureIn(failure) }
  }
}

/** A folder that goes when the work is done. */
async function inFolder<T>(work: (folder: string) => T | Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), "concordat-damage-"))
  try {
    return await work(folder)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

type Given = Omit<Subject, "whole" | "versions"> & { readonly versions: Versions }

async function subjectOf({ versions, ...given }: Given): Promise<Subject> {
  const { state } = await given.open(versions.now)
  if (state === null) throw new Error(`${given.file} does not open`)
  return { ...given, whole: state, versions: async () => versions }
}

const KEYS = "/keys"
const LOCKED = "keystore_locked"
const COST = { n: 16, r: 8, p: 1 }

/** A keystore of one key, and the same of another owner. */
async function keystores() {
  const made = [1, 2].map(async (seed) => {
    const disk = new TestDisk()
    const random = new SeededRandom(seed)
    const keystore = await openKeystore({
      ...{ disk, folder: KEYS, random, passphrase: `passphrase ${seed}`, cost: COST },
    })
    await keystore.create("sign", "ed25519")
    return disk
  })
  return Promise.all(made)
}

async function keyFiles(): Promise<readonly Promise<Subject>[]> {
  const [ours, theirs] = (await keystores()) as [TestDisk, TestDisk]
  const openWith = async (path: string, bytes: Uint8Array | null) => {
    const disk = new TestDisk()
    for (const each of ours.paths()) disk.put(each, (await ours.read(each))!, 0o600)
    if (bytes === null) await disk.remove(path)
    else disk.put(path, bytes, 0o600)
    const random = new SeededRandom(3)
    return opened(async () =>
      (await openKeystore({ disk, folder: KEYS, random, passphrase: "passphrase 1", cost: COST }))
        .list()
        .map(({ id }) => id),
    )
  }
  const key = (disk: TestDisk) => disk.paths().find((path) => !path.endsWith("keystore.json"))!
  const store = () => `${KEYS}/keystore.json`
  const files = [
    { file: "keystore: salt and check", at: store, comes: { swapped: LOCKED, "bit flip": LOCKED } },
    // What is public of a key follows from its secret: that part of the file is not asked.
    { file: "keystore: a key", at: key, comes: { missing: "without", "bit flip": "whole" } },
  ]
  return files.map(async ({ file, at, comes }) => {
    const now = (await ours.read(at(ours)))!
    const other = (await theirs.read(at(theirs)))!
    return subjectOf({
      ...{ file, named: /\/keys/, without: "[]", versions: { now, older: now, other } },
      comes: allButOlder("keystore_unavailable", comes),
      open: (bytes) => openWith(at(ours), bytes),
    })
  })
}

/** A file in which nothing says whose it is. */
const BY_HAND = {
  ...{ "bit flip": "configuration_invalid", truncated: "configuration_invalid" },
  ...{ missing: "configuration_invalid", "zeroed page": "configuration_invalid" },
  torn: "configuration_invalid",
} as const

/** Settings; those of another node are as good as these. */
function settings(): Promise<Subject> {
  const now = utf8(configurationText("A node", { "node.data": "data", "engine.home": "engine" }))
  return subjectOf({
    ...{ file: "settings of a node", named: /concordat\.toml/ },
    versions: { now, older: now, other: now },
    comes: BY_HAND,
    open: (bytes) =>
      inFolder((folder) => {
        const path = join(folder, "concordat.toml")
        if (bytes !== null) writeFileSync(path, bytes)
        return opened(() => nodeFile(path, {}).configuration)
      }),
  })
}

const GENESIS = '{"chain":"harbour-dev-1","height":"1"}'

/** The plan of a network on one machine. */
async function plan(): Promise<Subject> {
  const now = await inFolder((folder) => {
    const node = { name: "n1", organisation: "education", validator: null, nodeId: "aa" }
    const ports = { peers: "127.0.0.1:1", metrics: "127.0.0.1:2", gateway: 3 }
    const nodes = [{ ...node, ...ports }] as unknown as Parameters<typeof writePlan>[1]["nodes"]
    writePlan(folder, { format: 1, chain: "harbour-dev-1", run: "/run/a", nodes })
    return new Uint8Array(readFileSync(join(folder, "network.json")))
  })
  return subjectOf({
    ...{ file: "plan of a network", named: /network\.json/, without: "null" },
    versions: { now, older: now, other: now },
    comes: { ...BY_HAND, missing: "without" },
    open: (bytes) =>
      inFolder((folder) => {
        mkdirSync(join(folder, "n1"))
        writeFileSync(join(folder, "n1", "genesis.json"), GENESIS)
        if (bytes !== null) writeFileSync(join(folder, "network.json"), bytes)
        return opened(() => readPlan(folder))
      }),
  })
}

const URL_OF = "https://gateway.example"

/** Tokens of a user; an altered one is known to no gateway. */
function tokens(): Promise<Subject> {
  const token = `cct_${"0".repeat(16)}_${"a".repeat(43)}`
  const now = utf8(JSON.stringify({ [URL_OF]: token }, null, 2)) // why: as it is written
  return subjectOf({
    ...{ file: "a user's tokens", named: /tokens\.json/, without: "null" },
    versions: { now, older: now, other: now },
    comes: {
      ...{ truncated: "file_unreadable", "zeroed page": "file_unreadable" },
      ...{ torn: "file_unreadable", missing: "without" },
    },
    open: (bytes) =>
      inFolder((home) => {
        saveToken({ home }, URL_OF, token)
        const path = join(home, "tokens.json")
        if (bytes === null) rmSync(path)
        else writeFileSync(path, bytes)
        return opened(() => savedToken({ home }, URL_OF))
      }),
  })
}

const PLAN = sha256Hex(utf8("plan"))

/** The journal of a batch; a shorter one is one of fewer documents. */
function journal(): Promise<Subject> {
  const documents = [0, 1, 2].map((place) =>
    journalRecord(place, {
      secret: new Uint8Array(16).fill(place),
      ...{ file: sha256Hex(utf8(`file ${place}`)), leaf: sha256Hex(utf8(`leaf ${place}`)) },
    }),
  )
  const now = concat(journalHead(PLAN), ...documents)
  const other = concat(journalHead(sha256Hex(utf8("another"))), ...documents)
  return subjectOf({
    ...{ file: "journal of a batch", named: /record_malformed/ },
    versions: { now, older: now, other },
    comes: {
      ...{ "bit flip": "record_malformed", swapped: "record_malformed" },
      "zeroed page": "record_malformed",
    },
    open: (bytes) => opened(() => readJournal(bytes ?? new Uint8Array(), PLAN)),
  })
}

const OPENING = utf8("body")

function body(height: bigint): Uint8Array {
  const bytes = new Uint8Array(40).fill(Number(height))
  bytes.set(OPENING)
  new DataView(bytes.buffer).setBigUint64(4, height)
  return bytes
}

async function blockFiles(): Promise<Subject> {
  const openAt = (disk: TestDisk) =>
    BlockLog.open({
      ...{ disk, folder: "/blocks", opening: OPENING.subarray(1), fileBytesMax: 200 },
      heightOf: (bytes) =>
        bytes.length < 12 ? null : new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(4),
    })
  const disk = new TestDisk()
  const log = await openAt(disk)
  for (let height = 1n; height <= 12n; height++) await log.append(height, body(height))
  const [, second, third] = disk.paths() as [string, string, string]
  const now = (await disk.read(second))!
  const other = (await disk.read(third))!
  return subjectOf({
    ...{ file: "block log: a file amid others", named: /\/blocks/ },
    versions: { now, older: now.slice(0, -10), other },
    comes: all("store_damaged"),
    async open(bytes) {
      const copy = new TestDisk()
      for (const path of disk.paths()) copy.put(path, (await disk.read(path))!)
      if (bytes === null) await copy.remove(second)
      else copy.put(second, bytes)
      return opened(async () => {
        const again = await openAt(copy)
        const bodies: string[] = []
        for (let height = 1n; height <= 12n; height++) {
          bodies.push(Buffer.from((await again.read(height))!).toString("hex"))
        }
        return bodies
      })
    },
  })
}

/** What evidence comes to by some anchors. */
function judged(bytes: Uint8Array, anchors: readonly Anchor[], now: number): Opened {
  const { valid, code, steps } = verifyBundle(bytes, anchors, { now })
  const said = written(steps)
  return valid ? { state: said, code: null, said: "" } : { state: null, code, said }
}

/** Evidence that somebody keeps, judged by the anchor of its ledger. */
function evidence({ now, other }: Nodes): Promise<Subject> {
  return subjectOf({
    ...{ file: "evidence", named: /./ },
    versions: { now: now.evidence, older: now.evidence, other: other.evidence },
    comes: allButOlder("bundle_malformed", {
      ...{ "bit flip": "commit_insufficient", swapped: "chain_mismatch" },
    }),
    open: async (bytes) => judged(bytes ?? new Uint8Array(), [now.anchor], now.now),
  })
}

/**
 * The only anchor of a user, with evidence that is judged by it. A damaged one is named and left
 * out; one that still reads as an anchor proves nothing any more.
 */
function anchor({ now, other }: Nodes): Promise<Subject> {
  const textOf = (one: Anchor) => utf8(`${jsonText(anchorKind.toJson(one))}\n`)
  const bytesNow = textOf(now.anchor)
  return subjectOf({
    ...{ file: "an anchor", named: /anchor|chain/ },
    versions: { now: bytesNow, older: bytesNow, other: textOf(other.anchor) },
    comes: allButOlder("record_malformed", {
      ...{ missing: "chain_mismatch", swapped: "chain_mismatch" },
      "bit flip": "validator_set_mismatch",
    }),
    open: (bytes) =>
      inFolder(async (home) => {
        let said = ""
        const err = (text: string) => {
          said += text
        }
        const random = (length: number) => new Uint8Array(length)
        const environment = { home, cwd: home, err, random } as unknown as Environment
        await keepAnchor(environment, now.anchor)
        const folder = join(home, "anchors", now.anchor.chain)
        const path = join(folder, readdirSync(folder)[0]!)
        if (bytes === null) rmSync(path)
        else writeFileSync(path, bytes)
        const verdict = judged(now.evidence, await allAnchors(environment), now.now)
        const [named = verdict.code] = /^\w+(?=:)/.exec(said) ?? []
        return { ...verdict, code: named, said: said + verdict.said }
      }),
  })
}

/** Files of the table that lie beside a node, or with its users. */
export async function userFiles(nodes: Nodes): Promise<readonly Subject[]> {
  const keys = await keyFiles()
  const others = [settings(), plan(), tokens(), journal(), blockFiles()]
  return Promise.all([...keys, ...others, evidence(nodes), anchor(nodes)])
}
