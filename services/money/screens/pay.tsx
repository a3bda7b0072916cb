/** Paying: by a code or an account's number, with the payee's name before anything is signed. */
import {
  buttonClass,
  EmptyState,
  HashChip,
  Link,
  Note,
  Panel,
  PartyChip,
  Stack,
  useActing,
  useClient,
  useGo,
  useParameters,
  useStatus,
  VerdictBanner,
} from "@concordat/console/components"
import { useState } from "react"
import { type AccountRow, accounts } from "../tables.ts"
import { AccountChip, ownerText } from "./account-chip.tsx"
import { AccountChoice } from "./account-choice.tsx"
import { readNumber } from "./account-number.ts"
import { Act } from "./act.tsx"
import { amountOf } from "./amount.ts"
import { Amount, AmountField, amountFault } from "./amount-cell.tsx"
import {
  type Assets,
  type Found,
  spendable,
  useAssets,
  useName,
  useOwnAccounts,
  useRow,
} from "./ask.ts"
import { CodeReader } from "./code-reader.tsx"
import { feesOf, usePolicy } from "./fees.ts"
import { freshId, uuidText } from "./fresh-id.ts"
import { Asked, MoneyPage } from "./money-page.tsx"
import { MINE, PAY, paymentPath, REQUEST, withParameters } from "./paths.ts"
import { type PaymentRequest, readRequest, requestIn } from "./payment-request.ts"
import { tell } from "./tell.ts"
import { useAct } from "./use-act.ts"

/** Line codes of payments between customers. */
const CODE = 100

/** The page; what a code asks for stands in the address. */
export function PayPage() {
  const [parameters] = useParameters()
  const ledger = useStatus().data?.chain
  const request = requestIn(parameters)
  return (
    <MoneyPage
      title={tell("pay.page")}
      intro={tell("pay.intro")}
      actions={
        <Link to={REQUEST} className={buttonClass()}>
          {tell("pay.request")}
        </Link>
      }
    >
      {request === null ? (
        <Panel title={tell("pay.code")} note={tell("pay.codeNote")}>
          <Reader ledger={ledger ?? ""} />
        </Panel>
      ) : ledger !== undefined && request.ledger !== ledger ? (
        <VerdictBanner tone="negative" sentence={tell("pay.otherLedger")}>
          <span>{tell("pay.otherLedgerNote", { asked: request.ledger, ledger })}</span>
        </VerdictBanner>
      ) : (
        <Requested key={`${request.to} ${request.uetr}`} request={request} />
      )}
    </MoneyPage>
  )
}

/** A code's text leads to its payment; so does the bare number of an account. */
function Reader({ ledger }: { readonly ledger: string }) {
  const go = useGo()
  const take = (text: string) => {
    const { account, fault } = readNumber(text)
    const asked = account === null ? readRequest(text) : { ledger, to: account }
    if (asked === null) return /[:/]/.test(text) ? tell("pay.noRequest") : fault
    go(withParameters(PAY, asked))
    return null
  }
  return <CodeReader onText={take} />
}

function Requested({ request }: { readonly request: PaymentRequest }) {
  const payee = useRow(accounts, [request.to])
  const assets = useAssets()
  const own = useOwnAccounts()
  const { principal } = useActing()
  return (
    <Asked answer={assets}>
      {(known) => (
        <Asked answer={payee}>
          {(to) => {
            if (to === null) {
              return <VerdictBanner tone="negative" sentence={tell("pay.noAccount")} />
            }
            if (principal === null) return <Note>{tell("act.noSignIn")}</Note>
            return (
              <Asked answer={own}>
                {(mine) => (
                  <Paying
                    request={request}
                    to={to}
                    assets={known}
                    mine={mine.filter(
                      ({ asset, account }) => asset === to.asset && account !== request.to,
                    )}
                  />
                )}
              </Asked>
            )
          }}
        </Asked>
      )}
    </Asked>
  )
}

type PayingProps = {
  readonly request: PaymentRequest
  readonly to: AccountRow
  readonly assets: Assets
  readonly mine: readonly Found<"accountList">[]
}

/** What is entered: one's account where there are several, and the amount where none was asked. */
function useEntered({ request, to, assets, mine }: PayingProps) {
  const client = useClient()
  const unit = assets.unit(to.asset)
  const asked = request.amount === undefined ? "" : amountOf(unit).plain(BigInt(request.amount))
  const [entry, setEntry] = useState(() => freshId(client))
  const [amount, setAmount] = useState(asked)
  const [chosen, choose] = useState<string | null>(null)
  const [judged, judge] = useState(false)
  const richest = mine.toSorted((a, b) => (spendable(a) < spendable(b) ? 1 : -1))[0]
  const from = mine.find(({ account }) => account === chosen) ?? richest
  const fault = amountFault(amount, unit)
  const units = fault === null ? amountOf(unit).read(amount) : 0n
  const policy = usePolicy(assets.get(to.asset))
  const fees = from === undefined ? 0n : feesOf(policy, CODE, units, from.account)
  const again = () => setEntry(freshId(client))
  return { unit, entry, again, amount, setAmount, from, choose, judged, judge, fault, units, fees }
}

function Paying(props: PayingProps) {
  const { request, to, assets, mine } = props
  const entered = useEntered(props)
  const work = useAct()
  const name = useName("party" in to.owner ? to.owner.party : null)
  const { unit, entry, from, units } = entered
  const payee = name ?? ownerText(to.owner)
  if (from === undefined) {
    return (
      <EmptyState why={tell("pay.noOwn", { code: unit.code })}>
        <Link to={MINE} className={buttonClass()}>
          {tell("tabs.mine")}
        </Link>
      </EmptyState>
    )
  }
  const check = () => {
    entered.judge(true)
    if (entered.fault !== null) return
    const line = {
      ...{ debit: from.account, credit: request.to, amount: String(units), code: CODE },
      ...{ uetr: request.uetr ?? null, memo: null, consent: null },
    }
    void work.check("transfer", { entry, line })
  }
  const text = amountOf(unit).text(units)
  const fixed = request.amount !== undefined
  return (
    <Panel title={tell("pay.to", { payee })} note={tell("pay.toNote")}>
      <Act
        work={work}
        act={tell("pay.act", { amount: text })}
        done={tell("pay.done", { amount: text, payee })}
        facts={factsOf(props, entered, payee)}
        unit={unit}
        onCheck={check}
        onAgain={entered.again}
        next={
          <Link to={paymentPath(entry)} className={buttonClass("primary")}>
            {tell("pay.receipt")}
          </Link>
        }
      >
        <Stack>
          {fixed ? (
            <Amount units={BigInt(request.amount ?? "0")} unit={unit} large />
          ) : (
            <AmountField
              label={tell("pay.amount")}
              unit={unit}
              value={entered.amount}
              onText={entered.setAmount}
              judged={entered.judged}
            />
          )}
          <AccountChoice
            label={tell("pay.from")}
            accounts={mine}
            assets={assets}
            value={from.account}
            onChoose={entered.choose}
          />
        </Stack>
      </Act>
    </Panel>
  )
}

/** What will be signed, in words. */
function factsOf(
  { request, to }: PayingProps,
  { unit, from, units, fees, entry }: ReturnType<typeof useEntered>,
  payee: string,
) {
  const left = from === undefined ? 0n : spendable(from) - units - fees
  return [
    { name: tell("pay.amount"), value: <Amount units={units} unit={unit} /> },
    ...(fees === 0n
      ? []
      : [{ name: tell("pay.fees"), value: <Amount units={fees} unit={unit} /> }]),
    {
      name: tell("pay.payee"),
      value: (
        <>
          {payee} {"party" in to.owner ? <PartyChip party={to.owner.party} /> : null}
        </>
      ),
    },
    {
      name: tell("pay.account"),
      value: <AccountChip account={request.to} owner={to.owner} kind={to.kind} />,
    },
    {
      name: tell("pay.from"),
      value:
        from === undefined ? (
          "–"
        ) : (
          <AccountChip account={from.account} owner={from.owner} kind={from.kind} />
        ),
    },
    { name: tell("pay.left"), value: <Amount units={left} unit={unit} /> },
    { name: tell("pay.entry"), value: <HashChip hex={entry} kind={tell("pay.entry")} /> },
    ...(request.uetr === undefined
      ? []
      : [{ name: tell("pay.uetr"), value: uuidText(request.uetr) }]),
  ]
}
