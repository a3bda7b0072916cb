/**
 * Counting: what ballots come to under a rule. The node, the console and whoever recomputes a
 * decision from the ledger call the same functions.
 */
import type { Infer, Party, RecordOf } from "@concordat/kernel"
import type { ClassRule } from "./constitution.ts"
import { needOf, reaches, type Share } from "./shares.ts"
import type { ballotChoice, countFields } from "./tables.ts"

export type Choice = Infer<typeof ballotChoice>
/** Ballots by choice. */
export type Tally = Readonly<Record<Choice, number>>
/** Ballots that count, of how many, and how many are needed. */
export type Count = RecordOf<typeof countFields>
/** What a count comes to. */
export type Verdict = "carried" | "vetoed" | "unreachable" | "undecided"

/** More than one third of the electorate may veto. */
const VETO: Share = { num: 1, den: 3, strict: true }

/** Before anybody voted. */
export const NO_BALLOTS: Tally = { yes: 0, no: 0, abstain: 0, veto: 0 }

/** One ballot in place of another, or beside the rest. */
export function recast(tally: Tally, given: Choice, former: Choice | null): Tally {
  const less = former === null ? tally : { ...tally, [former]: tally[former] - 1 }
  return { ...less, [given]: less[given] + 1 }
}

/**
 * The ballots of an electorate without those who are members no more. `ballotOf` is asked for the
 * missing alone.
 */
export function countOf(
  { electorate, tally }: { readonly electorate: readonly Party[]; readonly tally: Tally },
  members: ReadonlySet<Party>,
  { yes: yesShare, quorum: quorumShare }: Pick<ClassRule, "yes" | "quorum">,
  ballotOf: (organisation: Party) => Choice | null,
): Count {
  const left = { ...tally }
  let of = electorate.length
  for (const organisation of electorate) {
    if (members.has(organisation)) continue
    of -= 1
    const choice = ballotOf(organisation)
    if (choice !== null) left[choice] -= 1
  }
  return { of, ...left, need: needOf(yesShare, of), quorum: needOf(quorumShare, of) }
}

/** Organisations that gave a ballot of any kind. */
function turnoutOf({ yes, no, abstain, veto }: Tally): number {
  return yes + no + abstain + veto
}

/** Whether a count carries its proposal. */
export function isCarried(count: Count): boolean {
  return !isVetoed(count) && count.yes >= count.need && turnoutOf(count) >= count.quorum
}

function isVetoed({ veto, of }: Count): boolean {
  return reaches(VETO, veto, of)
}

/** What a count comes to while ballots may still be given. */
export function verdictOf(count: Count): Verdict {
  if (isVetoed(count)) return "vetoed"
  if (isCarried(count)) return "carried"
  const { of, no, abstain, veto, need } = count
  return of - no - abstain - veto < need ? "unreachable" : "undecided"
}
