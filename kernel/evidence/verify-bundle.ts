/**
 * Evidence, verified: from bytes and anchors to a verdict in steps and words. Needs no network, no
 * clock and no schema, and answers any bytes with a verdict, never a throw.
 */
import { stampMs } from "../block/wire.ts"
import type { Anchor } from "./anchor.ts"
import type { Bundle } from "./bundle.ts"
import {
  checkClaims,
  checkCommit,
  checkLedger,
  checkPath,
  checkRoots,
  formAnswer,
  readForm,
} from "./checks.ts"
import { describeClaim } from "./describe.ts"
import { checkReceipts } from "./enclosed-receipts.ts"
import type { FactSchemas } from "./fact-schemas.ts"
import { chooseAnchor, followPath } from "./trust-path.ts"
import { type Finding, passed, type StepName, type Verdict } from "./verdict.ts"

/** When to judge, and what is known of the ledger's services. */
export type VerifyOptions = {
  /** Milliseconds since 1970; of a trusted time-stamp for evidence that was stamped. */
  readonly now: number
  readonly schemas?: FactSchemas
}

const UNREAD: Verdict = {
  valid: false,
  code: null,
  grade: null,
  chain: null,
  height: null,
  time: null,
  organisations: [],
  steps: [],
  claims: [],
  headers: [],
  anchor: null,
}

/** The verdict so far, with one more step; a step that failed is the last. */
function withStep(verdict: Verdict, step: StepName, finding: Finding): Verdict {
  const { ok, sentence, details } = finding
  const code = finding.ok ? null : finding.code
  return { ...verdict, code, steps: [...verdict.steps, { step, ok, code, sentence, details }] }
}

/**
 * Verifies a bundle, given as bytes (CBOR or JSON) or as a value, by one anchor or a list of them.
 *
 * @example
 * const verdict = verifyBundle(file, anchors, { now: Date.now() })
 * if (verdict.valid) console.log(verdict.grade, verdict.claims)
 * else console.log(verdict.code, verdict.steps.at(-1)?.sentence)
 */
export function verifyBundle(
  input: Uint8Array | Bundle,
  anchors: Anchor | readonly Anchor[],
  { now, schemas = {} }: VerifyOptions,
): Verdict {
  const bundle = readForm(input)
  if ("ok" in bundle) return withStep(UNREAD, "form", bundle)
  const { chain, height, header } = bundle
  const read = { ...UNREAD, chain, height, time: stampMs(header.time) }
  let verdict = withStep(read, "form", formAnswer(bundle))

  const known = isList(anchors) ? anchors : [anchors]
  const ledger = checkLedger(bundle, known)
  verdict = withStep(verdict, "ledger", ledger)
  if (!ledger.ok) return verdict

  const ours = known.filter((one) => one.chain === chain)
  const anchor = chooseAnchor(ours, bundle)
  const path = followPath(anchor, bundle, now)
  const led = checkPath(path, anchor, { bundle, anchors: ours })
  verdict = withStep({ ...verdict, anchor }, "path", led)
  if (!led.ok) return verdict

  const { finding, standing } = checkCommit(bundle, anchor)
  verdict = withStep(verdict, "commit", finding)
  if (standing === null) return verdict

  const roots = checkRoots(bundle)
  verdict = withStep(verdict, "roots", roots)
  if (!roots.ok) return verdict
  verdict = { ...verdict, grade: standing.grade, organisations: standing.signed }

  const refuted = checkClaims(bundle)
  if (refuted !== null) return withStep(verdict, "claims", refuted)
  const claims = bundle.claims.map((claim) => describeClaim(claim, bundle, schemas))
  verdict = withStep(verdict, "claims", passed(claims.map(({ sentence }) => sentence).join(" ")))

  const receipts = checkReceipts(bundle, standing)
  verdict = withStep(verdict, "receipts", receipts)
  return receipts.ok ? { ...verdict, valid: true, claims, headers: path.headers } : verdict
}

const isList: (value: Anchor | readonly Anchor[]) => value is readonly Anchor[] = Array.isArray
