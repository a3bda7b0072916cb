/** An asset at its issuer's desk: the supply with its proof, issue and redemption. */
import {
  buttonClass,
  Columns,
  EvidenceButton,
  Facts,
  HashChip,
  Link,
  Panel,
  PartyChip,
  Row,
  Stack,
  useActing,
  useClient,
  VerdictBanner,
} from "@concordat/console/components"
import { organisationOf, type Party } from "@concordat/kernel"
import { getRowEvidence } from "@concordat/sdk"
import { type AccountRow, accounts } from "../tables.ts"
import { Amount } from "./amount-cell.tsx"
import { type Asset, type Assets, useAssets, useRow } from "./ask.ts"
import { IssuePanel } from "./issue-panel.tsx"
import { moneyMeaning } from "./meaning.ts"
import styles from "./money.module.css"
import { Asked, MoneyPage } from "./money-page.tsx"
import { formPath } from "./paths.ts"
import { StatePill } from "./state-pill.tsx"
import { supplyOf } from "./supply.tsx"
import { SupplyPanel } from "./supply-panel.tsx"
import { tell } from "./tell.ts"

/** The page. */
export function AssetPage({ parts }: { readonly parts: Readonly<Record<string, string>> }) {
  const name = parts["asset"] ?? ""
  const assets = useAssets()
  const asset = assets.data?.get(name)
  return (
    <MoneyPage
      title={tell("asset.page", { asset: name })}
      intro={asset === undefined ? undefined : tell(`class.${asset.class}`)}
      actions={asset === undefined ? undefined : <Proof asset={asset} assets={assets.data!} />}
    >
      <Asked answer={assets}>
        {() =>
          asset === undefined ? (
            <VerdictBanner tone="unknown" sentence={tell("asset.unknown")} />
          ) : (
            <Known asset={asset} />
          )
        }
      </Asked>
    </MoneyPage>
  )
}

/** The supply, proved by the row of the issuance account. */
function Proof({ asset, assets }: { readonly asset: Asset; readonly assets: Assets }) {
  const client = useClient()
  return (
    <EvidenceButton
      look="primary"
      label={tell("supply.prove")}
      id={`money-supply-${asset.asset}`}
      title={tell("supply.proveTitle", { asset: asset.asset })}
      name={`supply-${asset.asset}`}
      load={() => getRowEvidence(client, "money", "accounts", [asset.issuance])}
      meaning={(verdict) => moneyMeaning(verdict, assets.unit)}
    />
  )
}

function Known({ asset }: { readonly asset: Asset }) {
  const issuance = useRow(accounts, [asset.issuance])
  const { principal } = useActing()
  const isIssuer = principal !== null && organisationOf(principal as Party) === asset.issuer
  return (
    <Stack>
      <Asked answer={issuance}>
        {(row) => (row === null ? null : <Equation row={row} asset={asset} />)}
      </Asked>
      {issuance.data ? <SupplyPanel asset={asset} supply={supplyOf(issuance.data)} /> : null}
      <Columns>
        {isIssuer ? <IssuePanel asset={asset} /> : <Elsewhere asset={asset} />}
        <About asset={asset} />
      </Columns>
    </Stack>
  )
}

/** Issued − redeemed = in circulation, which all accounts hold together. */
function Equation({ row, asset }: { readonly row: AccountRow; readonly asset: Asset }) {
  const tiles = [
    ["supply.issuedAll", row.debitsPosted, ""],
    ["supply.redeemedAll", row.creditsPosted, "−"],
    ["supply.circulating", supplyOf(row), "="],
  ] as const
  return (
    <dl className={styles.tiles}>
      {tiles.map(([name, units, sign]) => (
        <div key={name} className={styles.tile}>
          <dt>{tell(name)}</dt>
          <dd>
            <span className={styles.sign}>{sign}</span> <Amount units={units} unit={asset} />
          </dd>
        </div>
      ))}
    </dl>
  )
}

function Elsewhere({ asset }: { readonly asset: Asset }) {
  return (
    <Panel title={tell("issue.title")}>
      <p>
        {tell("issue.elsewhere", { issuer: asset.issuer })} <PartyChip party={asset.issuer} />
      </p>
    </Panel>
  )
}

function About({ asset }: { readonly asset: Asset }) {
  const { asset: name, issuer, decimals, approvals, document, policy, paused, isin } = asset
  return (
    <Panel title={tell("asset.about")}>
      <Facts
        facts={[
          {
            name: tell("treasury.state"),
            value: <StatePill state={paused ? "paused" : "active"} />,
          },
          { name: tell("treasury.issuer"), value: <PartyChip party={issuer} /> },
          { name: tell("asset.decimals"), value: decimals },
          { name: tell("asset.approvals"), value: approvals },
          { name: tell("asset.policy"), value: policy },
          ...(isin === null ? [] : [{ name: tell("asset.isin"), value: isin }]),
          {
            name: tell("asset.document"),
            value: <HashChip hex={document} kind={tell("asset.document")} />,
          },
        ]}
      />
      <Row>
        <Link to={formPath("setPolicy", { asset: name })} className={buttonClass("quiet")}>
          {tell("asset.setPolicy")}
        </Link>
        <Link
          to={formPath(paused ? "resumeAsset" : "pauseAsset", { asset: name })}
          className={buttonClass("quiet")}
        >
          {tell(paused ? "asset.resume" : "asset.pause")}
        </Link>
      </Row>
    </Panel>
  )
}
