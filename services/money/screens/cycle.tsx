/** A netting cycle: what was owed, what is left of it, who has funded, and what can be done. */
import {
  EmptyState,
  Panel,
  Stack,
  shortened,
  TimeCell,
  type Tone,
  useActing,
  useLedgerClock,
  VerdictBanner,
} from "@concordat/console/components"
import type { JsonObject, Row } from "@concordat/kernel"
import { cycles, obligations, positions } from "../tables-netting.ts"
import { amountOf, type Unit } from "./amount.ts"
import { type Assets, useAssets, useRow, useRows } from "./ask.ts"
import { CyclePanel, positionOf } from "./cycle-panel.tsx"
import { Asked, MoneyPage } from "./money-page.tsx"
import { NetBars } from "./net-bars.tsx"
import {
  betweenPairs,
  type Edge,
  netOfEach,
  paidBy,
  savedPercent,
  throughCentre,
} from "./net-edges.ts"
import styles from "./net-graph.module.css"
import { NetGraph } from "./net-graph.tsx"
import { standingsOf, totalsOf } from "./net-standings.ts"
import { ObligationTable } from "./obligation-table.tsx"
import { OwedPanel } from "./owed-panel.tsx"
import { type Position, PositionTable } from "./position-table.tsx"
import { tell, tellWith } from "./tell.ts"

/** More participants than this are columns: a ring of them says nothing. */
const DRAWN_MAX = 12

/** Pages of rows that hold the positions of the largest cycle. */
const POSITION_PAGES = 2

export type CycleRow = Row<typeof cycles>

/** The page. */
export function CyclePage({ parts }: { readonly parts: Readonly<Record<string, string>> }) {
  const cycle = parts["cycle"] ?? ""
  const assets = useAssets()
  const row = useRow(cycles, [cycle])
  return (
    <MoneyPage title={tell("cycle.page", { cycle: shortened(cycle) })}>
      <Asked answer={assets}>
        {(known) => (
          <Asked answer={row} lines={8}>
            {(value) =>
              value === null ? (
                <VerdictBanner tone="unknown" sentence={tell("cycle.unknown")} />
              ) : (
                <Known cycle={cycle} row={value} unit={known.unit(value.asset)} assets={known} />
              )
            }
          </Asked>
        )}
      </Asked>
    </MoneyPage>
  )
}

type KnownProps = {
  readonly cycle: string
  readonly row: CycleRow
  readonly unit: Unit
  readonly assets: Assets
}

function Known({ cycle, row, unit, assets }: KnownProps) {
  const { principal } = useActing()
  const found = useRows(positions, { cycle }, POSITION_PAGES)
  const owed = useRows(obligations, { cycle })
  return (
    <Asked answer={found} lines={8}>
      {({ rows }) => {
        const all = rows.map(({ key, value }) => ({
          ...value,
          participant: String(key["participant"]),
        }))
        const own = positionOf(all, principal)
        return (
          <Stack>
            <Standing row={row} all={all} unit={unit} />
            <CyclePanel key={principal} {...{ cycle, row, all, unit, assets }} />
            <Asked answer={owed} lines={8}>
              {(page) => {
                const edges = edgesOf(page.rows)
                return (
                  <>
                    {own === undefined || row.state !== "open" ? null : (
                      <Own
                        key={own.participant}
                        {...{ cycle, unit, from: own.participant }}
                        members={all.map(({ participant }) => participant)}
                      />
                    )}
                    <Owed row={row} all={all} unit={unit} edges={edges} more={page.more} />
                  </>
                )
              }}
            </Asked>
          </Stack>
        )
      }}
    </Asked>
  )
}

/** Rows of obligations, as edges between those who owe and who are owed. */
function edgesOf(
  rows: readonly { readonly key: JsonObject; readonly value: Row<typeof obligations> }[],
): readonly Edge[] {
  return rows.map(({ key, value: { amount } }) => {
    return { from: String(key["from"]), to: String(key["to"]), amount }
  })
}

type OwnProps = {
  readonly cycle: string
  readonly unit: Unit
  readonly from: string
  readonly members: readonly string[]
}

/** What a participant itself owes: all of it, however much there is of others. */
function Own(props: OwnProps) {
  const { cycle, from } = props
  const found = useRows(obligations, { cycle, from }, POSITION_PAGES)
  return (
    <Asked answer={found} lines={4}>
      {({ rows }) => <OwedPanel {...props} edges={edgesOf(rows)} />}
    </Asked>
  )
}

const TONES: Readonly<Record<CycleRow["state"], Tone>> = {
  open: "unknown",
  funding: "caution",
  settled: "positive",
  abandoned: "negative",
}

type StandingProps = {
  readonly row: CycleRow
  readonly all: readonly Position[]
  readonly unit: Unit
}

/** Where it stands, in a sentence. */
function Standing({ row, all, unit }: StandingProps) {
  const time = useLedgerClock() ?? 0
  const owing = all.filter(({ owes }) => owes > 0n)
  const unfunded = owing.filter(({ hold }) => hold === null)
  const missing = unfunded.reduce((sum, { owes }) => sum + owes, 0n)
  const out = all.filter(({ excluded }) => excluded).map(({ participant }) => participant)
  const paid = owing.reduce((sum, { owes }) => sum + owes, 0n)
  const over = row.state === "funding" && time > row.fundBy
  const values = {
    ...{ missing: amountOf(unit).text(missing), count: unfunded.length, of: owing.length },
    paid: amountOf(unit).text(paid),
  }
  const key = row.state === "funding" && unfunded.length === 0 ? "funded" : row.state
  return (
    <VerdictBanner tone={TONES[row.state]} sentence={tellWith(`cycle.is.${key}`, values)}>
      {row.state !== "funding" ? null : (
        <span>
          {tell(over ? "cycle.over" : "cycle.fundBy")} <TimeCell time={row.fundBy} />
        </span>
      )}
      {out.length === 0 ? null : (
        <span>{tell("cycle.excluded", { who: out.join(", "), round: row.round })}</span>
      )}
    </VerdictBanner>
  )
}

type OwedProps = StandingProps & { readonly edges: readonly Edge[]; readonly more: boolean }

/** What was owed before and is owed after, drawn where there are few, and in tables. */
function Owed({ row, all, unit, edges, more }: OwedProps) {
  const out = new Set(all.filter(({ excluded }) => excluded).map(({ participant }) => participant))
  const live = edges.filter(({ from, to, amount }) => amount > 0n && !out.has(from) && !out.has(to))
  const members = all.map(({ participant }) => participant)
  const drawn = members.length <= DRAWN_MAX && !more
  return (
    <>
      {live.length === 0 ? (
        <Panel title={tell("cycle.owed")}>
          <EmptyState why={tell("cycle.nothing")} />
        </Panel>
      ) : drawn ? (
        <Panel title={tell("cycle.owed")} note={tell("cycle.owedNote")}>
          <Three members={members} edges={live} unit={unit} />
        </Panel>
      ) : (
        <Many all={all} unit={unit} open={row.state === "open"} />
      )}
      <PositionTable all={all} unit={unit} open={row.state === "open"} />
      <ObligationTable edges={edges} out={out} unit={unit} more={more} />
    </>
  )
}

type ManyProps = Omit<StandingProps, "row"> & { readonly open: boolean }

/** What is left for each of many, and how much less that is than what was owed. */
function Many({ all, unit, open }: ManyProps) {
  const { gross, left } = totalsOf(all, open)
  const text = amountOf(unit).text
  const percent = savedPercent(gross, left)
  const label = tell("bars.label", { gross: text(gross), left: text(left), percent })
  return (
    <Panel title={tell("cycle.owed")} note={tell("bars.note")}>
      <p>{label}</p>
      <NetBars standings={standingsOf(all, open)} unit={unit} label={label} />
    </Panel>
  )
}

type ThreeProps = {
  readonly members: readonly string[]
  readonly edges: readonly Edge[]
  readonly unit: Unit
}

/** As it was written down, between pairs, between all: each pays less than the one before. */
function Three({ members, edges, unit }: ThreeProps) {
  const steps = [
    { name: "gross", edges },
    { name: "pairs", edges: betweenPairs(edges) },
    { name: "all", edges: throughCentre(netOfEach(edges)) },
  ] as const
  const whole = paidBy(edges)
  return (
    <div className={styles.three}>
      {steps.map(({ name, edges: left }) => {
        const paid = paidBy(left)
        const values = { amount: amountOf(unit).text(paid), count: left.length }
        const percent = savedPercent(whole, paid)
        return (
          <figure key={name} className={styles.part}>
            <h3>{tell(`graph.${name}`)}</h3>
            <NetGraph
              members={members}
              edges={left}
              unit={unit}
              label={tell(`graph.${name}Label`, values)}
            />
            <Bar part={paid} whole={whole} />
            <p>
              {tell("graph.paid", values)} {percent === 0 ? null : tell("graph.less", { percent })}
            </p>
          </figure>
        )
      })}
    </div>
  )
}

const FINE = 10_000n

function Bar({ part, whole }: { readonly part: bigint; readonly whole: bigint }) {
  return (
    <svg className={styles.bar} viewBox="0 0 100 1" preserveAspectRatio="none" aria-hidden="true">
      <rect width={Number((part * FINE) / (whole || 1n)) / 100} height="1" />
    </svg>
  )
}
