/** What the routes of the document service share: the register's rows and the log they follow. */
import { type Hash, Refusal, type Row, stateKey } from "@concordat/kernel"
import { statements } from "@concordat/services/provenance"
import type { GatewayOptions } from "../gateway.ts"
import { hashText } from "../routes/record.ts"
import {
  beforeHere,
  followStatements,
  type Registration,
  type Statements,
} from "./follow-statements.ts"
import { type Receipts, signReceipts } from "./receipts.ts"

export type StatementRow = Row<typeof statements>

/** The register as one gateway sees it. */
export type Register = {
  readonly options: GatewayOptions
  readonly followed: Statements
  readonly receipts: Receipts
}

/** Follows the register, with the receipt keys of the validators' organisations that are held. */
export function openRegister(options: GatewayOptions): Register {
  const { ledger, development } = options
  const validators = ledger.status().validators.map(({ organisation }) => organisation)
  const held = [...new Set(validators)]
    .filter((organisation) => organisation !== null)
    .map((organisation) => development?.key(organisation, "receipt") ?? null)
    .filter((key) => key !== null)
  return {
    options,
    followed: followStatements(ledger),
    receipts: signReceipts(ledger.chain, held),
  }
}

/** The refusal of a statement that is not registered. */
export function unknownStatement(statement: string): Refusal {
  const message = "No such statement is registered on this ledger."
  return new Refusal("unknown_statement", message, { statement: statement.slice(0, 64) }, 404)
}

/** The name of a statement in a path, and its row; throws `Refusal` `unknown_statement`. */
export async function statementRow(
  { options: { ledger } }: Register,
  text: string,
): Promise<{ readonly statement: Hash; readonly row: StatementRow }> {
  const statement = hashText(text, "statement")
  const { value } = await ledger.row(stateKey(statements, { statement }))
  if (value === null) throw unknownStatement(statement)
  return { statement, row: statements.readRow(value) as StatementRow }
}

/** Where a statement was registered; throws `Refusal` `unknown_statement`. */
export async function registrationOf(
  { followed }: Register,
  statement: Hash,
): Promise<Registration> {
  const registration = await followed.find(statement)
  if (registration === null && followed.from > 0n) {
    throw beforeHere("Where this statement was registered is not known here", followed.from)
  }
  if (registration === null) throw unknownStatement(statement)
  return registration
}
