/**
 * What is remembered between check, proposal and block (ARCHITECTURE.md, "Rules"): transactions
 * decoded and judged, by the hash of all their bytes, and the verdicts of rules. It holds for one
 * runtime and one chain; losing it costs time, never an answer.
 */

import { concat, utf8 } from "../bytes.ts"
import { sha256Hex } from "../crypto/hash.ts"
import { Invalid } from "../failures.ts"
import { TRANSACTION_BYTES_MAX, TRANSACTION_DECLARED_UNITS_MAX, VERDICTS_MAX } from "../limits.ts"
import type { Rule } from "../service/rule.ts"
import { decodeTransaction, type Transaction } from "../transaction/transaction.ts"
import { bytesName } from "./bytes-name.ts"
import { declaredUnits } from "./costs.ts"
import { freezeDeep } from "./freeze.ts"
import { Generations } from "./generations.ts"
import type { Runtime } from "./runtime.ts"

/** Bytes of transactions whose decoded form is kept, in each of two generations. */
const DECODED_BYTES_MAX = 8_388_608
/** A signature as far as it is known. */
const UNKNOWN = 0
const HOLDS = 1
const FAILS = 2

type Judged = {
  readonly invalid: Invalid | null
  readonly declared: number
  readonly signatures: Uint8Array
}

/** A transaction that passed checks 1 to 4. */
export type Opened = {
  readonly transaction: Transaction
  /** Declared cost in units. */
  readonly declared: number
  /** H(all bytes): names it in the memory. */
  readonly name: string
}

const RULE_SEPARATOR = Uint8Array.of(0)

/** The name of a question in the memory: H(rule name ‖ 00 ‖ canonical input). */
export function questionName(rule: Rule, input: Uint8Array): string {
  return sha256Hex(concat(utf8(rule.name), RULE_SEPARATOR, input))
}

/** The memory of one node. */
export class Verdicts {
  private readonly judged = new Generations<Judged>(VERDICTS_MAX >> 1)
  private readonly decoded = new Generations<Transaction>(DECODED_BYTES_MAX)
  private readonly answers = new Generations<boolean>(VERDICTS_MAX >> 1)

  /** Checks 1 to 4. Throws `Invalid` with the first fault, the same each time. */
  open(runtime: Runtime, chain: string, bytes: Uint8Array): Opened {
    if (bytes.length === 0 || bytes.length > TRANSACTION_BYTES_MAX) {
      return opened(runtime, chain, bytes, "")
    }
    const name = bytesName(bytes)
    const judged = this.judged.get(name)
    if (judged?.invalid) throw judged.invalid
    const transaction = this.decoded.get(name)
    if (judged !== undefined && transaction !== undefined) {
      return { transaction, declared: judged.declared, name }
    }
    return this.judge(runtime, chain, bytes, name)
  }

  /** Whether signature `index` of an opened transaction is known to hold or to fail. */
  signature({ name }: Opened, index: number): boolean | null {
    const state = this.judged.get(name)?.signatures[index] ?? UNKNOWN
    return state === UNKNOWN ? null : state === HOLDS
  }

  /** Remembers the verdict on signature `index`. */
  learnSignature(name: string, index: number, holds: boolean): void {
    const signatures = this.judged.get(name)?.signatures
    if (signatures !== undefined) signatures[index] = holds ? HOLDS : FAILS
  }

  /** A rule's verdict, if known. */
  answer(question: string): boolean | undefined {
    return this.answers.get(question)
  }

  /** Remembers a rule's verdict. */
  learn(question: string, holds: boolean): void {
    this.answers.set(question, holds)
  }

  private judge(runtime: Runtime, chain: string, bytes: Uint8Array, name: string): Opened {
    try {
      const found = opened(runtime, chain, bytes, name)
      const signatures = new Uint8Array(found.transaction.signatures.length)
      this.decoded.set(name, found.transaction, bytes.length)
      // Forgotten and decoded again: what is known of its signatures stays.
      if (this.judged.get(name) === undefined) {
        this.judged.set(name, { invalid: null, declared: found.declared, signatures })
      }
      return found
    } catch (failure) {
      if (!(failure instanceof Invalid)) throw failure
      this.judged.set(name, { invalid: failure, declared: 0, signatures: new Uint8Array() })
      throw failure
    }
  }
}

function opened(runtime: Runtime, chain: string, bytes: Uint8Array, name: string): Opened {
  const transaction = decodeTransaction(bytes, runtime)
  const declared = declaredUnits(runtime, transaction)
  if (declared > TRANSACTION_DECLARED_UNITS_MAX) {
    const limit = TRANSACTION_DECLARED_UNITS_MAX
    const reason = `The operations declare ${declared} units, where ${limit} are allowed.`
    throw new Invalid("limit_reached", "/operations", reason, { limit, actual: declared })
  }
  const given = transaction.payload.chain
  if (given !== chain) {
    const reason = `This is a transaction for ledger "${given}"; this is ledger "${chain}".`
    throw new Invalid("chain_mismatch", "/chain", reason, { expected: chain, actual: given })
  }
  // Kept from check to block: a command that changes its input would not be run with it again.
  if (runtime.freeze) freezeDeep(transaction.payload)
  return { transaction, declared, name }
}
