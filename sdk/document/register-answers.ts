/** "Issuer?", "Sealed?", "Registered?": what the ledger proves of a statement, in words. */
import {
  equalBytes,
  fromHex,
  type Grade,
  parseCoseKey,
  sha256,
  verifyByKey,
} from "@concordat/kernel"
import type { Statement } from "@concordat/services/provenance"
import type { ProvenRegister } from "./proven.ts"
import { type Answer, no, yes } from "./verdict.ts"
import { dayWords, timeWords } from "./words.ts"

const ASK_ISSUER = "Ask the issuer whether the document is theirs."

/** Whether the register's rows speak of this statement; else what differs. */
function difference(statement: Statement, chain: string, proven: ProvenRegister): string | null {
  const { statement: row, item } = proven
  if (statement.chain !== chain) return "The statement is of another ledger."
  const same =
    row.issuer === statement.issuer &&
    row.class === statement.payload.class &&
    row.root === statement.root &&
    row.count === statement.count &&
    row.key === statement.key
  if (!same) return "The register holds another statement under this name."
  return item !== null && item.statement !== statement.statement && item.status.state === "valid"
    ? "The register knows the document by another statement."
    : null
}

/** "Issuer?" */
export function issuerAnswer(statement: Statement, chain: string, proven: ProvenRegister): Answer {
  const differs = difference(statement, chain, proven)
  if (differs !== null) return no("issuer_differs", differs, ASK_ISSUER)
  const { issuer, class: of } = proven
  const sentence = `Issued by ${issuer.name}, entitled to “${of.title}” that day.`
  return yes("issued", sentence, null, { issuer: issuer.name, title: of.title })
}

/** Whether the seal signed, was the issuer's own, and was in force when it was registered. */
export function sealedAnswer(statement: Statement, proven: ProvenRegister): Answer {
  const { seal, statement: row, issuer, at } = proven
  const own = seal.holder === row.issuer && seal.purpose === "seal"
  const named = equalBytes(sha256(seal.public), fromHex(statement.key))
  const verdict = verifyByKey(parseCoseKey(seal.public), statement.toBeSigned, statement.signature)
  if (!own || !named || verdict !== "ok") {
    return no("seal_invalid", "The seal does not fit the statement.", ASK_ISSUER)
  }
  const lost = seal.status === "compromised" || seal.status === "revoked"
  if (lost && seal.since !== null && seal.since <= at) {
    const how = seal.status === "compromised" ? "stolen" : "revoked"
    const since = `Key ${how} since ${dayWords(seal.since)}; registered on ${dayWords(at)}.`
    return no("seal_stolen", since, ASK_ISSUER, { since: seal.since, at })
  }
  const begun = seal.from <= at
  const ended = seal.until !== null && seal.until <= at
  if (!begun || ended)
    return no("seal_not_in_force", "The seal was not in force that day.", ASK_ISSUER)
  return yes("sealed", `${issuer.name}'s key, in force that day.`, null, {
    issuer: issuer.name,
  })
}

/** "Registered?": when, and how many organisations stand behind it. */
export function registeredAnswer(
  at: number,
  grade: Grade,
  organisations: readonly string[],
): Answer {
  const time = timeWords(at)
  if (grade === "C") {
    const signed = organisations.length > 1 ? `; ${organisations.length} organisations` : ""
    const sentence = `${time}${signed}. Development ledger (C): no proof for others.`
    const next = "Use a ledger that several organisations keep."
    return yes("registered_development", sentence, next, { at })
  }
  if (grade === "B") {
    const sentence = `${time}. One organisation only (B).`
    return yes("registered_b", sentence, "Ask others to confirm it.", { at })
  }
  const count = organisations.length
  return yes("registered_a", `${time}; ${count} organisations (A).`, null, { at, count })
}
