/** The keys of a party: what each is for, whether it stands. */
import { Answered } from "../../components/answered.tsx"
import { EmptyState } from "../../components/empty-state.tsx"
import { useStatus } from "../../components/ledger.tsx"
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

const DAY_MS = 86_400_000
/** Days before its end from which on a key is told of, more urgently, and at once. */
const [TOLD_DAYS, SOON_DAYS, NOW_DAYS] = [60, 30, 7]

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

/** How many days a key still holds, where these are few: the fewer, the more urgent. */
function Ending({ until }: { readonly until: string | null }) {
  const now = useStatus().data?.now
  if (until === null || now === undefined) return null
  const days = Math.ceil((Date.parse(until) - Date.parse(now)) / DAY_MS)
  if (days > TOLD_DAYS) return null
  if (days <= 0) return <StatusPill state="ended" words={tell("keys.ended")} tone="negative" />
  const tone = days <= NOW_DAYS ? "negative" : days <= SOON_DAYS ? "caution" : "unknown"
  return <StatusPill state="ending" words={tell("keys.ending", { count: days })} tone={tone} />
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
          {data.status === "active" ? <Ending until={data.until} /> : null}
          <StatusPill state={data.status} />
        </>
      )}
    </li>
  )
}
