/** What evidence of money proves by the anchors at hand, and that it is of what was asked for. */
import { type Fact, type JsonObject, Refusal, type Verdict, verifyBundle } from "@concordat/kernel"
import { schemasOf } from "@concordat/sdk"
import { allAnchors } from "../anchors.ts"
import type { Environment } from "../environment.ts"
import { UsageError } from "../failure.ts"
import { services } from "../services.ts"

const schemas = schemasOf(services)

/** Judges evidence of one fact. */
export async function judgeOne(environment: Environment, bundle: Uint8Array): Promise<Verdict> {
  const anchors = await allAnchors(environment)
  return verifyBundle(bundle, anchors, { now: environment.now(), schemas })
}

/** Evidence of something else than was asked for. */
export function otherEvidence(): UsageError {
  const message = "The evidence that came is of something else than was asked for."
  return new UsageError("upstream_mismatch", message, "Ask another node of the ledger.")
}

/**
 * The columns of a row of money that a fact shows. Throws `Refusal` `unknown_…` where it shows that
 * there is none, `UsageError` `upstream_mismatch` where it is of another row.
 */
export function rowShown(fact: Fact | undefined, table: string, name: string): JsonObject {
  const row = fact?.kind === "value" || fact?.kind === "absence" ? fact : null
  const parts = Object.values((row?.key ?? {}) as JsonObject) // order: a key of one field
  const same = row?.service === "money" && row.table === table && parts.length === 1
  if (row === null || !same || parts[0] !== name) throw otherEvidence()
  if (row.kind === "value") return row.value as JsonObject
  const code = table === "accounts" ? "unknown_account" : "unknown_asset"
  throw new Refusal(code, row.sentence, {}, 404)
}

/** The row that evidence proves. Throws what the evidence fails by, and what `rowShown` throws. */
export async function provenRow(
  environment: Environment,
  bundle: Uint8Array,
  [table, name]: readonly [table: string, name: string],
) {
  const verdict = await judgeOne(environment, bundle)
  const { valid, height, grade, claims } = verdict
  if (valid) return { row: rowShown(claims[0], table, name), height: height!, grade: grade! }
  const { code, sentence } = verdict.steps.at(-1)!
  const message = `${name} is not proven. ${sentence}`
  throw new UsageError(code ?? "bundle_malformed", message, "Ask another node of the ledger.")
}
