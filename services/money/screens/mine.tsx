/** My money: what the acting principal has, where it went last, and the ways to pay and be paid. */
import { buttonClass, EmptyState, Link, Note, useActing } from "@concordat/console/components"
import { AccountCard } from "./account-card.tsx"
import { useAssets, useOwnAccounts } from "./ask.ts"
import { LatestPanel } from "./latest-panel.tsx"
import styles from "./money.module.css"
import { Asked, MoneyPage } from "./money-page.tsx"
import { BANK, OPEN_ACCOUNT, PAY, REQUEST } from "./paths.ts"
import { tell } from "./tell.ts"

/** Accounts whose last lines are shown; the others' are on their pages. */
const LATEST_MAX = 3

/** Accounts that are shown as cards; a bank has its desk for more. */
const CARDS_MAX = 12

/** The page. */
export function MinePage() {
  const { principal } = useActing()
  const assets = useAssets()
  const own = useOwnAccounts()
  return (
    <MoneyPage
      title={tell("mine.page")}
      intro={principal === null ? tell("act.noSignIn") : tell("mine.intro", { who: principal })}
      actions={
        <>
          <Link to={REQUEST} className={buttonClass()}>
            {tell("pay.request")}
          </Link>
          <Link to={PAY} className={buttonClass("primary")}>
            {tell("mine.pay")}
          </Link>
        </>
      }
    >
      {principal === null ? <Note>{tell("act.noSignIn")}</Note> : null}
      <Asked answer={assets}>
        {(known) => (
          <Asked answer={own} lines={8}>
            {(mine) =>
              mine.length === 0 ? (
                <EmptyState why={tell("mine.none", { who: principal ?? "" })}>
                  <Link to={OPEN_ACCOUNT} className={buttonClass()}>
                    {tell("bank.open")}
                  </Link>
                </EmptyState>
              ) : (
                <>
                  <div className={styles.cards}>
                    {mine.slice(0, CARDS_MAX).map((one) => (
                      <AccountCard key={one.account} row={one} unit={known.unit(one.asset)} />
                    ))}
                  </div>
                  <Others count={mine.length - CARDS_MAX} />
                  {mine.slice(0, LATEST_MAX).map((one) => (
                    <LatestPanel key={one.account} row={one} unit={known.unit(one.asset)} />
                  ))}
                </>
              )
            }
          </Asked>
        )}
      </Asked>
    </MoneyPage>
  )
}

function Others({ count }: { readonly count: number }) {
  if (count <= 0) return null
  return (
    <Note>
      {tell("mine.more", { count })} <Link to={BANK}>{tell("tabs.bank")}</Link>
    </Note>
  )
}
