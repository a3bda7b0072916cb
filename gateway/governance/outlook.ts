/**
 * What a proposal would change if it were carried out now: its actions tried on the last final
 * state, each row that changes before and after. Many readers cost one trial.
 */
import { type Hash, type Json, type Refusal, type TrialRow, time } from "@concordat/kernel"
import type { Ledger } from "@concordat/node"
import { doProposal, ensureLive } from "@concordat/services/governance"
import { fieldsJson } from "../state-path.ts"
import { KeptAnswers } from "./kept-answers.ts"

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
  private readonly kept = new KeptAnswers(KEPT_MAX)

  constructor(ledger: Ledger) {
    this.ledger = ledger
  }

  /** The outlook. Throws `Refusal` `unknown_proposal`, `proposal_closed` for one that is over. */
  outlook(proposal: Hash): Json {
    const seen = this.ledger.view((view) => ensureLive(view, proposal))
    return this.kept.answer(proposal, seen, () => this.tried(proposal))
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
