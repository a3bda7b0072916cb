/** One organisation: how it stands, who acts for it, its keys and rights. */
import { Answered } from "../../components/answered.tsx"
import { EmptyState } from "../../components/empty-state.tsx"
import { Link, useSegments } from "../../components/link.tsx"
import { type Fact, Facts, Panel } from "../../components/panel.tsx"
import { PartyChip } from "../../components/party-chip.tsx"
import { StatusPill } from "../../components/status-pill.tsx"
import { TimeCell } from "../../components/time-cell.tsx"
import { titled } from "../../components/words.ts"
import { tell } from "../../texts/tell.ts"
import { plainText } from "../../texts/translate.ts"
import styles from "./organisation.module.css"
import { PartyPage } from "./party-page.tsx"
import { type OrganisationRow, useRegisterRow, useRegisterRows } from "./register.ts"
import { RightsMatrix } from "./rights-matrix.tsx"

/** The page. */
export function OrganisationPage() {
  const [, organisation = ""] = useSegments()
  const answer = useRegisterRow<OrganisationRow>("organisations", [organisation])
  return (
    <PartyPage
      party={organisation}
      table="organisations"
      texts={[organisation]}
      answer={answer}
      title={answer.data?.name ?? organisation}
      above={<Link to="/organisations">{tell("organisations.title")}</Link>}
    >
      {(row) => (
        <>
          <Panel title={tell("organisation.facts")}>
            <Facts facts={factsOf(row)} />
          </Panel>
          <Principals organisation={organisation} />
          <RightsMatrix organisation={organisation} />
        </>
      )}
    </PartyPage>
  )
}

function factsOf(row: OrganisationRow): readonly Fact[] {
  const { adminThreshold, administrators, page, since, changed, reason } = row
  const facts: Fact[] = [
    { name: tell("organisations.status"), value: <StatusPill state={row.status} /> },
    { name: tell("organisations.class"), value: titled(row.class) },
    {
      name: tell("organisation.threshold"),
      value: tell("organisation.thresholdOf", { need: adminThreshold, have: administrators }),
    },
    { name: tell("organisations.principals"), value: plainText(row.principals) },
    { name: tell("organisations.since"), value: <TimeCell time={since} /> },
    { name: tell("organisation.changed"), value: <TimeCell time={changed} /> },
  ]
  if (page !== null) facts.push({ name: tell("organisation.page"), value: <bdi>{page}</bdi> })
  if (reason !== null) facts.push({ name: tell("organisation.reason"), value: <bdi>{reason}</bdi> })
  return facts
}

type Key = { readonly organisation: string; readonly name: string }
type Row = { readonly kind: string; readonly status: string }

function Principals({ organisation }: { readonly organisation: string }) {
  const answer = useRegisterRows<Key, Row>("principals", { organisation })
  const administrators = useRegisterRows<Key, object>("administrators", { organisation })
  const leads = new Set(administrators.data?.map(({ key }) => key.name))
  return (
    <Panel flush title={tell("organisation.principals")}>
      <Answered answer={answer}>
        {(rows) =>
          rows.length === 0 ? (
            <EmptyState why={tell("organisation.noPrincipals")} />
          ) : (
            <ul className={styles.list}>
              {rows.map(({ key: { name }, value: { kind, status } }) => (
                <li key={name} className={styles.item}>
                  <span className={styles.who}>
                    <PartyChip party={`${organisation}/${name}`} />
                  </span>
                  <span className="muted">
                    {leads.has(name) ? tell("organisation.administrator") : titled(kind)}
                  </span>
                  <StatusPill state={status} />
                </li>
              ))}
            </ul>
          )
        }
      </Answered>
    </Panel>
  )
}
