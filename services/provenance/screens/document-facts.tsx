/** What the register holds of a document: names, times, digests; nothing that the file says. */
import {
  type Fact,
  Facts,
  HashChip,
  Link,
  Panel,
  PartyChip,
  plainText,
  Row,
  StatusPill,
  shortened,
  spaced,
  TimeCell,
} from "@concordat/console/components"
import type { ReactNode } from "react"
import type { DocumentAnswer } from "./document-answer.ts"
import { documentPath } from "./paths.ts"
import { tell } from "./tell.ts"

type Props = {
  readonly names: { readonly organisation: string; readonly handle: string }
  readonly document: DocumentAnswer
  /** The standing that counts now. */
  readonly state: string
  readonly evidence: ReactNode
}

/** The panel. */
export function DocumentFacts({ names, document, state, evidence }: Props) {
  const { organisation, handle } = names
  const { item, statement } = document
  const end = statement.until
  const facts: readonly Fact[] = [
    { name: tell("documents.state"), value: <StatusPill state={state} /> },
    ...reasonOf(document),
    ...linksOf(organisation, document),
    { name: tell("document.issuer"), value: <PartyChip party={statement.issuer} /> },
    { name: tell("document.title"), value: document.class.title },
    { name: tell("document.registered"), value: <TimeCell time={statement.at} /> },
    { name: tell("document.by"), value: <PartyChip party={statement.by} /> },
    {
      name: tell("document.until"),
      value: end === null ? tell("document.never") : <TimeCell time={end} />,
    },
    { name: tell("document.handle"), value: hashOf(handle, "document.handle") },
    { name: tell("document.statement"), value: hashOf(item.statement, "document.statement") },
    { name: tell("document.leaf"), value: hashOf(item.leaf, "document.leaf") },
    ...(statement.count === 1
      ? []
      : [{ name: tell("document.count"), value: plainText(statement.count) }]),
  ]
  return (
    <Panel title={tell("document.facts")}>
      <Facts facts={facts} />
      <Row>
        {evidence}
        <a href="/verify">{tell("document.verify")}</a>
      </Row>
    </Panel>
  )
}

function hashOf(hex: string, kind: "document.handle" | "document.statement" | "document.leaf") {
  return <HashChip hex={hex} kind={tell(kind)} />
}

function reasonOf({ item: { status } }: DocumentAnswer): readonly Fact[] {
  const { reason, order } = status
  return [
    ...(reason === null ? [] : [{ name: tell("document.reason"), value: spaced(reason) }]),
    ...(order === null
      ? []
      : [{ name: tell("document.order"), value: <HashChip hex={order} kind="Order" /> }]),
  ]
}

/** The document that took its place, and the one whose place it took. */
function linksOf(organisation: string, { item, events }: DocumentAnswer): readonly Fact[] {
  const older = events.find(
    ({ event, fields }) =>
      event === "document_superseded" && fields["statement"] === item.statement,
  )
  const link = (name: "document.replacedBy" | "document.replaces", handle: string): Fact => ({
    name: tell(name),
    value: <Link to={documentPath(organisation, handle)}>{shortened(handle)}</Link>,
  })
  return [
    ...(item.replacedBy === null ? [] : [link("document.replacedBy", item.replacedBy)]),
    ...(older === undefined ? [] : [link("document.replaces", String(older.fields["handle"]))]),
  ]
}
