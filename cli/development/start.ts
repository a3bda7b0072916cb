/**
 * `npm start`: a development ledger on this machine, with a seeded story, behind its gateway. Keys
 * and genesis are made once; afterwards the same folder opens the same ledger again.
 */
import { mkdir, readFile, rm, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { createGateway, serve } from "@concordat/gateway"
import {
  DEFAULT_PARAMETERS,
  engineParameters,
  type Hex,
  type Json,
  jsonText,
  parseCoseKey,
  sha256,
  timeText,
  toHex,
} from "@concordat/kernel"
import {
  createLog,
  developmentPassphrase,
  type Keystore,
  openKeystore,
  openLedger,
  services,
  servicesModule,
  silentLog,
  systemClock,
  systemDisk,
  systemRandom,
  systemScheduler,
} from "@concordat/node"
import { createClient } from "@concordat/sdk"
import { DEMO_VALIDATOR, demoRows } from "@concordat/services/organisations/demo"
import { failureOf } from "../failure.ts"
import { VERSION } from "../version.ts"
import { batchFiles, consoleFiles } from "./files.ts"
import { heldKeys, makeKeys } from "./keys.ts"
import { tellStory } from "./story.ts"

const HOST = "127.0.0.1"
const ALPHABET = "abcdefghijklmnopqrstuvwxyz0123456789"
const NAME_LENGTH = 6
const VALIDATOR_POWER = "10"

/** What `npm start` was asked for. */
export type DevelopmentOptions = {
  /** TCP port on loopback, 0 for any free one. */
  readonly port: number
  /** Absolute path of the ledger's folder. */
  readonly data: string
  /** Remove the folder first. */
  readonly fresh: boolean
  /** Folder of the built console, null while there is none. */
  readonly assets: string | null
  /** Resolves when the ledger should be closed; a signal to the process if absent. */
  readonly until?: (url: string) => Promise<void>
}

/** A chain id that no anchor of an older development ledger fits. */
function freshChain(): string {
  const name = [...systemRandom.bytes(NAME_LENGTH)].map((byte) => ALPHABET[byte % ALPHABET.length])
  return `concordat-${name.join("")}-dev-1`
}

/** Makes keys and the genesis file of a new ledger; answers the file's text. */
async function makeGenesis(path: string, keystore: Keystore): Promise<string> {
  const now = systemClock.now()
  const publicKey = await makeKeys(keystore)
  const { public: consensus } = await keystore.create("consensus", "ed25519")
  const validator = { key: { ed25519: toHex(parseCoseKey(consensus).x) }, power: VALIDATOR_POWER }
  const genesis: Json = {
    ...{ format: 1, chain: freshChain(), time: timeText(now), height: "1" },
    services: Object.fromEntries(services.map(({ name, version }) => [name, version])),
    engine: {
      validators: [validator],
      parameters: engineParameters.toJson(DEFAULT_PARAMETERS),
    },
    state: { organisations: demoRows(publicKey, now) as unknown as Json },
  }
  const text = `${jsonText(genesis)}\n`
  await writeFile(path, text)
  return text
}

/** The consensus keys of the keystore, as signers and as validators of the seeded ministry. */
function validatorsOf(keystore: Keystore) {
  const held = keystore.list().filter(({ purpose }) => purpose === "consensus")
  const keys = held.map((key) => ({ id: key.id, x: parseCoseKey(key.public).x }))
  return {
    signers: keys.map(({ id, x }) => ({
      key: toHex(x),
      sign: (message: Uint8Array) => keystore.sign(id, "consensus", message),
    })),
    organisations: keys.map(({ x }) => ({
      address: toHex(sha256(x).subarray(0, 20)) as Hex,
      organisation: DEMO_VALIDATOR,
    })),
  }
}

/** Opens folder, keys and ledger. */
async function open({ data, fresh }: DevelopmentOptions) {
  if (fresh) await rm(data, { recursive: true, force: true })
  await mkdir(data, { recursive: true })
  const folder = join(data, "keys")
  const passphrase = await developmentPassphrase(systemDisk, folder, systemRandom)
  const keystore = await openKeystore({
    ...{ disk: systemDisk, folder, random: systemRandom, passphrase },
  })
  const path = join(data, "genesis.json")
  const kept = await readFile(path, "utf8").catch(() => null)
  const genesis = kept ?? (await makeGenesis(path, keystore))
  const ledger = await openLedger({
    ...{ data: join(data, "ledger"), services, servicesModule, genesis, profile: "development" },
    ...validatorsOf(keystore),
    ...{ disk: systemDisk, clock: systemClock, scheduler: systemScheduler },
    log: process.env["CONCORDAT_LOG"] ? createLog("node") : silentLog,
  })
  return { ledger, keystore }
}

/** Resolves at the first signal to stop. */
function stopped(): Promise<void> {
  return new Promise((resolve) => {
    process.once("SIGINT", () => resolve())
    process.once("SIGTERM", () => resolve())
  })
}

/** What the gateway logs: people at a terminal are told of faults alone. */
function toldAtErrors(line: Readonly<Record<string, unknown>>): void {
  if (line["level"] === "error") process.stderr.write(`${JSON.stringify(line)}\n`)
}

/** Tells the story, where it was not told yet, and serves until it is time to stop. */
async function serveLedger(
  { ledger, keystore }: Awaited<ReturnType<typeof open>>,
  options: DevelopmentOptions,
): Promise<void> {
  const { data, port, assets } = options
  const random = (length: number) => systemRandom.bytes(length)
  const gateway = createGateway({
    ledger,
    development: await heldKeys(ledger, keystore),
    console: await consoleFiles(assets),
    batches: batchFiles(join(data, "batches")),
    random,
    after: (ms, task) => systemScheduler.after(ms, task),
    log: toldAtErrors,
    version: VERSION,
  })
  const client = createClient({
    url: `http://${HOST}`,
    fetch: async (url, init) => gateway.fetch(new Request(url, init)),
  })
  const folder = join(data, "story")
  await tellStory({ client, random, now: systemClock.now(), folder })
  const serving = await serve(gateway, { host: HOST, port, log: toldAtErrors })
  const url = `http://${HOST}:${serving.port}`
  process.stdout.write(`Development ledger ${ledger.chain}: proves nothing to others.\n`)
  process.stdout.write(`Diplomas to try things on: ${folder}\n`)
  process.stdout.write(`ready ${url}\n`)
  await (options.until?.(url) ?? stopped())
  await serving.close()
}

async function run(options: DevelopmentOptions): Promise<number> {
  const opened = await open(options)
  try {
    await serveLedger(opened, options)
  } finally {
    // Whatever failed, an open store would keep the process from ending.
    await opened.ledger.close()
  }
  return 0
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
