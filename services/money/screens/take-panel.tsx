/** Taking an offer: what is paid, what one gets for it at least, and from where to where. */
import {
  buttonClass,
  EmptyState,
  Link,
  Panel,
  PartyChip,
  Stack,
  useClient,
} from "@concordat/console/components"
import { useState } from "react"
import { AccountChoice } from "./account-choice.tsx"
import { Act } from "./act.tsx"
import { amountOf } from "./amount.ts"
import { Amount, AmountField, amountFault } from "./amount-cell.tsx"
import { type Assets, type Found, useOwnAccounts } from "./ask.ts"
import type { Offer } from "./exchange.tsx"
import { freshId } from "./fresh-id.ts"
import styles from "./money.module.css"
import { Asked } from "./money-page.tsx"
import { paymentPath } from "./paths.ts"
import { getsFor, rateText } from "./rate.ts"
import { tell } from "./tell.ts"
import type { ActWork } from "./use-act.ts"

type Account = Found<"accountList">
type Props = { readonly offer: Offer; readonly assets: Assets; readonly work: ActWork }

/** The panel. */
export function TakePanel({ offer, assets, work }: Props) {
  const own = useOwnAccounts()
  const [sells, buys] = [assets.unit(offer.sells), assets.unit(offer.buys)]
  return (
    <Panel
      title={tell("take.title", { sells: sells.code, buys: buys.code })}
      note={tell("take.note", { rate: rateText(offer, { sells, buys }) })}
    >
      <Asked answer={own}>
        {(mine) => {
          const from = mine.filter(({ asset }) => asset === offer.sells)
          const to = mine.filter(({ asset }) => asset === offer.buys)
          if (from.length === 0 || to.length === 0) {
            const code = from.length === 0 ? sells.code : buys.code
            return <EmptyState why={tell("take.noAccount", { code })} />
          }
          return <Taking offer={offer} assets={assets} work={work} from={from} to={to} />
        }}
      </Asked>
    </Panel>
  )
}

type TakingProps = Props & { readonly from: readonly Account[]; readonly to: readonly Account[] }

function useTaking({ offer, assets, from, to }: TakingProps) {
  const client = useClient()
  const [entry, setEntry] = useState(() => freshId(client))
  const [amount, setAmount] = useState("")
  const [pays, setPays] = useState<string>(from[0]!.account)
  const [takes, setTakes] = useState<string>(to[0]!.account)
  const [judged, judge] = useState(false)
  const [sells, buys] = [assets.unit(offer.sells), assets.unit(offer.buys)]
  const fault = amountFault(amount, sells)
  const units = fault === null ? amountOf(sells).read(amount) : 0n
  const again = () => {
    setEntry(freshId(client))
    setAmount("")
    judge(false)
  }
  return {
    ...{ entry, again, amount, setAmount, pays, setPays, takes, setTakes, judged, judge, fault },
    ...{ sells, buys, units, least: getsFor(units, offer) },
  }
}

function Taking(props: TakingProps) {
  const { offer, assets, work, from, to } = props
  const taking = useTaking(props)
  const { entry, amount, pays, takes, judged, sells, buys, units, least } = taking
  const paid = amountOf(sells).text(units)
  const got = amountOf(buys).text(least)
  const check = () => {
    taking.judge(true)
    if (taking.fault !== null) return
    const input = { entry, quote: offer.quote, pays, takes, amount: String(units) }
    void work.check("takeQuote", { ...input, least: String(least) })
  }
  return (
    <Act
      work={work}
      act={tell("take.act", { paid, got })}
      done={tell("take.done", { paid, got })}
      facts={[
        { name: tell("take.pay"), value: <Amount units={units} unit={sells} /> },
        { name: tell("take.get"), value: <Amount units={least} unit={buys} /> },
        { name: tell("exchange.rate"), value: rateText(offer, { sells, buys }) },
        { name: tell("exchange.provider"), value: <PartyChip party={offer.provider} /> },
      ]}
      unit={sells}
      onCheck={check}
      onAgain={taking.again}
      next={
        <Link to={paymentPath(entry)} className={buttonClass("primary")}>
          {tell("pay.receipt")}
        </Link>
      }
    >
      <Stack>
        <AmountField
          label={tell("take.pay")}
          unit={sells}
          value={amount}
          onText={taking.setAmount}
          judged={judged}
        />
        <p className={units === 0n ? styles.sign : styles.gets} role="status">
          {units === 0n ? tell("take.enter") : tell("take.gets", { got })}
        </p>
        <AccountChoice
          label={tell("take.from")}
          accounts={from}
          assets={assets}
          value={pays}
          onChoose={taking.setPays}
        />
        <AccountChoice
          label={tell("take.to")}
          accounts={to}
          assets={assets}
          value={takes}
          onChoose={taking.setTakes}
        />
      </Stack>
    </Act>
  )
}
