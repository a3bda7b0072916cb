/** The desk of a bank: accounts that it operates, payments of a day, holds. */
import {
  buttonClass,
  type Column,
  EmptyState,
  Link,
  Panel,
  useActing,
  useParameters,
} from "@concordat/console/components"
import { organisationOf, type Party } from "@concordat/kernel"
import { AccountChip, kindText } from "./account-chip.tsx"
import { Amount } from "./amount-cell.tsx"
import { type Assets, type Found, spendable, useAssets, useFound } from "./ask.ts"
import { DayPanel } from "./day-panel.tsx"
import { HoldTable } from "./hold-table.tsx"
import { Asked, MoneyPage } from "./money-page.tsx"
import { PagedTable } from "./paged-table.tsx"
import { BANK, FILE, OPEN_ACCOUNT, PAY, withParameters } from "./paths.ts"
import { type MoneyState, StatePill } from "./state-pill.tsx"
import { tell } from "./tell.ts"

const ACCOUNTS = 25
const HOLDS = 25

/** The page, for the organisation of the acting principal or the one that the address names. */
export function BankPage() {
  const { principal } = useActing()
  const [parameters] = useParameters()
  const own = principal === null ? null : organisationOf(principal as Party)
  const operator = parameters.get("operator") ?? own
  const assets = useAssets()
  return (
    <MoneyPage
      title={operator === null ? tell("bank.page") : tell("bank.of", { operator })}
      intro={tell("bank.intro")}
      actions={
        <>
          <Link to={OPEN_ACCOUNT} className={buttonClass()}>
            {tell("bank.open")}
          </Link>
          <Link to={FILE} className={buttonClass()}>
            {tell("file.page")}
          </Link>
          <Link to={PAY} className={buttonClass("primary")}>
            {tell("mine.pay")}
          </Link>
        </>
      }
    >
      {operator === null ? (
        <EmptyState why={tell("act.noSignIn")} />
      ) : (
        <Asked answer={assets}>
          {(known) => <Desk key={operator} operator={operator} assets={known} />}
        </Asked>
      )}
    </MoneyPage>
  )
}

type DeskProps = { readonly operator: string; readonly assets: Assets }

function Desk({ operator, assets }: DeskProps) {
  const holds = useFound("holdsAt", { operator, state: "open", limit: HOLDS })
  return (
    <>
      <Accounts operator={operator} assets={assets} />
      <DayPanel operator={operator} assets={assets} />
      <Panel flush title={tell("holds.open")} note={tell("holds.openNote", { count: HOLDS })}>
        <Asked answer={holds}>
          {({ rows }) => <HoldTable rows={rows} unitOf={({ asset }) => assets.unit(asset)} />}
        </Asked>
      </Panel>
    </>
  )
}

type Row = Found<"accountList">

const columns = (assets: Assets): readonly Column<Row>[] => [
  {
    name: tell("bank.account"),
    cell: ({ account, owner }) => <AccountChip account={account} owner={owner} />,
  },
  { name: tell("bank.kind"), cell: ({ kind }) => kindText(kind) },
  { name: tell("bank.asset"), cell: ({ asset }) => asset, wide: true },
  {
    name: tell("account.booked"),
    align: "end",
    cell: (row) => (
      <Amount units={row.creditsPosted - row.debitsPosted} unit={assets.unit(row.asset)} />
    ),
  },
  {
    name: tell("account.spendable"),
    align: "end",
    cell: (row) => <Amount units={spendable(row)} unit={assets.unit(row.asset)} />,
  },
  { name: tell("bank.state"), cell: (row) => <StatePill state={stateOf(row)} /> },
]

function stateOf({ closed, noDebits, noCredits, frozen }: Row): MoneyState {
  if (closed) return "closed"
  return noDebits || noCredits || frozen > 0n ? "frozen" : "active"
}

function Accounts({ operator, assets }: DeskProps) {
  const [parameters] = useParameters()
  const after = parameters.get("after") ?? undefined
  const found = useFound("accountList", { operator, limit: ACCOUNTS, after })
  const way = (next: string | undefined) =>
    withParameters(BANK, { operator: parameters.get("operator") ?? undefined, after: next })
  return (
    <Panel flush title={tell("bank.accounts")} note={tell("bank.accountsNote", { operator })}>
      <PagedTable
        {...{ found, after, way }}
        caption={tell("bank.accounts")}
        columns={() => columns(assets)}
        keyOf={({ account }) => account}
        none={tell("bank.none", { operator })}
      />
    </Panel>
  )
}
