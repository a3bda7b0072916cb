/** The last lines of an account, a month back at most. */
import { buttonClass, EmptyState, Link, Panel } from "@concordat/console/components"
import { kindText } from "./account-chip.tsx"
import type { Unit } from "./amount.ts"
import type { Found } from "./ask.ts"
import { Asked } from "./money-page.tsx"
import { Movements } from "./movements.tsx"
import { accountPath } from "./paths.ts"
import { lastMonth } from "./period.ts"
import { useStatement } from "./statement.ts"
import { tell } from "./tell.ts"

const LINES = 6

type Props = { readonly row: Found<"accountList">; readonly unit: Unit }

/** The panel. */
export function LatestPanel({ row, unit }: Props) {
  const { account, kind, asset } = row
  const title = tell("latest.title", { kind: kindText(kind), asset })
  const { from, to } = lastMonth()
  const statement = useStatement({ account, from, to }, { limit: LINES })
  return (
    <Panel
      flush
      title={title}
      actions={
        <Link to={accountPath(account)} className={buttonClass("quiet")}>
          {tell("latest.all")}
        </Link>
      }
    >
      <Asked answer={statement}>
        {({ rows, before }) =>
          rows.length === 0 ? (
            <EmptyState why={tell("latest.none")} />
          ) : (
            <Movements caption={title} rows={rows} unit={unit} before={before} />
          )
        }
      </Asked>
    </Panel>
  )
}
