/** One function, program or node of an organisation: how it stands, its keys and rights. */
import { useSegments } from "../../components/link.tsx"
import { Facts, Panel } from "../../components/panel.tsx"
import { PartyChip } from "../../components/party-chip.tsx"
import { StatusPill } from "../../components/status-pill.tsx"
import { TimeCell } from "../../components/time-cell.tsx"
import { titled } from "../../components/words.ts"
import { tell } from "../../texts/tell.ts"
import { PartyPage } from "./party-page.tsx"
import { useRegisterRow } from "./register.ts"

type Row = {
  readonly kind: string
  readonly status: string
  readonly since: string
  readonly changed: string
}

/** The page. */
export function PrincipalPage() {
  const [, organisation = "", name = ""] = useSegments()
  const party = `${organisation}/${name}`
  const answer = useRegisterRow<Row>("principals", [organisation, name])
  return (
    <PartyPage
      party={party}
      table="principals"
      texts={[organisation, name]}
      answer={answer}
      title={party}
      above={<PartyChip party={organisation} />}
    >
      {({ kind, status, since, changed }) => (
        <Panel title={tell("organisation.facts")}>
          <Facts
            facts={[
              { name: tell("organisations.status"), value: <StatusPill state={status} /> },
              { name: tell("principal.kind"), value: titled(kind) },
              { name: tell("principal.of"), value: <PartyChip party={organisation} /> },
              { name: tell("organisations.since"), value: <TimeCell time={since} /> },
              { name: tell("organisation.changed"), value: <TimeCell time={changed} /> },
            ]}
          />
        </Panel>
      )}
    </PartyPage>
  )
}
