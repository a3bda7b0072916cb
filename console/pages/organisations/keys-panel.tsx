/** The keys of a party: what each is for, whether it stands. */
import { Answered } from "../../components/answered.tsx"
import { EmptyState } from "../../components/empty-state.tsx"
import { Link } from "../../components/link.tsx"
import { Panel } from "../../components/panel.tsx"
import { rowPath } from "../../components/row-path.ts"
import { StatusPill } from "../../components/status-pill.tsx"
import { TimeCell } from "../../components/time-cell.tsx"
import { shortened, titled } from "../../components/words.ts"
import { tell } from "../../texts/tell.ts"
import styles from "./organisation.module.css"
import { REGISTER, useRegisterRow, useRegisterRows } from "./register.ts"

type Row = {
  readonly purpose: string
  readonly algorithm: string
  readonly until: string | null
  readonly status: string
}

/** The panel. */
export function KeysPanel({ holder }: { readonly holder: string }) {
  const answer = useRegisterRows<{ readonly key: string }, object>("holderKeys", { holder })
  return (
    <Panel flush title={tell("keys.title")}>
      <Answered answer={answer}>
        {(rows) =>
          rows.length === 0 ? (
            <EmptyState why={tell("keys.none")} />
          ) : (
            <ul>
              {rows.map(({ key: { key } }) => (
                <KeyItem key={key} thumbprint={key} />
              ))}
            </ul>
          )
        }
      </Answered>
    </Panel>
  )
}

function KeyItem({ thumbprint }: { readonly thumbprint: string }) {
  const { data } = useRegisterRow<Row>("keys", [thumbprint])
  const path = rowPath({ service: REGISTER, table: "keys" }, [thumbprint])
  return (
    <li className={styles.item}>
      <span className={styles.who}>
        <Link to={path} className="bytes">
          {shortened(thumbprint)}
        </Link>
      </span>
      {data === undefined ? null : (
        <>
          <span>{titled(data.purpose)}</span>
          <span className="muted">{data.algorithm}</span>
          {data.until === null ? null : <TimeCell time={data.until} />}
          <StatusPill state={data.status} />
        </>
      )}
    </li>
  )
}
