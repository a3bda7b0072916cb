/** How much there is: figures of the last block. */
import { type LedgerStatus, listRows } from "@concordat/sdk"
import type { ReactNode } from "react"
import { useAnswer, useClient } from "../../components/ledger.tsx"
import { Link } from "../../components/link.tsx"
import { tell } from "../../texts/tell.ts"
import { plainText } from "../../texts/translate.ts"
import styles from "./tiles.module.css"

/** Rows that one question may ask for: beyond, a number would be a guess. */
const COUNTED_MAX = 200

/** The number of organisations, "200+" beyond what is counted. */
function useOrganisations(height: string): string | null {
  const client = useClient()
  const { data } = useAnswer(
    ["organisations", "count"],
    () => listRows(client, "organisations", "organisations", { limit: COUNTED_MAX }),
    { at: height },
  )
  if (data === undefined) return null
  return data.next === null ? plainText(data.rows.length) : `${COUNTED_MAX}+`
}

/** The figures. */
export function Tiles({ status }: { readonly status: LedgerStatus }) {
  const { height, transactions, operations, log, rows } = status
  const organisations = useOrganisations(height)
  const figures: readonly (readonly [name: string, value: ReactNode, to: string | null])[] = [
    [tell("overview.height"), plainText(BigInt(height)), "/blocks"],
    [tell("overview.transactions"), plainText(BigInt(transactions)), null],
    [tell("overview.operations"), plainText(BigInt(operations)), null],
    [tell("overview.events"), plainText(BigInt(log.size)), "/events"],
    [tell("overview.rows"), plainText(rows), "/services"],
    [tell("overview.organisations"), organisations ?? "–", "/organisations"],
  ]
  return (
    <dl className={styles.tiles}>
      {figures.map(([name, value, to]) => (
        <div key={name} className={styles.tile}>
          <dt>{to === null ? name : <Link to={to}>{name}</Link>}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  )
}
