/** Exchange: offers in force, taking one, and offering. */
import {
  type Column,
  DataTable,
  EmptyState,
  Link,
  Panel,
  PartyChip,
  TimeCell,
  useActing,
  useParameters,
} from "@concordat/console/components"
import { organisationOf, type Party } from "@concordat/kernel"
import { useRef } from "react"
import { Amount } from "./amount-cell.tsx"
import { type Assets, type Found, useAssets, useFound } from "./ask.ts"
import { Asked, MoneyPage } from "./money-page.tsx"
import { OfferPanel } from "./offer-panel.tsx"
import { EXCHANGE, formPath, withParameters } from "./paths.ts"
import { rateText } from "./rate.ts"
import { TakePanel } from "./take-panel.tsx"
import { tell } from "./tell.ts"
import { useAct } from "./use-act.ts"

const OFFERS = 50

/** An offer in force. */
export type Offer = Found<"quoteBoard">

function columnsOf(assets: Assets, own: string | null): readonly Column<Offer>[] {
  return [
    {
      name: tell("exchange.pair"),
      cell: ({ sells, buys }) =>
        tell("exchange.pairOf", { sells: assets.unit(sells).code, buys: assets.unit(buys).code }),
    },
    {
      name: tell("exchange.rate"),
      align: "end",
      cell: (one) => rateText(one, { sells: assets.unit(one.sells), buys: assets.unit(one.buys) }),
    },
    {
      name: tell("exchange.left"),
      align: "end",
      cell: ({ left, buys }) => <Amount units={left} unit={assets.unit(buys)} />,
    },
    { name: tell("exchange.provider"), cell: ({ provider }) => <PartyChip party={provider} /> },
    {
      name: tell("exchange.until"),
      cell: ({ expires }) => <TimeCell time={expires} />,
      wide: true,
    },
    {
      name: tell("exchange.act"),
      cell: ({ quote, provider }) =>
        provider === own ? (
          <Link to={formPath("withdrawQuote", { quote })}>{tell("exchange.withdraw")}</Link>
        ) : (
          <Link to={withParameters(EXCHANGE, { quote })}>{tell("exchange.choose")}</Link>
        ),
    },
  ]
}

/** Best first: what gives most for one unit, pair by pair. */
function byRate(a: Offer, b: Offer): number {
  const pair = `${a.sells} ${a.buys}`
  const other = `${b.sells} ${b.buys}`
  if (pair !== other) return pair < other ? -1 : 1
  return a.num * b.den > b.num * a.den ? -1 : 1
}

/** The page; `?quote=` names the offer that is taken. */
export function ExchangePage() {
  const [parameters] = useParameters()
  const { principal } = useActing()
  const own = principal === null ? null : organisationOf(principal as Party)
  const assets = useAssets()
  const found = useFound("quoteBoard", { limit: OFFERS })
  const chosen = parameters.get("quote")
  const work = useAct()
  const taken = useRef<Offer>(undefined)
  return (
    <MoneyPage title={tell("exchange.page")} intro={tell("exchange.intro")}>
      <Asked answer={assets}>
        {(known) => (
          <Asked answer={found} lines={6}>
            {({ rows, next }) => {
              const offers = rows.toSorted(byRate)
              const others = offers.filter(({ provider }) => provider !== own)
              const best = offers.find(({ quote }) => quote === chosen) ?? others[0]
              // An offer that was taken whole is none any more: its receipt stays all the same.
              if (work.stage.at !== "final") taken.current = best
              const offer = taken.current
              const more = next === null ? "exchange.offersNote" : "exchange.offersSome"
              return (
                <>
                  <Panel flush title={tell("exchange.offers")} note={tell(more)}>
                    {offers.length === 0 ? (
                      <EmptyState why={tell("exchange.none")} />
                    ) : (
                      <DataTable
                        caption={tell("exchange.offers")}
                        columns={columnsOf(known, own)}
                        rows={offers}
                        keyOf={({ quote }) => quote}
                      />
                    )}
                  </Panel>
                  {offer === undefined ? null : (
                    <TakePanel key={offer.quote} offer={offer} assets={known} work={work} />
                  )}
                  <OfferPanel assets={known} />
                </>
              )
            }}
          </Asked>
        )}
      </Asked>
    </MoneyPage>
  )
}
