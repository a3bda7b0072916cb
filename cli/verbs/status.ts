/** `concordat status`: what the ledger is at, in a sentence and in figures. */
import type { Json } from "@concordat/kernel"
import { type LedgerStatus, status } from "@concordat/sdk"
import { meetLedger } from "../anchors.ts"
import { connect } from "../connect.ts"
import type { Common, Environment } from "../environment.ts"
import { type Answer, columns } from "../output.ts"

/** Whose validator it is, and where the last block lacks its vote, that. */
function validatorWords({ organisation, signed }: LedgerStatus["validators"][number]): string {
  return `${organisation ?? "?"}${signed === false ? " (missing)" : ""}`
}

/** Exits 1 while the ledger takes no transaction. */
export async function statusVerb(environment: Environment, flags: Common): Promise<Answer> {
  const client = connect(environment, flags)
  const answer = await status(client)
  await meetLedger(environment, client)
  const well =
    answer.halted === null
      ? `${answer.chain} is well at block ${answer.height}.`
      : `${answer.chain} takes no transaction: ${answer.halted}.`
  const development =
    answer.profile === "development"
      ? ["Development ledger: what it shows proves nothing to others (grade C)."]
      : []
  const lines = [
    well,
    ...development,
    ...columns([
      ["time", answer.time],
      ["transactions", answer.transactions],
      ["operations", answer.operations],
      ["rows", String(answer.rows)],
      ["events", answer.log.size],
      ["app hash", answer.appHash],
      ["engine", answer.engine],
      ["validators", answer.validators.map(validatorWords).join(", ")],
      ["services", answer.services.map(({ name }) => name).join(", ")],
    ]),
  ]
  return { lines, json: answer as unknown as Json, exit: answer.halted === null ? 0 : 1 }
}
