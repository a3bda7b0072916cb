/** A ledger in memory for tests: signs, closes blocks, and shows what came of them. */
import { type Validators, validatorsKind } from "../block/validator-set.ts"
import { DEFAULT_PARAMETERS, engineParameters } from "../execution/engine-parameters.ts"
import { executeBlock } from "../execution/execute-block.ts"
import { executeGenesis } from "../execution/execute-genesis.ts"
import { readGenesis } from "../execution/genesis.ts"
import type { LedgerState } from "../execution/ledger-state.ts"
import { stateView } from "../execution/look.ts"
import { MemoryRows } from "../execution/memory-rows.ts"
import type { Outcome } from "../execution/outcome.ts"
import { type LoggedEvent, readEvent } from "../execution/read-event.ts"
import type { TxResult } from "../execution/results.ts"
import { defineRuntime, nameOf, type Runtime } from "../execution/runtime.ts"
import { Verdicts } from "../execution/verdicts.ts"
import { jsonText } from "../json/write.ts"
import { type RecoveryManifest, successorOf } from "../recovery/manifest.ts"
import { recoveryGenesis } from "../recovery/recovery-genesis.ts"
import { timeText } from "../schema/calendar.ts"
import { type Hash, hash } from "../schema/fixed.ts"
import type { Command } from "../service/command.ts"
import type { Fields, Values } from "../service/fields.ts"
import type { Service } from "../service/service.ts"
import type { Misbehaviour, View } from "../service/view.ts"
import type { Operation } from "../transaction/operation.ts"
import type { Payload } from "../transaction/payload.ts"
import { type TestAuthority, testAuthority } from "./authority.ts"
import { type GivenRow, stateJson } from "./given.ts"
import { testSigner } from "./signer.ts"
import { saltOf, writeTransaction } from "./write-transaction.ts"

/** Who signs, by principal and in order; null: nobody, for an open command. */
export type Signatories = string | readonly string[] | null

/** What a test ledger begins with; everything may be absent. */
export type TestGenesis = {
  readonly chain?: string
  /** Milliseconds of 1970. */
  readonly time?: number
  readonly rows?: readonly GivenRow[]
  readonly validators?: Validators
  readonly upgradeHeight?: bigint
}

/** What a transaction of a test says besides its operations. */
export type TestPayload = Partial<Pick<Payload, "chain" | "expires" | "memo" | "mode" | "salt">>

/** One closed block. */
export type TestBlock = Outcome & { readonly events: readonly LoggedEvent[] }

/** What one transaction, alone in its block, came to. */
export type TestResult = TxResult & { readonly happened: readonly LoggedEvent[] }

/** A ledger in memory. */
export interface TestLedger {
  readonly runtime: Runtime
  /** Text of the genesis file. */
  readonly genesis: string
  readonly state: LedgerState
  /** Null where one of the services says itself who may do what. */
  readonly authority: TestAuthority | null
  readonly verdicts: Verdicts
  /** Block time of the next block. */
  time: number
  /** Reads the committed state: `documents.get(ledger.view(), { digest })`. */
  view(): View
  /** Bytes of a transaction that expires a minute after the next block. */
  sign(who: Signatories, operations: readonly Operation[], says?: TestPayload): Uint8Array
  /** Closes a block with these transactions; time goes on by a second. */
  block(transactions: readonly Uint8Array[], misbehaviour?: readonly Misbehaviour[]): TestBlock
  /** Closes a block with one operation. */
  run<F extends Fields>(
    who: Signatories,
    command: Command<F>,
    input: Values<NoInfer<F>>,
  ): TestResult
}

const SECOND = 1_000
const EXPIRES_MS = 60_000
/** 2026-11-23T10:00:00Z */
const BEGAN = 1_795_428_000_000
const NOWHERE = hash.check("ab".repeat(32))
const ALONE: Validators = [{ key: { ed25519: hash.check("01".repeat(32)) }, power: 1n }]

/**
 * Opens a ledger. Where none of the services gives `signer`, everybody may do everything; see
 * `authority`. Rows are frozen, so that a service that changes one fails.
 */
export function openTestLedger(
  services: readonly Service[],
  genesis: TestGenesis = {},
): TestLedger {
  const authorised = services.some((service) => service.authorise.signer !== undefined)
  const authority = authorised ? null : testAuthority()
  const all = authority === null ? services : [...services, authority.service]
  const { upgradeHeight } = genesis
  const runtime = defineRuntime(all, { freeze: true, ...(upgradeHeight && { upgradeHeight }) })
  const file = fileOf(runtime, genesis)
  const { state, outcome } = executeGenesis(runtime, readGenesis(runtime, file))
  outcome.commit()
  return testLedger(runtime, state, authority, file)
}

/** How a test ledger stopped: who is left to sign blocks, and who signs the manifest. */
export type TestRecovery = {
  readonly validators: Validators
  readonly says?: Partial<RecoveryManifest>
  readonly endorse: (manifest: RecoveryManifest) => readonly Uint8Array[]
}

/** The ledger that goes on where another one stopped. Throws what its genesis throws. */
export function recoveredLedger(ledger: TestLedger, recovery: TestRecovery): TestLedger {
  const { runtime, state, authority } = ledger
  const { chain, height, appHash: app, log, parameters } = state
  const manifest: RecoveryManifest = {
    ...{ chain, height, app, successor: successorOf(chain), time: ledger.time },
    ...{ block: NOWHERE, snapshot: NOWHERE, reason: "test", validators: recovery.validators },
    ...recovery.says,
  }
  const signed = { manifest, endorsements: recovery.endorse(manifest) }
  const file = jsonText(recoveryGenesis(runtime, signed, { log, parameters }))
  const rows = new MemoryRows(state.rows as MemoryRows)
  const ids = [...state.ids.blocks]
  const begun = executeGenesis(runtime, readGenesis(runtime, file), { rows, ids })
  begun.outcome.commit()
  return testLedger(runtime, begun.state, authority, file)
}

/** An operation of a command. */
export function operation<F extends Fields>(
  command: Command<F>,
  input: Values<NoInfer<F>>,
): Operation {
  return { command: nameOf(command), input }
}

function fileOf(runtime: Runtime, genesis: TestGenesis): string {
  const { chain = "test-dev-1", time = BEGAN, rows = [] } = genesis
  return jsonText({
    format: 1,
    chain,
    time: timeText(time),
    height: "1",
    services: Object.fromEntries(runtime.services.map(({ name, version }) => [name, version])),
    engine: {
      validators: validatorsKind.toJson(genesis.validators ?? ALONE),
      parameters: engineParameters.toJson(DEFAULT_PARAMETERS),
    },
    state: stateJson(rows),
  })
}

function testLedger(
  runtime: Runtime,
  state: LedgerState,
  authority: TestAuthority | null,
  genesis: string,
): TestLedger {
  let signed = 0
  const ledger: TestLedger = {
    ...{ runtime, genesis, state, authority },
    verdicts: new Verdicts(),
    time: state.time + SECOND,
    view: () => stateView(runtime, state, ledger.verdicts),
    sign(who, operations, says = {}) {
      const names = who === null ? [] : typeof who === "string" ? [who] : who
      const signers = names.map((name) => testSigner(name))
      for (const signer of signers) authority?.enrol(signer)
      const expires = ledger.time + EXPIRES_MS
      const plain = { chain: state.chain, expires, memo: null, mode: "atomic" } as const
      const heading = { ...plain, salt: saltOf(++signed), ...says }
      return writeTransaction(runtime, heading, operations, signers)
    },
    block(transactions, misbehaviour = []) {
      const block = { height: state.height + 1n, time: ledger.time, proposer: null }
      const input = { ...block, transactions, misbehaviour }
      const outcome = executeBlock(runtime, state, input, ledger.verdicts)
      outcome.commit()
      ledger.time += SECOND
      return { ...outcome, events: outcome.leaves.map(({ bytes }) => readEvent(runtime, bytes)) }
    },
    run(who, command, input) {
      const { results, events } = ledger.block([ledger.sign(who, [operation(command, input)])])
      const [result] = results
      const id: Hash | null = result!.id
      return { ...result!, happened: events.filter(({ transaction }) => transaction === id) }
    },
  }
  return ledger
}
