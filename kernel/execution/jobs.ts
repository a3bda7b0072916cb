/**
 * Verdicts ahead of time (ARCHITECTURE.md, "Rules"): what a transaction will probably ask of rules,
 * packed for workers, and what they answer. A wrong or missing guess changes no result.
 */
import { concat, toHex } from "../bytes.ts"
import { CborReader } from "../cbor/reader.ts"
import { parseCoseKey } from "../crypto/cose-key.ts"
import { assert, Bug } from "../failures.ts"
import { AHEAD_MAX } from "../limits.ts"
import { encode } from "../schema/codec.ts"
import type { Hex } from "../schema/fixed.ts"
import type { Signer } from "../service/authorise.ts"
import type { Rule } from "../service/rule.ts"
import type { Transaction, TransactionSignature } from "../transaction/transaction.ts"
import { signersOf } from "./examine.ts"
import { Execution, picked } from "./execution.ts"
import { ed25519, es256 } from "./kernel-rules.ts"
import type { LedgerState } from "./ledger-state.ts"
import type { Runtime } from "./runtime.ts"
import { type Opened, questionName, type Verdicts } from "./verdicts.ts"

/** One question to a rule whose answer is not known yet. */
export type Job = {
  readonly rule: Rule
  /** Canonical CBOR of the rule's input. */
  readonly input: Uint8Array
  /** Remembers the answer. */
  learn(holds: boolean): void
}

/**
 * The jobs of transactions on the committed state that are due next: signatures, and once all of a
 * transaction's are known to hold, what its commands ask ahead. None for what is known, not
 * decodable, or signed by nobody known: a stranger's bytes make nobody verify hundreds of seals.
 */
export function verdictJobs(
  runtime: Runtime,
  state: LedgerState,
  verdicts: Verdicts,
  transactions: readonly Uint8Array[],
): readonly Job[] {
  const { chain, time, decoded: base } = state
  const height = state.height + 1n
  const execution = new Execution({ runtime, chain, height, time, verdicts, base })
  return transactions.flatMap((bytes) => jobsOf(execution, bytes))
}

/** The jobs of one transaction on a running overlay that are due next. */
export function jobsOf(execution: Execution, bytes: Uint8Array): readonly Job[] {
  try {
    const { verdicts, runtime, chain } = execution
    const opened = verdicts.open(runtime, chain, bytes)
    const { transaction } = opened
    const signatures = signatureJobs(execution, opened)
    if (signatures.length > 0) return signatures
    const signed = transaction.signatures.every((_, i) => verdicts.signature(opened, i) === true)
    return signed ? aheadJobs(execution, transaction) : []
  } catch {
    return [] // A guess may fail; the execution itself will say what is wrong.
  }
}

function signatureJobs(execution: Execution, opened: Opened): readonly Job[] {
  const { verdicts } = execution
  const { signatures } = opened.transaction
  const unknown = signatures.some((_, index) => verdicts.signature(opened, index) === null)
  if (!unknown) return []
  const signers = signersOf(execution, opened.transaction)
  return signatures.flatMap((signature, index) => {
    if (verdicts.signature(opened, index) !== null) return []
    const job = signatureJob(signature, signers[index]!)
    if (job === null) return []
    const learn = (holds: boolean) => verdicts.learnSignature(opened.name, index, holds)
    return [{ ...job, learn }]
  })
}

function signatureJob(
  { algorithm, signature, toBeSigned: message }: TransactionSignature,
  signer: Signer,
): Pick<Job, "rule" | "input"> | null {
  const key = parseCoseKey(signer.public)
  if (key.algorithm !== algorithm) return null
  const point = key.algorithm === "es256" ? concat(key.x, key.y) : key.x
  const input = { key: toHex(point) as Hex, message, signature: toHex(signature) as Hex }
  const rule: Rule = algorithm === "ed25519" ? ed25519 : es256
  return { rule, input: encode(rule.input, input) }
}

function aheadJobs(execution: Execution, { payload }: Transaction): readonly Job[] {
  const { verdicts, runtime } = execution
  const jobs: Job[] = []
  for (const { command: name, input } of payload.operations) {
    const questions = runtime.command(name).ahead
    if (questions === null) continue
    const asked = execution.read(() => questions(execution.view, input))
    for (const [rule, given] of asked.slice(0, AHEAD_MAX)) {
      if (!runtime.rules.includes(rule)) continue
      const bytes = encode(rule.input, picked(rule.names, given))
      const question = questionName(rule, bytes)
      if (verdicts.answer(question) !== undefined) continue
      jobs.push({ rule, input: bytes, learn: (holds) => verdicts.learn(question, holds) })
    }
  }
  return jobs
}

const HEAD_BYTES = 6

/** Jobs as one buffer for a worker: rule u16 ‖ length u32 ‖ input, one after the other. */
export function packJobs(runtime: Runtime, jobs: readonly Job[]): Uint8Array {
  let size = 0
  for (const { input } of jobs) size += HEAD_BYTES + input.length
  const packed = new Uint8Array(size)
  const view = new DataView(packed.buffer)
  let at = 0
  for (const { rule, input } of jobs) {
    const number = runtime.rules.indexOf(rule)
    assert(number >= 0, `rule "${rule.name}" runs`)
    view.setUint16(at, number)
    view.setUint32(at + 2, input.length)
    packed.set(input, at + HEAD_BYTES)
    at += HEAD_BYTES + input.length
  }
  return packed
}

/** A worker's part: one byte back for each job, 1 where the rule holds. */
export function runJobs(rules: readonly Rule[], packed: Uint8Array): Uint8Array {
  const view = new DataView(packed.buffer, packed.byteOffset, packed.byteLength)
  const answers: number[] = []
  for (let at = 0; at < packed.length; ) {
    const rule = rules[view.getUint16(at)]
    const length = view.getUint32(at + 2)
    if (rule === undefined) throw new Bug("a job asks a rule that is not there")
    const input = packed.subarray(at + HEAD_BYTES, at + HEAD_BYTES + length)
    answers.push(rule.holds(rule.input.read(new CborReader(input))) ? 1 : 0)
    at += HEAD_BYTES + length
  }
  return Uint8Array.from(answers)
}

/** Fills the memory with what a worker answered to these jobs. */
export function learnAnswers(jobs: readonly Job[], answers: Uint8Array): void {
  assert(jobs.length === answers.length, "a worker answers each job")
  jobs.forEach((job, index) => {
    job.learn(answers[index] === 1)
  })
}
