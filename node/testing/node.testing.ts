/** A node in one process for tests: notes to write, a clock to move, disks and stores to break. */
import type { Disk } from "@concordat/engines/seams"
import { SeededRandom, TestClock, TestDisk, testValidator } from "@concordat/engines/testing"
import {
  coseKey,
  fromHex,
  type Operation,
  type Party,
  type Payload,
  sha256,
  utf8,
} from "@concordat/kernel"
import { saltOf, type TestSigner, testSigner, writeTransaction } from "@concordat/kernel/testing"
import { developmentGenesis } from "../genesis/development.ts"
import { keyPair } from "../keystore/key-pair.ts"
import type { Ledger } from "../ledger.ts"
import { silentLog } from "../log/log.ts"
import { type OpenOptions, openLedger } from "../open.ts"
import type { NetworkRegister } from "../register.ts"
import { memoryPlace } from "../store/store-place.ts"
import { onTheSpot } from "../verify/verifier.ts"
import { notesRuntime, services } from "./notes.testing.ts"

/** The first time of every test ledger. */
export const GENESIS_TIME = Date.UTC(2026, 0, 1)
export const VALIDATOR = testValidator(1)
/** Notes keep no register: all validators are the mint's, and no peer may connect. */
const REGISTER: NetworkRegister = {
  organisationOf: () => "mint" as Party,
  mayConnect: () => false,
  peersOf: () => [],
}

/** Where a test ledger lives: over it a node can be opened again and again. */
export type TestWorld = {
  readonly clock: TestClock
  disk: TestDisk | Disk
  readonly place: ReturnType<typeof memoryPlace>
  readonly genesis: string
  salt: number
}

/**
 * A fresh world; its genesis follows from the seed. `chain`: one that is no development ledger's.
 */
export function testWorld(seed = 1, chain?: string): TestWorld {
  const genesis = developmentGenesis({
    ...{ runtime, random: new SeededRandom(seed), ...(chain === undefined ? {} : { chain }) },
    time: GENESIS_TIME,
    validator: coseKey({ algorithm: "ed25519", x: fromHex(VALIDATOR.key) }),
    state: { notes: { notes: [{ key: { name: "first" }, value: { words: "", count: "1" } }] } },
  })
  const clock = new TestClock(GENESIS_TIME + 10_000)
  return { clock, disk: new TestDisk(), place: memoryPlace(), genesis, salt: 0 }
}

/** Opens the node of a world; `options` replace the usual ones. */
export function openNode(world: TestWorld, options: Partial<OpenOptions> = {}): Promise<Ledger> {
  const { clock, disk, place, genesis } = world
  return openLedger({
    ...{ data: "/data", services, servicesModule: null, genesis, profile: "development" },
    signers: [VALIDATOR],
    register: REGISTER,
    ...{ disk, clock, scheduler: clock, log: silentLog },
    ...{ store: place, verifier: onTheSpot, lock: () => () => {} },
    ...options,
  })
}

/** Operations of the notes service: write, drop, demand a count, run into a bug. */
export const writeOf = (name: string, words = "words"): Operation => ({
  command: "notes.write",
  input: { name, words },
})
export const dropOf = (name: string): Operation => ({ command: "notes.drop", input: { name } })
export const demandOf = (name: string, count: bigint): Operation => ({
  command: "notes.demand",
  input: { name, count },
})
export const failOf = (name: string): Operation => ({ command: "notes.fail", input: { name } })

/** A signed transaction; each has a salt of its own. `now` is the ledger's time. */
export function signedBy(
  world: TestWorld,
  chain: string,
  now: number,
  operations: readonly Operation[],
  says: Partial<Payload> = {},
  who = "mint/ada",
): Uint8Array {
  const heading = {
    chain,
    expires: now + 60_000,
    memo: null,
    mode: "atomic" as const,
    salt: saltOf(++world.salt),
    ...says,
  }
  return writeTransaction(runtime, heading, operations, [quickSigner(who)])
}

/** A transaction for a ledger as it stands now. */
export function signed(
  world: TestWorld,
  ledger: Ledger,
  operations: readonly Operation[],
  says: Partial<Payload> = {},
  who = "mint/ada",
): Uint8Array {
  return signedBy(world, ledger.chain, ledger.status().now, operations, says, who)
}

const runtime = notesRuntime()
const signers = new Map<string, TestSigner>()

/** The test signer of a principal, signing through OpenSSL: ten times as fast. */
function quickSigner(who: string): TestSigner {
  const known = signers.get(who)
  if (known !== undefined) return known
  const pair = keyPair("ed25519", sha256(utf8(`test signer, ed25519 sign ${who}`)))
  const signer = { ...testSigner(who), sign: pair.sign }
  if (pair.id !== signer.kid) throw new Error("test signers have other seeds now")
  signers.set(who, signer)
  return signer
}

/** Waits until nothing more happens. */
export async function quiet(ledger: Ledger): Promise<void> {
  let height = -1n
  for (let still = 0; still < 5; ) {
    await new Promise((resolve) => setImmediate(resolve))
    still = ledger.status().height === height ? still + 1 : 0
    height = ledger.status().height
  }
}

/** Signs and sends. */
export function send(world: TestWorld, ledger: Ledger, ...operations: readonly Operation[]) {
  return ledger.submit(signed(world, ledger, operations))
}
