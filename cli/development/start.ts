/**
 * `npm start`: a development ledger on this machine, with a seeded story, behind its gateway. Keys
 * and genesis are made once; afterwards the same folder opens the same ledger again.
 */
import { mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { createGateway, type GatewayOptions, serve } from "@concordat/gateway"
import {
  ConcordatError,
  defineRuntime,
  hashOf,
  type Json,
  parseCoseKey,
  toHex,
} from "@concordat/kernel"
import {
  createLog,
  developmentGenesis,
  drawnKeystore,
  type Keystore,
  liveDoctor,
  lockFolder,
  openLedger,
  type ReadModelChoice,
  register,
  services,
  servicesModule,
  silentLog,
  systemClock,
  systemDisk,
  systemRandom,
  systemScheduler,
} from "@concordat/node"
import { createClient } from "@concordat/sdk"
import { demoRows as governanceRows } from "@concordat/services/governance/demo"
import {
  DEMO_ALONE,
  DEMO_REGISTRAR,
  DEMO_VALIDATOR,
  demoAdministrators,
  demoRows,
} from "@concordat/services/organisations/demo"
import { demoState } from "@concordat/services/validators/demo"
import { failureOf } from "../failure.ts"
import { schemaFolder } from "../money/schema-folder.ts"
import { tokenFile } from "../node/access.ts"
import { VERSION } from "../version.ts"
import { batchFiles, consoleFiles } from "./files.ts"
import { heldKeys, makeKeys } from "./keys.ts"
import { tellStory } from "./story.ts"

const HOST = "127.0.0.1"
/** All that a ledger's folder holds. */
const CONTENT = new Set([
  ...["batches", "genesis.json", "genesis.json.part", "keys", "ledger", "story"],
  ...["tokens.json", "tokens.json.part"],
])

/** What `npm start` was asked for. */
export type DevelopmentOptions = {
  /** TCP port on loopback, 0 for any free one. */
  readonly port: number
  /** Absolute path of the ledger's folder. */
  readonly data: string
  /** Remove the folder first. */
  readonly fresh: boolean
  /** Who may ask, where that is not everybody. */
  readonly access?: GatewayOptions["access"]
  /** Folder of the built console, null while there is none. */
  readonly assets: string | null
  /** Resolves when the ledger should be closed; a signal to the process if absent. */
  readonly until?: (url: string) => Promise<void>
  /** Takes the lines for people; standard output if absent. */
  readonly tell?: (line: string) => void
}

type OpenLedger = Awaited<ReturnType<typeof openLedger>>

/** Makes keys and the genesis file of a new ledger; answers the file's text. */
async function makeGenesis(path: string, keystore: Keystore): Promise<string> {
  const now = systemClock.now()
  const publicKey = await makeKeys(keystore, DEMO_ALONE)
  const { public: validator } = await keystore.create("consensus", "ed25519")
  const key = hashOf(parseCoseKey(validator).x)
  const seat = { organisation: DEMO_VALIDATOR, key, node: null }
  const text = developmentGenesis({
    ...{ runtime: defineRuntime(services), random: systemRandom, time: now, validator },
    state: {
      ...demoState(demoRows(publicKey, now, DEMO_ALONE), [seat], now),
      governance: governanceRows(demoAdministrators()) as unknown as Json,
    },
  })
  await writeFile(`${path}.part`, text)
  await rename(`${path}.part`, path)
  return text
}

/** The consensus keys of the keystore. */
function signersOf(keystore: Keystore) {
  const held = keystore.list().filter(({ purpose }) => purpose === "consensus")
  return held.map(({ id, public: cose }) => ({
    key: toHex(parseCoseKey(cose).x),
    sign: (message: Uint8Array) => keystore.sign(id, "consensus", message),
  }))
}

/**
 * Removes the folder of a ledger. Throws `store_in_use` while a process has it, and
 * `store_not_empty` for a folder of anything else: `--fresh --data ~` must cost nobody their files.
 */
async function removeLedger(data: string): Promise<void> {
  const names = await readdir(data).catch(() => [] as string[])
  if (names.length === 0) return
  if (!names.includes("keys") || names.some((name) => !CONTENT.has(name))) {
    throw new ConcordatError("store_not_empty", `${data} holds other things than a ledger.`, {
      hint: "Name another folder by --data; only the folder of a ledger is removed.",
    })
  }
  const ledger = join(data, "ledger")
  if (names.includes("ledger")) lockFolder(ledger)()
  await rm(data, { recursive: true, force: true })
}

/**
 * PGlite starts with the first question, as it takes seconds and 0.75 GB; a PostgreSQL that is
 * named starts with the ledger.
 */
function readModelChoice(url: string | undefined): ReadModelChoice {
  if (url === undefined || url === "") return { database: { kind: "pglite" }, atOnce: false }
  return { database: { kind: "postgres", url }, atOnce: true }
}

/** Opens folder, keys and ledger. */
async function open({ data, fresh }: DevelopmentOptions, onFailure: (failure: unknown) => void) {
  if (fresh) await removeLedger(data)
  await mkdir(data, { recursive: true })
  const folder = join(data, "keys")
  const keystore = await drawnKeystore(systemDisk, folder, systemRandom)
  const path = join(data, "genesis.json")
  const kept = await readFile(path, "utf8").catch(() => null)
  const genesis = kept ?? (await makeGenesis(path, keystore))
  const ledger = await openLedger({
    ...{ data: join(data, "ledger"), services, servicesModule, genesis, profile: "development" },
    ...{ signers: signersOf(keystore), register },
    ...{ disk: systemDisk, clock: systemClock, scheduler: systemScheduler, onFailure },
    readModel: readModelChoice(process.env["DATABASE_URL"]),
    log: process.env["CONCORDAT_LOG"] ? createLog("node") : silentLog,
  })
  return { ledger, keystore }
}

/** What the gateway logs: people at a terminal are told of faults alone. */
function toldAtErrors(line: Readonly<Record<string, unknown>>): void {
  if (line["level"] === "error") process.stderr.write(`${JSON.stringify(line)}\n`)
}

function print(line: string): void {
  process.stdout.write(`${line}\n`)
}

/** Resolves at the first signal to stop. */
function stopped(): Promise<void> {
  return new Promise((resolve) => {
    process.once("SIGINT", () => resolve())
    process.once("SIGTERM", () => resolve())
  })
}

async function run(options: DevelopmentOptions): Promise<number> {
  const failed = Promise.withResolvers<never>()
  failed.promise.catch(() => {}) // Whoever serves hears of it.
  const { ledger, keystore } = await open(options, failed.reject)
  try {
    await serveLedger(options, ledger, keystore, failed.promise)
  } finally {
    // Whatever failed, an open store would keep the process from ending.
    await ledger.close()
  }
  return 0
}

/** The story is told by somebody whom a ledger that is not open to all lets in as well. */
function acting(request: Request): Request {
  if (!request.headers.has("concordat-as")) request.headers.set("concordat-as", DEMO_REGISTRAR)
  return request
}

/** Tells the story, then serves until it is told to stop, or throws what stopped the ledger. */
async function serveLedger(
  { data, port, assets, access, until, tell = print }: DevelopmentOptions,
  ledger: OpenLedger,
  keystore: Keystore,
  failed: Promise<never>,
): Promise<void> {
  const random = (length: number) => systemRandom.bytes(length)
  const gateway = createGateway({
    ledger,
    development: await heldKeys(ledger, keystore),
    console: await consoleFiles(assets),
    batches: batchFiles(join(data, "batches")),
    access: { tokens: tokenFile(join(data, "tokens.json")), ...access },
    schemas: schemaFolder(process.env["CONCORDAT_GATEWAY_SCHEMAS"] ?? null),
    random,
    doctor: liveDoctor({
      ...{ ledger, version: VERSION, clock: systemClock },
      place: { node: ledger.chain, network: false, log: null, folders: [data], engine: null },
    }),
    after: (ms, task) => systemScheduler.after(ms, task),
    now: () => systemClock.now(),
    log: toldAtErrors,
    version: VERSION,
  })
  const client = createClient({
    url: `http://${HOST}`,
    fetch: async (url, init) => gateway.fetch(acting(new Request(url, init))),
  })
  const folder = join(data, "story")
  await tellStory({ client, random, now: systemClock.now(), folder })
  const serving = await serve(gateway, { host: HOST, port, log: toldAtErrors })
  const url = `http://${HOST}:${serving.port}`
  // Before anybody is told that it is ready: whoever reads that may stop it at once.
  const stop = until?.(url) ?? stopped()
  tell(`Development ledger ${ledger.chain}: proves nothing to others.`)
  tell(`Diplomas to try things on: ${folder}`)
  tell(`ready ${url}`)
  try {
    await Promise.race([stop, failed])
  } finally {
    await serving.close()
  }
}

/** Resolves to the exit code once the ledger is closed. */
export async function startDevelopment(options: DevelopmentOptions): Promise<number> {
  try {
    return await run(options)
  } catch (error) {
    const { code, message, hint, exit } = failureOf(error)
    process.stderr.write(`${code}: ${message}\n  ${hint}\n`)
    if (exit === 70 && error instanceof Error) process.stderr.write(`${error.stack}\n`)
    return exit
  }
}
