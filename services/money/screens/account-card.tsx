/** An account as a card: what can be spent, and why that is less than what is booked. */
import { buttonClass, Link, Row, Sign } from "@concordat/console/components"
import type { AccountRow } from "../tables.ts"
import { kindText } from "./account-chip.tsx"
import { shortNumber } from "./account-number.ts"
import type { Unit } from "./amount.ts"
import { Amount } from "./amount-cell.tsx"
import { type Found, spendable } from "./ask.ts"
import styles from "./money.module.css"
import { accountPath, REQUEST, withParameters } from "./paths.ts"
import { tell } from "./tell.ts"

type Props = { readonly row: Found<"accountList">; readonly unit: Unit }

/** The card. */
export function AccountCard({ row, unit }: Props) {
  const { account, debitsPending, frozen, creditsPending, creditsPosted, debitsPosted } = row
  const parts = [
    { name: "account.booked", units: creditsPosted - debitsPosted, always: true },
    { name: "account.held", units: debitsPending, always: false },
    { name: "account.coming", units: creditsPending, always: false },
    { name: "account.frozen", units: frozen, always: false },
  ] as const
  return (
    <section className={styles.card} aria-label={`${kindText(row.kind)} ${shortNumber(account)}`}>
      <div className={styles.cardHead}>
        <span>
          {kindText(row.kind)} · {row.asset}
        </span>
        <bdi translate="no">{shortNumber(account)}</bdi>
      </div>
      <div>
        <Amount units={spendable(row)} unit={unit} large />
        <p className={styles.sign}>{tell("account.spendable")}</p>
      </div>
      <div className={styles.parts}>
        {parts.map(({ name, units, always }) =>
          always || units !== 0n ? (
            <span key={name}>
              {tell(name)} <Amount units={units} unit={unit} />
            </span>
          ) : null,
        )}
      </div>
      <Blocked row={row} />
      <Row>
        <Link to={accountPath(account)} className={buttonClass()}>
          {tell("account.statement")}
        </Link>
        <Link to={withParameters(REQUEST, { account })} className={buttonClass("quiet")}>
          {tell("account.request")}
        </Link>
      </Row>
    </section>
  )
}

type BlockedProps = {
  readonly row: Pick<AccountRow, "noDebits" | "noCredits" | "frozen">
}

/** What an authority has stopped. */
export function Blocked({ row }: BlockedProps) {
  const { noDebits, noCredits, frozen } = row
  if (!noDebits && !noCredits && frozen === 0n) return null
  const key = noDebits ? "account.noDebits" : noCredits ? "account.noCredits" : "account.someFrozen"
  return (
    <p className={styles.blocked}>
      <Sign tone="caution" size={16} /> {tell(key)}
    </p>
  )
}
