/**
 * A seeded story: a supervisor has documents preserved, looks at some under an order, and once
 * without one, by two persons; an auditor looks at a bank's accounts. Some of it is answered, some
 * waits. Pure data: the caller says who plays whom, and hands in time and commitments.
 */
import { type Hash, organisationOf, type Party, timeText } from "@concordat/kernel"

const DAY_MS = 86_400_000

/** Who plays whom. */
export type DemoOversight = {
  /** Two persons of a supervisor. */
  readonly inspectors: readonly [Party, Party]
  readonly auditor: Party
  /** Who answers for an office with documents, and for a bank. */
  readonly office: Party
  readonly bank: Party
  /** The commitment to a case by its number. */
  readonly caseFile: (number: string) => Hash
  /** The digest of what the office hands over. */
  readonly handedOver: Hash
  /** Milliseconds of 1970. */
  readonly now: number
}

/** One command of the story: who sends it, and who signs with it. */
export type DemoLook = {
  readonly who: Party
  readonly with?: readonly Party[]
  readonly command: string
  /** JSON form. */
  readonly input: Readonly<Record<string, unknown>>
}

/** The whole story in order; an answer comes in a later block than what it answers. */
export function demoOversight(given: DemoOversight): readonly DemoLook[] {
  const { inspectors, auditor, office, bank, caseFile, now } = given
  const [inspector, second] = inspectors
  const subject = organisationOf(office)
  const [documents, accounts] = [{ service: "provenance" }, { service: "money" }]
  const inDays = (days: number) => timeText(now + days * DAY_MS)
  const order = (kind: string, of: Party, scope: object, number: string) => ({
    command: "oversight.recordOrder",
    input: {
      ...{ subject: of, kind, scope, caseFile: caseFile(number) },
      ...{ from: timeText(now), until: inDays(365) },
    },
  })
  const look = (purpose: string, of: Party, under: number | null, number: string) => ({
    command: "oversight.requestAccess",
    input: {
      ...{ subject: of, purpose, order: under, caseFile: caseFile(number), until: inDays(14) },
      scope: of === subject ? documents : accounts,
    },
  })
  const answer = (access: number, said: object) => ({
    ...{ who: office, command: "oversight.answerAccess", input: { access, answer: said } },
  })
  return [
    { who: inspector, ...order("preservation", subject, documents, "S-2026-14") },
    { who: inspector, ...order("disclosure", subject, documents, "S-2026-14") },
    { who: inspector, ...look("inspection", subject, 2, "S-2026-14") },
    answer(1, { disclosed: given.handedOver }),
    { who: inspector, ...look("verification", subject, 1, "S-2026-14") },
    answer(2, { refused: "contested" }),
    { who: inspector, with: [second], ...look("emergency", subject, null, "S-2026-20") },
    { who: auditor, ...order("disclosure", organisationOf(bank), accounts, "A-2026-3") },
    { who: auditor, ...look("audit", organisationOf(bank), 1, "A-2026-3") },
  ]
}
