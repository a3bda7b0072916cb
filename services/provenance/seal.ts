/**
 * The seal of a statement, checked inside the rule by the kernel's one rule for Ed25519 and ES256:
 * a stolen key alone registers nothing, and a key that has ended seals nothing.
 */
import {
  type CoseKey,
  concat,
  ed25519,
  ensure,
  es256,
  type Hex,
  Invalid,
  type Party,
  parseCoseKey,
  type Question,
  Refusal,
  type Row,
  type Tx,
  toHex,
  type View,
  verifyByKey,
} from "@concordat/kernel"
import { keys } from "../organisations/service.ts"
import { refuse } from "./refusals.ts"
import { classNamed, readStatement, type Statement } from "./statement.ts"

const hexOf = (bytes: Uint8Array) => toHex(bytes) as Hex

type KeyRow = Row<typeof keys>

/** Naming the fault of a bad signature costs a verification on the spot. */
const NAMING_UNITS = 2_000

/** The statement in these bytes, or the refusal that says what is wrong with them. */
export function presentedStatement(bytes: Uint8Array): Statement {
  return orRefused(() => readStatement(bytes))
}

/** The class that these bytes name, or the refusal that says why they name none. */
export function presentedClass(bytes: Uint8Array): string {
  return orRefused(() => classNamed(bytes))
}

function orRefused<T>(read: () => T): T {
  try {
    return read()
  } catch (error) {
    if (!(error instanceof Invalid)) throw error
    const kind =
      error.code === "algorithm_unsupported"
        ? refuse.algorithm_unsupported
        : refuse.statement_malformed
    throw new Refusal(
      kind.code,
      kind.message,
      { ...error.details, reason: error.message },
      kind.status,
    )
  }
}

/** The seal is the issuer's, for sealing, and in force now. */
function ensureInForce(view: View, statement: Statement, issuer: Party): KeyRow {
  const { key } = statement
  const row = keys.get(view, { key })
  ensure(row, refuse.unknown_key, { key })
  ensure(row.purpose === "seal", refuse.key_purpose_mismatch, {
    key,
    actual: row.purpose,
    expected: "seal",
  })
  ensure(row.holder === issuer, refuse.statement_issuer_mismatch, {
    expected: issuer,
    actual: row.holder,
  })
  const lost = row.status === "revoked" || row.status === "compromised"
  ensure(!lost, refuse.key_revoked, { key, since: row.since })
  ensure(row.from <= view.time, refuse.key_not_yet_valid, { key, from: row.from })
  const ended = row.until !== null && row.until <= view.time
  const since = ended ? row.until : row.since
  ensure(!ended && row.status === "active", refuse.key_retired, { key, since })
  return row
}

/** The rule and its question: did this key sign the statement? */
function question(key: CoseKey, { toBeSigned, signature }: Statement) {
  const point = key.algorithm === "es256" ? concat(key.x, key.y) : key.x
  const rule = key.algorithm === "es256" ? es256 : ed25519
  const input = { key: hexOf(point), message: toBeSigned, signature: hexOf(signature) }
  return [rule, input] as const
}

/** Refuses unless the statement is the caller's own, of this ledger, under a good seal in force. */
export function ensureSealed(tx: Tx, statement: Statement): void {
  const issuer = tx.organisation
  const own = statement.chain === tx.chain && statement.issuer === issuer
  ensure(own, refuse.statement_issuer_mismatch, {
    expected: `${tx.chain}:${issuer}`,
    actual: `${statement.chain}:${statement.issuer}`,
  })
  const row = ensureInForce(tx, statement, issuer)
  ensure(row.algorithm === statement.algorithm, refuse.signature_invalid, {
    expected: row.algorithm,
    actual: statement.algorithm,
  })
  const key = parseCoseKey(row.public)
  const [rule, signed] = question(key, statement)
  if (tx.verify(rule, signed)) return

  tx.charge(NAMING_UNITS)
  const verdict = verifyByKey(key, statement.toBeSigned, statement.signature)
  ensure(verdict !== "key_weak", refuse.key_weak, { key: statement.key })
  ensure(verdict !== "signature_not_canonical", refuse.signature_not_canonical)
  ensure(false, refuse.signature_invalid, { key: statement.key })
}

/** The signature that `ensureSealed` will ask for, so that workers verify it ahead. */
export function sealAhead(view: View, bytes: Uint8Array): readonly Question[] {
  try {
    const statement = readStatement(bytes)
    const row = keys.get(view, { key: statement.key })
    return row === undefined ? [] : [question(parseCoseKey(row.public), statement)]
  } catch (error) {
    if (error instanceof Invalid) return []
    throw error
  }
}
