/**
 * Grades of evidence: how many independent organisations stand behind a header. A: at least f + 1
 * and two of them, so that one of them is honest; B: fewer; C: a development ledger.
 */
import { type Commit, VOTE } from "../block/commit.ts"
import { addressText, type Validators } from "../block/validator-set.ts"

/** How many independent organisations stand behind a header. */
export type Grade = "A" | "B" | "C"

/** The name under which all validators count whose organisation is not known. */
const UNKNOWN_ORGANISATION = ""

/** Who stands behind a commit whose signatures were verified. */
export type Standing = {
  readonly grade: Grade
  /** Organisations that signed, sorted; "" stands for all that are unknown. */
  readonly signed: readonly string[]
  /** Organisations of the set, sorted. */
  readonly all: readonly string[]
  /** f + 1: how many organisations must include an honest one. */
  readonly honest: number
}

const inOrder = (names: ReadonlySet<string>) =>
  [...names].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0))

/** The grade of a verified commit, with organisations looked up by address in lower-case hex. */
export function gradeOf(
  commit: Commit,
  set: Validators,
  {
    organisations,
    profile,
  }: {
    organisations: ReadonlyMap<string, string>
    profile: "production" | "development"
  },
): Standing {
  const all = new Set<string>()
  const signed = new Set<string>()
  for (let index = 0; index < set.length; index++) {
    const organisation = organisations.get(addressText(set[index]!)) ?? UNKNOWN_ORGANISATION
    all.add(organisation)
    if (commit.signatures[index]?.flag === VOTE.commit) signed.add(organisation)
  }
  const honest = Math.floor((all.size - 1) / 3) + 1
  const standing = { signed: inOrder(signed), all: inOrder(all), honest }
  if (profile === "development") return { ...standing, grade: "C" }
  return { ...standing, grade: signed.size >= Math.max(2, honest) ? "A" : "B" }
}
