/** Netting at the scheme's desk: cycles with what they save, and what each may owe. */
import {
  buttonClass,
  type Column,
  EmptyState,
  Link,
  Panel,
  PartyChip,
  shortened,
  TimeCell,
  useParameters,
} from "@concordat/console/components"
import { caps } from "../tables-netting.ts"
import { Amount } from "./amount-cell.tsx"
import { type Assets, type Found, useAssets, useFound, useRows } from "./ask.ts"
import { CapPanel } from "./cap-panel.tsx"
import { GrowingTable } from "./growing-table.tsx"
import styles from "./money.module.css"
import { Asked, MoneyPage } from "./money-page.tsx"
import { savedPercent } from "./net-edges.ts"
import { PagedTable } from "./paged-table.tsx"
import { cyclePath, NETTING, OPEN_CYCLE, withParameters } from "./paths.ts"
import { StatePill } from "./state-pill.tsx"
import { tell } from "./tell.ts"

const LINES = 25

type Cycle = Found<"cycleList">

const columns = (assets: Assets): readonly Column<Cycle>[] => [
  {
    name: tell("netting.cycle"),
    cell: ({ cycle }) => (
      <Link to={cyclePath(cycle)} className={styles.whole}>
        {shortened(cycle)}
      </Link>
    ),
  },
  { name: tell("caps.asset"), wide: true, cell: ({ asset }) => asset },
  { name: tell("netting.state"), cell: ({ state }) => <StatePill state={state} /> },
  { name: tell("netting.members"), align: "end", wide: true, cell: ({ members }) => members },
  {
    name: tell("netting.gross"),
    align: "end",
    cell: ({ gross, asset }) => <Amount units={gross} unit={assets.unit(asset)} />,
  },
  {
    name: tell("netting.net"),
    align: "end",
    cell: ({ net, asset, state }) =>
      state === "open" ? tell("netting.notYet") : <Amount units={net} unit={assets.unit(asset)} />,
  },
  {
    name: tell("netting.saved"),
    align: "end",
    wide: true,
    cell: ({ gross, net, state }) =>
      state === "open" ? "–" : tell("netting.percent", { percent: savedPercent(gross, net) }),
  },
  {
    name: tell("netting.fundBy"),
    wide: true,
    cell: ({ state, fundBy }) => (state === "open" ? "–" : <TimeCell time={fundBy} brief />),
  },
]

/** The page. */
export function NettingPage() {
  const [parameters] = useParameters()
  const after = parameters.get("after") ?? undefined
  const assets = useAssets()
  const found = useFound("cycleList", { limit: LINES, after })
  const way = (next: string | undefined) => withParameters(NETTING, { after: next })
  return (
    <MoneyPage
      title={tell("netting.page")}
      intro={tell("netting.intro")}
      actions={
        <Link to={OPEN_CYCLE} className={buttonClass("primary")}>
          {tell("open.page")}
        </Link>
      }
    >
      <Asked answer={assets}>
        {(known) => (
          <>
            <Panel flush title={tell("netting.cycles")} note={tell("netting.cyclesNote")}>
              <PagedTable
                {...{ found, after, way }}
                caption={tell("netting.cycles")}
                columns={() => columns(known)}
                keyOf={({ cycle }) => cycle}
                none={tell("netting.none")}
              />
            </Panel>
            <Caps assets={known} />
            <CapPanel assets={known} />
          </>
        )}
      </Asked>
    </MoneyPage>
  )
}

type Cap = {
  readonly asset: string
  readonly participant: string
  readonly cap: bigint
  readonly exposure: bigint
}

const capColumns = (assets: Assets): readonly Column<Cap>[] => [
  { name: tell("caps.participant"), cell: ({ participant }) => <PartyChip party={participant} /> },
  { name: tell("caps.asset"), cell: ({ asset }) => asset, wide: true },
  {
    name: tell("caps.exposure"),
    align: "end",
    cell: ({ exposure, asset }) => <Amount units={exposure} unit={assets.unit(asset)} />,
  },
  {
    name: tell("caps.cap"),
    align: "end",
    cell: ({ cap, asset }) => <Amount units={cap} unit={assets.unit(asset)} />,
  },
]

function Caps({ assets }: { readonly assets: Assets }) {
  const found = useRows(caps)
  return (
    <Panel flush title={tell("caps.title")} note={tell("caps.note")}>
      <Asked answer={found}>
        {({ rows }) => {
          const lines = rows.map(({ key, value }) => {
            const name = { asset: String(key["asset"]), participant: String(key["participant"]) }
            return { ...name, ...value }
          })
          return lines.length === 0 ? (
            <EmptyState why={tell("caps.none")} />
          ) : (
            <GrowingTable
              caption={tell("caps.title")}
              columns={capColumns(assets)}
              rows={lines}
              keyOf={({ asset, participant }) => `${asset} ${participant}`}
            />
          )
        }}
      </Asked>
    </Panel>
  )
}
