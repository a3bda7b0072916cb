/** Asking for a payment: a code that somebody scans, and the moment in which it is final. */
import {
  buttonClass,
  Columns,
  CopyButton,
  EmptyState,
  Facts,
  Link,
  Note,
  Panel,
  plainText,
  QrCode,
  Stack,
  useActing,
  useParameters,
  useStatus,
  VerdictBanner,
} from "@concordat/console/components"
import { useEffect } from "react"
import { AccountChoice } from "./account-choice.tsx"
import { amountOf, type Unit } from "./amount.ts"
import { Amount, AmountField, amountFault } from "./amount-cell.tsx"
import { type Assets, type Found, useAssets, useFound, useOwnAccounts } from "./ask.ts"
import { freshUetr, uuidText } from "./fresh-id.ts"
import styles from "./money.module.css"
import { Asked, MoneyPage } from "./money-page.tsx"
import { paymentPath } from "./paths.ts"
import { requestText } from "./payment-request.ts"
import { tell } from "./tell.ts"

const HEX_ID = /^[0-9a-f]{32}$/

/** The page; what is asked for stands in the address, so that it survives reload. */
export function RequestPage() {
  const assets = useAssets()
  const own = useOwnAccounts()
  const { principal } = useActing()
  return (
    <MoneyPage title={tell("request.page")} intro={tell("request.intro")}>
      {principal === null ? <Note>{tell("act.noSignIn")}</Note> : null}
      <Asked answer={assets}>
        {(known) => (
          <Asked answer={own}>
            {(mine) =>
              mine.length === 0 ? (
                <EmptyState why={tell("mine.none", { who: principal ?? "" })} />
              ) : (
                <Requesting mine={mine} assets={known} />
              )
            }
          </Asked>
        )}
      </Asked>
    </MoneyPage>
  )
}

type Props = { readonly mine: readonly Found<"accountList">[]; readonly assets: Assets }

/** What the address says, completed where it says nothing. */
function useRequest({ mine, assets }: Props) {
  const [parameters, replace] = useParameters()
  const uetr = parameters.get("uetr") ?? ""
  const given = mine.find(({ account }) => account === parameters.get("account"))
  const account = given ?? mine[0]!
  const amount = parameters.get("amount") ?? ""
  const change = (name: string, value: string) => {
    const next = new URLSearchParams(parameters)
    next.set(name, value)
    replace(next)
  }
  const isMade = HEX_ID.test(uetr)
  useEffect(() => {
    if (!isMade) change("uetr", freshUetr())
  }, [isMade])
  return { account, amount, uetr: isMade ? uetr : null, unit: assets.unit(account.asset), change }
}

function Requesting(props: Props) {
  const { account, amount, uetr, unit, change } = useRequest(props)
  const chain = useStatus().data?.chain
  const asksAll = amount.trim() === ""
  const fault = asksAll ? null : amountFault(amount, unit)
  const units = asksAll || fault !== null ? null : amountOf(unit).read(amount)
  if (uetr === null || chain === undefined) return null
  const request = { ledger: chain, to: account.account, uetr }
  const asked = units === null ? request : { ...request, amount: String(units) }
  return (
    <Columns>
      <Panel title={tell("request.what")} note={tell("request.whatNote")}>
        <Stack>
          <AmountField
            label={tell("pay.amount")}
            unit={unit}
            value={amount}
            onText={(text) => change("amount", text)}
            judged={!asksAll}
          />
          <AccountChoice
            label={tell("request.account")}
            accounts={props.mine}
            assets={props.assets}
            value={account.account}
            onChoose={(one) => change("account", one)}
          />
          <Facts facts={[{ name: tell("pay.uetr"), value: uuidText(uetr) }]} />
        </Stack>
        <Received uetr={uetr} unit={unit} onAgain={() => change("uetr", freshUetr())} />
      </Panel>
      <Panel title={tell("request.code")} note={tell("request.codeNote")}>
        {fault === null ? (
          <Code text={requestText(location.origin, asked)} units={units} unit={unit} />
        ) : (
          <Note>{fault}</Note>
        )}
      </Panel>
    </Columns>
  )
}

type CodeProps = { readonly text: string; readonly units: bigint | null; readonly unit: Unit }

function Code({ text, units, unit }: CodeProps) {
  const what = units === null ? tell("request.any") : amountOf(unit).text(units)
  return (
    <Stack>
      {units === null ? null : <Amount units={units} unit={unit} large />}
      <QrCode text={text} label={tell("request.label", { what })} />
      <p className={styles.address}>{text}</p>
      <CopyButton text={text} label={tell("request.copy")} />
    </Stack>
  )
}

type ReceivedProps = { readonly uetr: string; readonly unit: Unit; readonly onAgain: () => void }

/** Whether it was paid: asked anew with every block. */
function Received({ uetr, unit, onAgain }: ReceivedProps) {
  const paid = useFound("payments", { uetr })
  const line = paid.data?.rows[0]
  if (line === undefined || paid.data === undefined) {
    return (
      <p role="status" className={styles.pending}>
        {tell("request.waiting")}
      </p>
    )
  }
  const amount = amountOf(unit).text(line.amount)
  return (
    <VerdictBanner tone="positive" calm sentence={tell("request.received", { amount })}>
      <span>{tell("request.asOf", { height: plainText(BigInt(paid.data.height)) })}</span>
      <Link to={paymentPath(line.entry)} className={buttonClass()}>
        {tell("pay.receipt")}
      </Link>
      <button type="button" className={buttonClass("quiet")} onClick={onAgain}>
        {tell("request.again")}
      </button>
    </VerdictBanner>
  )
}
