/**
 * What a valid bundle proves of a document: the event of its registration, and the rows of its
 * statement, class, seal, issuer and of itself. Read from the bytes that were proven, never from
 * what the evidence says of itself.
 */
import {
  concat,
  encodeKey,
  equalBytes,
  type Fact,
  type Hash,
  hash,
  Invalid,
  type KeyKind,
  type Party,
  type Row,
  scan,
  type TableShape,
  utf8,
  type Verdict,
} from "@concordat/kernel"
import { keys, organisations } from "@concordat/services/organisations"
import { classes, items, statements } from "@concordat/services/provenance"

/** Rows and the event, as they stood after the bundle's height. */
export type ProvenRegister = {
  readonly statement: Row<typeof statements>
  readonly class: Row<typeof classes>
  readonly seal: Row<typeof keys>
  readonly issuer: Row<typeof organisations>
  /** Null: proven to have no row, so nobody has said anything against it. */
  readonly item: Row<typeof items> | null
  /** When it was registered, milliseconds of 1970. */
  readonly at: number
}

/** What a bundle does not prove, by the word that a sentence uses. */
export type Unproven = { readonly lacks: string }

/**
 * A table that proofs speak of. The service is named here and not asked of the table: a verifier
 * that is bundled for a browser holds the tables alone, without the service that they belong to.
 */
type ProvenTable<T extends TableShape> = { readonly service: string; readonly table: T }

const inProvenance = <T extends TableShape>(table: T) => ({ service: "provenance", table })
const inOrganisations = <T extends TableShape>(table: T) => ({ service: "organisations", table })

const STATEMENTS = inProvenance(statements)
const CLASSES = inProvenance(classes)
const ITEMS = inProvenance(items)
const ORGANISATIONS = inOrganisations(organisations)

/** Keys of organisations: seals, and those that sign receipts. */
export const KEYS = inOrganisations(keys)

/** The state key of a row, field by field in declared order. */
function keyOf({ service, table }: ProvenTable<TableShape>, fields: readonly string[]) {
  const parts = table.keyFields.map(({ kind }, i) => encodeKey(kind as KeyKind<unknown>, fields[i]))
  return concat(utf8(`${service}/${table.name}/`), ...parts)
}

/** The proven value of a row: undefined where the bundle says nothing of it, null for absence. */
export function rowIn<T extends TableShape>(
  facts: readonly Fact[],
  of: ProvenTable<T>,
  fields: readonly string[],
): Row<T> | null | undefined {
  const key = keyOf(of, fields)
  for (const fact of facts) {
    if (fact.kind !== "value" && fact.kind !== "absence") continue
    if (!equalBytes(fact.keyBytes, key)) continue
    if (fact.valueBytes === null) return null
    return readProven(of.table, fact.valueBytes)
  }
  return undefined
}

/** A proven row; undefined for one of a later version of the service, whose columns differ. */
function readProven<T extends TableShape>(table: T, bytes: Uint8Array): Row<T> | undefined {
  try {
    scan(bytes)
    return table.readRow(bytes) as Row<T>
  } catch (error) {
    if (error instanceof Invalid) return undefined
    throw error
  }
}

/** The standing of a statement and document that a bundle proves, or null where it does not. */
export function provenStanding(
  { claims }: Pick<Verdict, "claims">,
  statement: Hash,
  { issuer, handle }: { readonly issuer: Party; readonly handle: Hash },
) {
  const whole = rowIn(claims, STATEMENTS, [statement])
  const item = rowIn(claims, ITEMS, [issuer, handle])
  if (whole === undefined || whole === null || item === undefined) return null
  return { statement: whole, item }
}

/** When the statement was registered, by its proven event. */
function registeredAt(facts: readonly Fact[], statement: Hash): number | null {
  for (const fact of facts) {
    if (fact.kind !== "event" || fact.service !== "provenance") continue
    if (fact.event !== "statement_registered") continue
    const fields = fact.fields as { readonly statement?: unknown }
    if (fields.statement === hash.check(statement)) return fact.time
  }
  return null
}

/** All that a document's evidence must prove, or the first thing that it does not. */
export function provenRegister(
  verdict: Pick<Verdict, "claims">,
  statement: Hash,
  handle: Hash,
): ProvenRegister | Unproven {
  const { claims } = verdict
  const at = registeredAt(claims, statement)
  if (at === null) return { lacks: "the registration of the statement" }
  const row = rowIn(claims, STATEMENTS, [statement])
  if (!row) return { lacks: "the statement" }
  const of = rowIn(claims, CLASSES, [row.class])
  if (!of) return { lacks: "the class" }
  const seal = rowIn(claims, KEYS, [row.key])
  if (!seal) return { lacks: "the seal's key" }
  const issuer = rowIn(claims, ORGANISATIONS, [row.issuer])
  if (!issuer) return { lacks: "the issuer" }
  const item = rowIn(claims, ITEMS, [row.issuer, handle])
  if (item === undefined) return { lacks: "the document's standing" }
  return { statement: row, class: of, seal, issuer, item, at }
}
