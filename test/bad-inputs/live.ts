/**
 * A live development ledger with its real gateway, in one process: bad inputs are sent to it.
 * Clock, disk and store are the tests' own, so that it can be restarted and time can pass.
 */
import { randomBytes } from "node:crypto"
import { SeededRandom, TestClock, TestDisk, testValidator } from "@concordat/engines/testing"
import { createGateway, type DevelopmentKeys, type Gateway, serve } from "@concordat/gateway"
import {
  coseKey,
  defineRuntime,
  fromHex,
  type Hash,
  type JsonObject,
  type Operation,
  type Party,
  type Runtime,
} from "@concordat/kernel"
import { saltOf, type TestPayload, testSigner, writeTransaction } from "@concordat/kernel/testing"

import { type Ledger, Metrics, openLedger, register, services } from "@concordat/node"

import { memoryBatches } from "../../gateway/provenance/batches.testing.ts"
import { stateJson } from "../../kernel/testing/given.ts"
import type { TestSigner } from "../../kernel/testing/signer.ts"
import { developmentGenesis } from "../../node/genesis/development.ts"
import { createLog } from "../../node/log/log.ts"
import { memoryPlace } from "../../node/store/store-place.ts"
import { onTheSpot } from "../../node/verify/verifier.ts"
import { BEGAN, REGISTRAR, sealOf } from "../../services/provenance/office.testing.ts"
import { ROWS } from "./people.ts"
import { sample } from "./sample.ts"

const VALIDATOR = testValidator(1)
const EXPIRES_MS = 60_000
const HOST = "127.0.0.1"
const ORIGIN = "http://127.0.0.1:4400"

export const SERVICES = [...services, sample]

/** How a ledger of a row's own is opened. */
export type LiveOptions = {
  /** How much may wait. */
  readonly waiting?: { readonly transactions: number; readonly bytes: number }
  /** No development sign-in. */
  readonly withoutSignIn?: true
  /** Nothing is open without a credential; ten misses a caller. */
  readonly closed?: true
  readonly limited?: true
  /** Another genesis than that of the catalogue. */
  readonly genesis?: string
}

/** What was sent, when, and its first code: what replicas are fed with. */
export type Sent = { readonly bytes: Uint8Array; readonly time: number; readonly code: string }

/** What an answer may tell: the code of the whole, or those of its operations. */
type Told = {
  readonly code?: string
  readonly transaction?: Hash
  readonly operations?: readonly { readonly code?: string }[]
}

const PLENTY = { perSecond: 1_000, burst: 1_000 }
const RATES = {
  ...{ reads: PLENTY, submissions: PLENTY, subscriptions: PLENTY },
  misses: { perSecond: 1, burst: 10 },
}

type Line = Readonly<Record<string, unknown>>

/** The keys that the gateway holds: those of the tests' principals, by their names. */
const HELD: DevelopmentKeys = {
  principals: [REGISTRAR as Party, "justice/clerk" as Party],
  default: { principal: REGISTRAR as Party, class: "diploma" },
  key(holder, purpose) {
    if (purpose === "seal") return { ...sealOf(holder), kid: sealOf(holder).key, holder }
    const { kid, algorithm, sign } = testSigner(holder, "ed25519", purpose)
    return { kid, algorithm, holder, sign }
  },
}

/** The genesis file of a ledger of the catalogue; `seed` gives it a name of its own. */
export function genesisText(runtime: Runtime, state: JsonObject, seed: number): string {
  const random = new SeededRandom(seed)
  const validator = coseKey({ algorithm: "ed25519", x: fromHex(VALIDATOR.key) })
  return developmentGenesis({ runtime, random, time: BEGAN, validator, state })
}

export class Live {
  readonly runtime: Runtime = defineRuntime(SERVICES)
  readonly clock = new TestClock(BEGAN + 10_000)
  /** Lines of the gateway's log. */
  readonly lines: Line[] = []
  /** Lines of the node's log. */
  readonly nodeLines: Line[] = []
  readonly genesis: string
  readonly disk = new TestDisk()
  readonly place = memoryPlace()
  readonly metrics = new Metrics({ version: "0.0.0", commit: "unknown" })
  readonly sent: Sent[] = []
  /** Ids of everything accepted. */
  readonly accepted: Hash[] = []
  private readonly options: LiveOptions
  private salt = 0
  private opened: { ledger: Ledger; gateway: Gateway } | null = null
  private serving: Awaited<ReturnType<typeof serve>> | null = null

  constructor(options: LiveOptions = {}) {
    this.options = options
    this.genesis = options.genesis ?? genesisText(this.runtime, stateJson(ROWS), 7)
  }

  get ledger(): Ledger {
    return this.opened!.ledger
  }

  /** The ledger's present time. */
  get now(): number {
    return this.ledger.status().now
  }

  async open(): Promise<this> {
    const { clock, options } = this
    const ledger = await openLedger({
      ...{ data: "/data", services: SERVICES, servicesModule: null, genesis: this.genesis },
      ...{ profile: "development", signers: [VALIDATOR], disk: this.disk, clock, scheduler: clock },
      ...{ metrics: this.metrics, register },
      log: createLog("node", "info", {
        write: (line) => {
          this.nodeLines.push(JSON.parse(line) as Line)
        },
      }),
      ...{ store: this.place, verifier: onTheSpot, lock: () => () => {} },
      ...(options.waiting !== undefined && { waiting: options.waiting }),
    })
    const gateway = createGateway({
      ledger,
      development: options.withoutSignIn ? null : HELD,
      console: null,
      batches: memoryBatches(),
      access: {
        ...(options.closed && { open: [] }),
        ...(options.limited && { rates: () => RATES }),
      },
      random: (length) => randomBytes(length),
      after: (ms, task) => clock.after(ms, task),
      now: () => clock.now(),
      log: (line) => this.lines.push(line),
      answered: (route, status) => this.metrics.answered(route, status),
      version: "0.0.0",
    })
    this.opened = { ledger, gateway }
    return this
  }

  async close(): Promise<void> {
    await this.serving?.close()
    this.serving = null
    await this.opened?.ledger.close()
    this.opened = null
  }

  /** The same ledger, by another node over the same disk. */
  async restart(): Promise<void> {
    await this.close()
    await this.open()
  }

  /** One request, in process. `path` begins with a slash. */
  async request(path: string, init: RequestInit = {}): Promise<Response> {
    return this.opened!.gateway.request(new Request(`${ORIGIN}${path}`, init))
  }

  /** JSON to a route. */
  json(path: string, body: unknown, headers: Readonly<Record<string, string>> = {}) {
    const text = typeof body === "string" ? body : JSON.stringify(body)
    const type = { "Content-Type": "application/json" }
    return this.request(path, { method: "POST", headers: { ...type, ...headers }, body: text })
  }

  /** The port of a real socket, opened when it is first asked for. */
  async port(): Promise<number> {
    this.serving ??= await serve(this.opened!.gateway, {
      ...{ host: HOST, port: 0 },
      log: (line) => this.lines.push(line),
    })
    return this.serving.port
  }

  /** Sends transaction bytes; what became of them is remembered for the replicas. */
  async send(bytes: Uint8Array): Promise<Response> {
    const time = this.now
    const answer = await this.post("/v1/transactions", bytes)
    const { code, transaction, operations } = (await answer.clone().json()) as Told
    const first = operations?.find((operation) => operation.code !== undefined)
    this.sent.push({ bytes, time, code: code ?? first?.code ?? "" })
    if (transaction !== undefined && answer.status === 200) this.accepted.push(transaction)
    return answer
  }

  /** Posts transaction bytes to a route. */
  post(path: string, bytes: Uint8Array): Promise<Response> {
    const headers = { "Content-Type": "application/cose" }
    return this.request(path, { method: "POST", headers, body: bytes as BodyInit })
  }

  /** What a transaction says besides its operations, with a salt of its own. */
  heading(says: TestPayload = {}) {
    const { chain } = this.ledger
    const expires = this.now + EXPIRES_MS
    const salt = saltOf(++this.salt)
    return { chain, expires, memo: null, mode: "atomic" as const, salt, ...says }
  }

  /** A signed transaction; `who` are names of principals, or signers. */
  sign(
    who: readonly (string | TestSigner)[],
    operations: readonly Operation[],
    says: TestPayload = {},
  ): Uint8Array {
    const signers = who.map((one) => (typeof one === "string" ? testSigner(one) : one))
    return writeTransaction(this.runtime, this.heading(says), operations, signers)
  }

  /** A transaction with nothing wrong. */
  good(says: TestPayload = {}): Uint8Array {
    return this.sign([REGISTRAR], [countOf("good")], says)
  }
}

/** An operation that adds one to a counter. */
export function countOf(name: string): Operation {
  return { command: "sample.count", input: { name } }
}
