/** An account: what it has, what stops it, its statement, its holds, the proof of its balance. */
import {
  buttonClass,
  CopyButton,
  EvidenceButton,
  type Fact,
  Facts,
  HashChip,
  Link,
  Note,
  Panel,
  PartyChip,
  Row,
  Stack,
  useClient,
  VerdictBanner,
} from "@concordat/console/components"
import { getRowEvidence } from "@concordat/sdk"
import { type AccountRow, accounts } from "../tables.ts"
import { Blocked } from "./account-card.tsx"
import { kindText, ownerText } from "./account-chip.tsx"
import { shortNumber, wholeNumber } from "./account-number.ts"
import type { Unit } from "./amount.ts"
import { Amount } from "./amount-cell.tsx"
import { spendable, useAssets, useFound, useRow } from "./ask.ts"
import { HoldTable } from "./hold-table.tsx"
import { moneyMeaning } from "./meaning.ts"
import styles from "./money.module.css"
import { Asked, MoneyPage } from "./money-page.tsx"
import { assetPath, formPath, limitsPath, ORDERS, withParameters } from "./paths.ts"
import { StatementPanel } from "./statement-panel.tsx"
import { tell } from "./tell.ts"

const HOLDS = 20

/** The page. */
export function AccountPage({ parts }: { readonly parts: Readonly<Record<string, string>> }) {
  const account = parts["account"] ?? ""
  const assets = useAssets()
  const row = useRow(accounts, [account])
  return (
    <MoneyPage
      title={tell("account.page", { number: shortNumber(account) })}
      actions={assets.data && <Actions account={account} unitOf={assets.data.unit} />}
    >
      <Asked answer={assets}>
        {(known) => (
          <Asked answer={row} lines={8}>
            {(value) =>
              value === null ? (
                <VerdictBanner tone="unknown" sentence={tell("account.unknown")} />
              ) : (
                <Known account={account} row={value} unit={known.unit(value.asset)} />
              )
            }
          </Asked>
        )}
      </Asked>
    </MoneyPage>
  )
}

type ActionsProps = {
  readonly account: string
  readonly unitOf: (asset: string) => Unit
}

function Actions({ account, unitOf }: ActionsProps) {
  const client = useClient()
  return (
    <EvidenceButton
      label={tell("account.prove")}
      id={`money-account-${account}`}
      title={tell("account.proveTitle", { number: shortNumber(account) })}
      name={`account-${account.slice(0, 8)}`}
      load={() => getRowEvidence(client, "money", "accounts", [account])}
      meaning={(verdict) => moneyMeaning(verdict, unitOf)}
    />
  )
}

type KnownProps = { readonly account: string; readonly row: AccountRow; readonly unit: Unit }

function Known({ account, row, unit }: KnownProps) {
  const isIssuance = row.kind === "issuance"
  return (
    <Stack>
      <Counters account={account} row={row} unit={unit} />
      <StatementPanel account={account} unit={unit} />
      {isIssuance ? null : <Holds account={account} unit={unit} />}
      <About account={account} row={row} unit={unit} />
    </Stack>
  )
}

function Counters({ row, unit }: KnownProps) {
  const tiles = [
    ["account.spendable", spendable(row)],
    ["account.booked", row.creditsPosted - row.debitsPosted],
    ["account.held", row.debitsPending],
    ["account.coming", row.creditsPending],
    ["account.frozen", row.frozen],
  ] as const
  return (
    <>
      <dl className={styles.tiles}>
        {tiles.map(([name, units]) => (
          <div key={name} className={styles.tile}>
            <dt>{tell(name)}</dt>
            <dd>
              <Amount units={units} unit={unit} />
            </dd>
          </div>
        ))}
      </dl>
      <Blocked row={row} />
    </>
  )
}

function Holds({ account, unit }: Pick<KnownProps, "account" | "unit">) {
  const holds = useFound("accountHolds", { account, limit: HOLDS })
  return (
    <Panel flush title={tell("holds.title")} note={tell("holds.note")}>
      <Asked answer={holds}>{({ rows }) => <HoldTable rows={rows} unitOf={() => unit} />}</Asked>
    </Panel>
  )
}

function About({ account, row, unit }: KnownProps) {
  const { owner, operator, asset, holdingLimit, creditLimit } = row
  const facts: readonly Fact[] = [
    { name: tell("account.kind"), value: kindText(row.kind) },
    {
      name: tell("account.owner"),
      value: "party" in owner ? <PartyChip party={owner.party} /> : ownerText(owner),
    },
    { name: tell("account.operator"), value: <PartyChip party={operator} /> },
    { name: tell("account.asset"), value: <Link to={assetPath(asset)}>{asset}</Link> },
    {
      name: tell("account.limit"),
      value: holdingLimit === null ? "–" : <Amount units={holdingLimit} unit={unit} />,
    },
    { name: tell("account.credit"), value: <Amount units={creditLimit} unit={unit} /> },
    {
      name: tell("account.number"),
      value: (
        <Row>
          <span translate="no">{wholeNumber(account)}</span>
          <CopyButton text={wholeNumber(account)} />
        </Row>
      ),
    },
    {
      name: tell("account.hex"),
      value: <HashChip hex={account} kind={tell("account.hex")} whole />,
    },
  ]
  return (
    <Panel title={tell("account.about")}>
      <Facts facts={facts} />
      <Note>
        <Link to={limitsPath(account)} className={buttonClass("quiet")}>
          {tell("account.setLimits")}
        </Link>
        <Link to={formPath("closeAccount", { account })} className={buttonClass("quiet")}>
          {tell("account.close")}
        </Link>
        <Link to={withParameters(ORDERS, { account })} className={buttonClass("quiet")}>
          {tell("account.orders")}
        </Link>
      </Note>
    </Panel>
  )
}
