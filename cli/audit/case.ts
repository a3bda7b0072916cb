/** `concordat audit case`: the commitment that stands on the ledger for a case, and its opening. */
import { jsonText, utf8 } from "@concordat/kernel"
import { CASE_SALT_BYTES, caseOpening, commitCase } from "@concordat/services/oversight"
import type { Common, Environment } from "../environment.ts"
import { writeOutput } from "../files.ts"
import type { Answer } from "../output.ts"

/** Nobody else on this machine reads it. */
const OWN = 0o600

/** Flags of `audit case`. */
export type CaseFlags = Common & { readonly out?: string }

/** Commits to a case under a fresh salt. */
export async function caseVerb(
  environment: Environment,
  number: string,
  flags: CaseFlags,
): Promise<Answer> {
  const salt = environment.random(CASE_SALT_BYTES)
  const opening = caseOpening.check({ salt, case: number })
  const commitment = commitCase(opening)
  const name = flags.out ?? `${number.replaceAll(/[^A-Za-z0-9.-]/g, "-")}.opening`
  const text = utf8(`${jsonText(caseOpening.toJson(opening))}\n`)
  const path = await writeOutput(environment, name, text, OWN)
  const lines = [
    `For the ledger: ${commitment}`,
    `What opens it is in ${path}: keep it, and show it to nobody who may not know the case.`,
    `Next: concordat oversight record-order --case-file ${commitment} …`,
  ]
  return { lines, json: { commitment, file: path } }
}
