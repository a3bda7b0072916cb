/**
 * What a proposal would change if it were carried out now: its actions tried on the last final
 * state, each row that changes before and after. Whoever asks again within the same block and a few
 * seconds is told the same, so that many readers cost one trial.
 */
import { type Hash, type Json, type Refusal, type TrialRow, time } from "@concordat/kernel"
import type { Ledger } from "@concordat/node"
import { doProposal, ensureLive } from "@concordat/services/governance"
import { fieldsJson } from "../state-path.ts"

/** How long an answer stands while no block comes, in milliseconds: times in rows go on. */
const STANDS_MS = 5_000
/** Proposals that are live at once: as many answers are kept. */
const KEPT_MAX = 64

const refusalJson = ({ code, service, message, details }: Refusal): Json => {
  return { code, service: service ?? null, message, details: details as Json }
}

const valueJson = ({ table }: TrialRow, row: TrialRow["before"]): Json =>
  row === null ? null : table.row.toJson(row)

/** Tries proposals of one ledger. */
export class Outlooks {
  private readonly ledger: Ledger
  private readonly kept = new Map<Hash, Json>()
  private of = ""

  constructor(ledger: Ledger) {
    this.ledger = ledger
  }

  /** The outlook. Throws `Refusal` `unknown_proposal`, `proposal_closed` for one that is over. */
  outlook(proposal: Hash): Json {
    const { height, time: now } = this.ledger.view((view) => ensureLive(view, proposal))
    const of = `${height} ${Math.floor(now / STANDS_MS)}`
    if (of !== this.of || this.kept.size >= KEPT_MAX) this.kept.clear()
    this.of = of
    const answer = this.kept.get(proposal) ?? this.tried(proposal)
    this.kept.set(proposal, answer)
    return answer
  }

  private tried(proposal: Hash): Json {
    const {
      value,
      height,
      time: now,
    } = this.ledger.trial("governance", (tx) => doProposal(tx, proposal))
    const rows = value.rows.filter(({ table }) => table.raw === null)
    return {
      ...{ height: height.toString(), time: time.toJson(now) },
      refusal: value.refusal === null ? null : refusalJson(value.refusal),
      rows: rows.map((row) => ({
        ...{ service: row.table.binding.service, table: row.table.name },
        ...{ key: fieldsJson(row.table, row.key) },
        ...{ before: valueJson(row, row.before), after: valueJson(row, row.after) },
      })),
    }
  }
}
