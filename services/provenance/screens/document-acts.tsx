/** What may be done about a document's standing: each act is its command's own form, filled in. */
import {
  type ButtonLook,
  buttonClass,
  EmptyState,
  Link,
  Note,
  Panel,
  Row,
} from "@concordat/console/components"
import type { DocumentAnswer, standingOf } from "./document-answer.ts"
import { tell } from "./tell.ts"

type State = ReturnType<typeof standingOf>["state"]
type Act = "revoke" | "supersede" | "suspend" | "reinstate" | "dispose"

/** The rules' own order of states: what a command may be asked for in which of them. */
const ACTS: Readonly<Record<State, readonly Act[]>> = {
  valid: ["supersede", "suspend", "revoke", "dispose"],
  expired: ["supersede", "suspend", "revoke", "dispose"],
  suspended: ["reinstate", "supersede", "revoke", "dispose"],
  superseded: ["revoke", "dispose"],
  revoked: ["dispose"],
  disposed: [],
}

const LOOKS: Partial<Readonly<Record<Act, ButtonLook>>> = { revoke: "grave", dispose: "quiet" }

type Props = {
  readonly names: { readonly organisation: string; readonly handle: string }
  readonly document: DocumentAnswer
  readonly state: State
}

/** The path of the form of an act. */
function pathOf(act: Act, handle: string, of: string): string {
  if (act === "supersede") {
    const query = new URLSearchParams({ replaces: handle, class: of })
    return `/services/provenance/register?${query}`
  }
  const item = { handle, proof: null }
  const known =
    act === "dispose"
      ? { items: JSON.stringify([item]) } // why: an address carries values as JSON
      : { target: JSON.stringify({ item }) } // why: an address carries values as JSON
  return `/services/provenance/commands/${act}?${new URLSearchParams(known)}`
}

/** The panel. */
export function Acts({ names: { handle }, document, state }: Props) {
  const acts = ACTS[state]
  const { approvals } = document.class
  return (
    <Panel title={tell("document.act")}>
      {acts.length === 0 ? (
        <EmptyState why={tell("document.noAct")} />
      ) : (
        <>
          <Note>{tell("document.actNote", { count: approvals })}</Note>
          <Row>
            {acts.map((act) => (
              <Link
                key={act}
                to={pathOf(act, handle, document.statement.class)}
                className={buttonClass(LOOKS[act])}
              >
                {tell(`document.${act}`)}
              </Link>
            ))}
          </Row>
        </>
      )}
    </Panel>
  )
}
