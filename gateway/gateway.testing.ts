/**
 * For tests: a gateway before a real node in memory, on which two ministries keep documents. Keys
 * follow from names, time stands still, and nothing is mocked.
 */
import { SeededRandom, TestDisk } from "@concordat/engines/testing"
import {
  defineRuntime,
  type Hash,
  type Json,
  type JsonObject,
  type Operation,
  type Party,
  sha256,
  toHex,
  utf8,
} from "@concordat/kernel"
import { saltOf, writeTransaction } from "@concordat/kernel/testing"
import { type Ledger, liveDoctor, register, services } from "@concordat/node"
import {
  type DemoKey,
  demoKeys,
  demoPrincipals,
  demoRows,
} from "@concordat/services/organisations/demo"
import { demoState } from "@concordat/services/validators/demo"
import { developmentGenesis } from "../node/genesis/development.ts"
import { type KeyPair, keyPair } from "../node/keystore/key-pair.ts"
import type { OpenOptions } from "../node/open.ts"
import { memoryPlace } from "../node/store/store-place.ts"
import { GENESIS_TIME, openNode, type TestWorld, testWorld } from "../node/testing/node.testing.ts"
import { createGateway, type Gateway } from "./app.ts"
import type { DevelopmentKeys, GatewayOptions } from "./gateway.ts"
import { memoryBatches } from "./provenance/batches.testing.ts"

const pairs = new Map<string, KeyPair>()

/** The key of a holder for a purpose, always the same. */
export function pairOf(holder: string, purpose: string): KeyPair {
  const name = `gateway test, ${holder} ${purpose}`
  const known = pairs.get(name) ?? keyPair("ed25519", sha256(utf8(name)))
  pairs.set(name, known)
  return known
}

/** The keys of the seeded story. */
function testKeys(organisations?: readonly Party[]): DevelopmentKeys {
  const held = demoKeys(organisations).map(({ holder, purpose }) => `${holder} ${purpose}`)
  const holders = new Set(held)
  return {
    principals: demoPrincipals(organisations),
    default: { principal: "education/registrar" as Party, class: "diploma" },
    key(holder, purpose) {
      if (!holders.has(`${holder} ${purpose}`)) return null
      const { id, sign } = pairOf(holder, purpose)
      return { kid: id, algorithm: "ed25519", holder, sign }
    },
  }
}

/** A ledger of the two ministries behind its gateway. */
export type TestGateway = {
  readonly gateway: Gateway
  readonly ledger: Ledger
  readonly world: TestWorld
  readonly batches: ReturnType<typeof memoryBatches>
  /** Lines that were logged. */
  readonly lines: Readonly<Record<string, unknown>>[]
  /** Tasks that wait for their time; the oldest first. */
  readonly due: (() => void)[]
  close(): Promise<void>
}

export type TestGatewayOptions = {
  readonly node?: Partial<OpenOptions>
  readonly gateway?: Partial<GatewayOptions>
  /** Who is seeded, the two ministries unless given. */
  readonly organisations?: readonly Party[]
}

const runtime = defineRuntime(services)

/** Opens one. `node` and `gateway` replace the usual options. */
export async function openGateway(options: TestGatewayOptions = {}): Promise<TestGateway> {
  const world = testWorld()
  const validator = pairOf("validator", "consensus")
  const { organisations } = options
  const publicKey = ({ holder, purpose }: DemoKey) => pairOf(holder, purpose).public
  const rows = demoRows(publicKey, GENESIS_TIME, organisations)
  const key = toHex(validator.public.subarray(-32)) as Hash
  const seat = { organisation: "education" as Party, key, node: null }
  const genesis = developmentGenesis({
    ...{ runtime, random: new SeededRandom(7), time: GENESIS_TIME, validator: validator.public },
    state: demoState(rows, [seat], GENESIS_TIME),
  })
  const ledger = await openNode(world, {
    ...{ services, genesis, place: undefined, disk: new TestDisk(), store: memoryPlace() },
    signers: [{ key, sign: validator.sign }],
    register,
    ...options.node,
  } as Partial<OpenOptions>)
  const lines: Readonly<Record<string, unknown>>[] = []
  const due: (() => void)[] = []
  const batches = memoryBatches()
  const random = new SeededRandom(11)
  const place = { node: ledger.chain, network: false, log: null, folders: [], engine: null }
  const gateway = createGateway({
    ...{ ledger, development: testKeys(organisations), console: null, batches, version: "0.1.0" },
    doctor: liveDoctor({ ledger, place, version: "0.1.0", clock: world.clock }),
    random: (length) => random.bytes(length),
    now: () => world.clock.now(),
    after(_, task) {
      due.push(task)
      return () => void due.splice(due.indexOf(task), 1)
    },
    log: (line) => void lines.push(line),
    ...options.gateway,
  })
  const close = () => ledger.close()
  return { gateway, ledger, world, batches, lines, due, close }
}

/** One transaction of a principal, signed. */
export function signedBy(
  { ledger, world }: Pick<TestGateway, "ledger" | "world">,
  who: string,
  operations: readonly Operation[],
  expires = ledger.status().now + 60_000,
): Uint8Array {
  const { id, sign } = pairOf(who, "sign")
  const heading = {
    ...{ chain: ledger.chain, expires, memo: null, mode: "atomic" as const },
    salt: saltOf(++world.salt),
  }
  const signer = {
    ...{ principal: who as Party, organisation: who.split("/")[0] as Party },
    ...{ algorithm: "ed25519" as const, kid: id, public: pairOf(who, "sign").public, sign },
  }
  return writeTransaction(runtime, heading, operations, [signer])
}

/** Terms of a class of documents, in JSON. */
export const CLASS_TERMS = {
  ...{ class: "diploma", title: "Diploma", accreditation: null, approvals: 1, keep: 10 },
  ...{ fields: toHex(sha256(utf8("fields"))), reasons: "shown", version: 1, open: true },
} as const

/** A request with a JSON body. */
export function post(
  { gateway }: Pick<TestGateway, "gateway">,
  path: string,
  json: Json,
  headers: Readonly<Record<string, string>> = {},
): Promise<Response> {
  return send(gateway, path, {
    method: "POST",
    headers: { "Content-Type": "application/json", ...headers },
    body: JSON.stringify(json),
  })
}

/** One request in process. */
export async function send(gateway: Gateway, path: string, init: RequestInit = {}) {
  return gateway.request(`http://localhost${path}`, init)
}

/** The problem of an answer: its status and what it says. */
export async function problemIn(response: Response): Promise<JsonObject & { status: number }> {
  const type = response.headers.get("content-type")
  const problem = (await response.json()) as JsonObject & { status: number }
  if (type !== "application/problem+json" || problem.status !== response.status) {
    throw new Error(`${response.status} ${type} is no problem: ${JSON.stringify(problem)}`)
  }
  return problem
}
