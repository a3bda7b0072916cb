/** Issuing and redeeming: an amount, the treasury, and the document that stands behind it. */
import {
  buttonClass,
  EmptyState,
  HashChip,
  Link,
  Panel,
  RadioField,
  Stack,
  useClient,
} from "@concordat/console/components"
import type { JsonObject } from "@concordat/kernel"
import { useState } from "react"
import { AccountChoice } from "./account-choice.tsx"
import { Act } from "./act.tsx"
import { amountOf } from "./amount.ts"
import { Amount, AmountField, amountFault } from "./amount-cell.tsx"
import { Approvals } from "./approvals.tsx"
import { type Asset, type Found, useAssets, useFound } from "./ask.ts"
import { type Digested, DocumentDigest } from "./document-digest.tsx"
import { freshId } from "./fresh-id.ts"
import { Asked } from "./money-page.tsx"
import { OPEN_ACCOUNT, paymentPath, withParameters } from "./paths.ts"
import { tell } from "./tell.ts"
import { useAct } from "./use-act.ts"

/** The panel: treasuries of the issuer first. */
export function IssuePanel({ asset }: { readonly asset: Asset }) {
  const found = useFound("accountList", { owner: asset.issuer })
  return (
    <Panel title={tell("issue.title")} note={tell("issue.note", { count: asset.approvals })}>
      <Asked answer={found}>
        {({ rows }) => {
          const fit = rows.filter((one) => one.asset === asset.asset && one.kind === "treasury")
          return fit.length === 0 ? (
            <EmptyState why={tell("issue.noTreasury")}>
              <Link
                to={withParameters(OPEN_ACCOUNT, { asset: asset.asset, kind: "treasury" })}
                className={buttonClass()}
              >
                {tell("bank.open")}
              </Link>
            </EmptyState>
          ) : (
            <Issuing asset={asset} treasuries={fit} />
          )
        }}
      </Asked>
    </Panel>
  )
}

type Way = "mint" | "burn"
type Props = { readonly asset: Asset; readonly treasuries: readonly Found<"accountList">[] }

function useIssue({ asset, treasuries }: Props) {
  const client = useClient()
  const [way, setWay] = useState<Way>("mint")
  const [entry, setEntry] = useState(() => freshId(client))
  const [amount, setAmount] = useState("")
  const [chosen, choose] = useState<string>(treasuries[0]!.account)
  const [backing, setBacking] = useState<Digested | null>(null)
  const [judged, judge] = useState(false)
  const [cosigners, setCosigners] = useState<readonly string[]>([])
  const fault = amountFault(amount, asset)
  const units = fault === null ? amountOf(asset).read(amount) : 0n
  const again = () => {
    setEntry(freshId(client))
    setAmount("")
    setBacking(null)
    judge(false)
  }
  return {
    ...{ way, setWay, entry, amount, setAmount, chosen, choose, backing },
    ...{ setBacking, judged, judge, fault, units, again, cosigners, setCosigners },
    input: inputOf(asset, { entry, chosen, units, backing }),
  }
}

type Entered = {
  readonly entry: string
  readonly chosen: string
  readonly units: bigint
  readonly backing: Digested | null
}

/** What is signed; null while something of it is missing. */
function inputOf({ asset }: Asset, { entry, chosen, units, backing }: Entered): JsonObject | null {
  if (units === 0n || backing === null) return null
  return { entry, asset, treasury: chosen, amount: String(units), backing: backing.digest }
}

function Issuing(props: Props) {
  const { asset, treasuries } = props
  const issue = useIssue(props)
  const work = useAct()
  const { way, entry, backing, units } = issue
  const text = amountOf(asset).text(units)
  const check = () => {
    issue.judge(true)
    if (issue.fault !== null || issue.input === null) return
    void work.check(way, issue.input, asset.approvals > 1 ? issue.cosigners : [])
  }
  return (
    <Act
      work={work}
      act={tell(`issue.act.${way}`, { amount: text })}
      done={tell(`issue.done.${way}`, { amount: text })}
      facts={[
        { name: tell("issue.amount"), value: <Amount units={units} unit={asset} /> },
        { name: tell("issue.entry"), value: <HashChip hex={entry} kind={tell("issue.entry")} /> },
        {
          name: tell("issue.backing"),
          value: <HashChip hex={backing?.digest ?? ""} kind={tell("issue.backing")} />,
        },
      ]}
      unit={asset}
      onCheck={check}
      onAgain={issue.again}
      next={
        <Link to={paymentPath(entry)} className={buttonClass("primary")}>
          {tell("pay.receipt")}
        </Link>
      }
    >
      <Fields {...props} issue={issue} treasuries={treasuries} />
    </Act>
  )
}

function Fields({
  asset,
  treasuries,
  issue,
}: Props & { readonly issue: ReturnType<typeof useIssue> }) {
  const assets = useAssets()
  const { way, backing, judged } = issue
  return (
    <Stack>
      <RadioField
        label={tell("issue.way")}
        value={way}
        choices={[
          { value: "mint", title: tell("issue.mint") },
          { value: "burn", title: tell("issue.burn") },
        ]}
        onChoose={issue.setWay}
      />
      <AmountField
        label={tell("issue.amount")}
        unit={asset}
        value={issue.amount}
        onText={issue.setAmount}
        judged={judged}
      />
      {assets.data === undefined ? null : (
        <AccountChoice
          label={tell("issue.treasury")}
          accounts={treasuries}
          assets={assets.data}
          value={issue.chosen}
          onChoose={issue.choose}
        />
      )}
      <DocumentDigest
        title={tell("issue.document")}
        value={backing}
        onDigest={issue.setBacking}
        fault={judged && backing === null ? tell("issue.noBacking") : null}
      />
      {asset.approvals < 2 ? null : (
        <Approvals
          count={asset.approvals}
          issuer={asset.issuer}
          command={way}
          input={issue.input}
          chosen={issue.cosigners}
          onChoose={issue.setCosigners}
        />
      )}
    </Stack>
  )
}
