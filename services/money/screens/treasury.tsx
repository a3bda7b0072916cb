/** Treasury: the assets of the ledger with what is in circulation of each. */
import { type Column, EmptyState, Link, Panel, PartyChip } from "@concordat/console/components"
import { type Asset, useAssets } from "./ask.ts"
import { FormLink } from "./form-link.tsx"
import { GrowingTable } from "./growing-table.tsx"
import { Asked, MoneyPage } from "./money-page.tsx"
import { assetPath } from "./paths.ts"
import { StatePill } from "./state-pill.tsx"
import { Supply } from "./supply.tsx"
import { tell } from "./tell.ts"

const columns = (): readonly Column<Asset>[] => [
  {
    name: tell("treasury.asset"),
    cell: ({ asset }) => <Link to={assetPath(asset)}>{asset}</Link>,
  },
  { name: tell("treasury.class"), cell: (one) => tell(`class.${one.class}`), wide: true },
  { name: tell("treasury.issuer"), cell: ({ issuer }) => <PartyChip party={issuer} /> },
  {
    name: tell("supply.circulating"),
    align: "end",
    cell: (one) => <Supply asset={one} />,
  },
  {
    name: tell("treasury.state"),
    cell: ({ paused }) => <StatePill state={paused ? "paused" : "active"} />,
  },
]

/** The page. */
export function TreasuryPage() {
  const assets = useAssets()
  return (
    <MoneyPage
      title={tell("treasury.page")}
      intro={tell("treasury.intro")}
      actions={
        <FormLink command="registerAsset" field="issuance" kind="account">
          {tell("treasury.register")}
        </FormLink>
      }
    >
      <Panel flush title={tell("treasury.assets")} note={tell("treasury.assetsNote")}>
        <Asked answer={assets}>
          {({ all }) =>
            all.length === 0 ? (
              <EmptyState why={tell("treasury.none")} />
            ) : (
              <GrowingTable
                caption={tell("treasury.assets")}
                columns={columns()}
                rows={all}
                keyOf={({ asset }) => asset}
              />
            )
          }
        </Asked>
      </Panel>
    </MoneyPage>
  )
}
