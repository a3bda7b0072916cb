/**
 * `concordat recovery verify`: from the anchors at hand of a ledger that stopped to one of the
 * ledger that goes on. Evidence of the old ledger that is given besides shows whether the recovery
 * cut something off. Asks no network.
 */
import { anchorKind } from "@concordat/kernel"
import { keepAnchor } from "../anchors.ts"
import type { Common, Environment } from "../environment.ts"
import { readInput } from "../files.ts"
import type { Answer } from "../output.ts"
import { keepRecord } from "./kept.ts"
import { judged, manifestJson, manifestOf, readRecord, refusedRecord } from "./record.ts"

/** Judges a record; where it holds, the new ledger's anchor is kept. */
export async function verifyRecoveryVerb(
  environment: Environment,
  file: string,
  evidence: readonly string[],
  _: Common,
): Promise<Answer> {
  const record = await readRecord(environment, file)
  const others = await Promise.all(evidence.map((name) => readInput(environment, name)))
  const verdict = await judged(environment, record, others)
  const { anchor, steps, members, by, grade } = verdict
  if (anchor === null) return refusedRecord(verdict)
  await keepAnchor(environment, anchor)
  await keepRecord(environment, record)
  const manifest = manifestOf(record, file)
  return {
    lines: [
      ...steps.map(({ sentence }) => `ok  ${sentence}`),
      `Evidence of ${anchor.chain} verifies from here on by an anchor that is kept now; ` +
        `none of it is worth more than grade ${grade}.`,
      `Evidence of ${manifest.chain} up to block ${manifest.height} verifies as before.`,
    ],
    json: {
      ...{ valid: true, grade, members: [...members], by: [...by] },
      ...{ manifest: manifestJson(manifest), anchor: anchorKind.toJson(anchor) },
    },
  }
}
