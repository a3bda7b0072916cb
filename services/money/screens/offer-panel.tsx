/** Offering: which of one's accounts takes and which pays, at what rate, how much, until when. */
import {
  ChoiceField,
  Columns,
  EmptyState,
  Panel,
  Stack,
  TextField,
  useClient,
} from "@concordat/console/components"
import { useState } from "react"
import { AccountChoice } from "./account-choice.tsx"
import { Act } from "./act.tsx"
import { amountOf } from "./amount.ts"
import { Amount, AmountField, amountFault } from "./amount-cell.tsx"
import { type Assets, type Found, useOwnAccounts } from "./ask.ts"
import { freshId } from "./fresh-id.ts"
import styles from "./money.module.css"
import { Asked } from "./money-page.tsx"
import { readRate } from "./rate.ts"
import { tell } from "./tell.ts"
import { useAct } from "./use-act.ts"

const HOURS = ["1", "4", "12", "24"] as const
const HOUR_MS = 3_600_000

type Account = Found<"accountList">
type Props = { readonly assets: Assets; readonly mine: readonly Account[] }

/** The panel: who has accounts of two assets may offer. */
export function OfferPanel({ assets }: Pick<Props, "assets">) {
  const own = useOwnAccounts()
  return (
    <Panel title={tell("offer.title")} note={tell("offer.note")}>
      <Asked answer={own}>
        {(mine) =>
          new Set(mine.map(({ asset }) => asset)).size > 1 ? (
            <Offering assets={assets} mine={mine} />
          ) : (
            <EmptyState why={tell("offer.oneAsset")} />
          )
        }
      </Asked>
    </Panel>
  )
}

function rateFault(text: string, pair: Parameters<typeof readRate>[1]): string | null {
  try {
    return readRate(text, pair).num === 0n ? tell("amount.zero") : null
  } catch {
    return tell("offer.noRate")
  }
}

function useOffer({ assets, mine }: Props) {
  const client = useClient()
  const [quote, setQuote] = useState(() => freshId(client))
  const [takes, setTakes] = useState<string>(mine[0]!.account)
  const taking = mine.find(({ account }) => account === takes) ?? mine[0]!
  const others = mine.filter(({ asset }) => asset !== taking.asset)
  const [pays, setPays] = useState("")
  const paying = others.find(({ account }) => account === pays) ?? others[0]!
  const [rate, setRate] = useState("")
  const [left, setLeft] = useState("")
  const [hours, setHours] = useState<string>(HOURS[1])
  const [judged, judge] = useState(false)
  const pair = { sells: assets.unit(taking.asset), buys: assets.unit(paying.asset) }
  const fault = rateFault(rate, pair)
  const leftFault = amountFault(left, pair.buys)
  const units = leftFault === null ? amountOf(pair.buys).read(left) : 0n
  const again = () => setQuote(freshId(client))
  return {
    ...{ quote, again, taking, setTakes, others, paying, setPays, rate, setRate, left, setLeft },
    ...{ hours, setHours, judged, judge, pair, fault, leftFault, units },
  }
}

type Entered = ReturnType<typeof useOffer>

function Offering(props: Props) {
  const entered = useOffer(props)
  const work = useAct()
  const { pair, rate, units, quote, taking, paying } = entered
  const amount = amountOf(pair.buys).text(units)
  const check = () => {
    entered.judge(true)
    if (entered.fault !== null || entered.leftFault !== null) return
    const { num, den } = readRate(rate, pair)
    void work.check("offerQuote", {
      ...{ quote, pays: paying.account, takes: taking.account },
      ...{ num: String(num), den: String(den), left: String(units) },
      expires: new Date(Date.now() + Number(entered.hours) * HOUR_MS).toISOString(),
    })
  }
  return (
    <Act
      work={work}
      act={tell("offer.act", { amount, rate })}
      done={tell("offer.done", { amount, rate })}
      facts={[
        { name: tell("exchange.rate"), value: rate },
        { name: tell("offer.left"), value: <Amount units={units} unit={pair.buys} /> },
        {
          name: tell("offer.hours"),
          value: tell("offer.hoursOf", { count: Number(entered.hours) }),
        },
      ]}
      unit={pair.buys}
      onCheck={check}
      onAgain={entered.again}
    >
      <Fields {...props} entered={entered} />
    </Act>
  )
}

function Fields({ assets, mine, entered }: Props & { readonly entered: Entered }) {
  const { taking, paying, pair, judged } = entered
  return (
    <Columns>
      <Stack>
        <AccountChoice
          label={tell("offer.takes")}
          accounts={mine}
          assets={assets}
          value={taking.account}
          onChoose={entered.setTakes}
        />
        <AccountChoice
          label={tell("offer.pays")}
          accounts={entered.others}
          assets={assets}
          value={paying.account}
          onChoose={entered.setPays}
        />
      </Stack>
      <Stack>
        <TextField
          label={tell("offer.rate", { sells: pair.sells.code, buys: pair.buys.code })}
          value={entered.rate}
          onText={entered.setRate}
          inputMode="decimal"
        />
        {judged && entered.fault !== null ? (
          <p className={styles.fault} role="alert">
            {entered.fault}
          </p>
        ) : null}
        <AmountField
          label={tell("offer.left")}
          unit={pair.buys}
          value={entered.left}
          onText={entered.setLeft}
          judged={judged}
        />
        <ChoiceField
          above
          label={tell("offer.hours")}
          value={entered.hours}
          choices={HOURS.map((value) => ({
            value,
            title: tell("offer.hoursOf", { count: Number(value) }),
          }))}
          onChoose={entered.setHours}
        />
      </Stack>
    </Columns>
  )
}
