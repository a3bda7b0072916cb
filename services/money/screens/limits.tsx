/** Limits of an account in its currency: tier, what it may hold and owe, where money comes from. */
import {
  buttonClass,
  CheckField,
  ChoiceField,
  type Fact,
  Link,
  Panel,
  Stack,
  VerdictBanner,
} from "@concordat/console/components"
import type { JsonObject } from "@concordat/kernel"
import { useState } from "react"
import { type AccountRow, accounts } from "../tables.ts"
import { AccountChip, kindText } from "./account-chip.tsx"
import { shortNumber } from "./account-number.ts"
import { Act } from "./act.tsx"
import { Amount, AmountField } from "./amount-cell.tsx"
import { type Asset, useAssets, useFound, useRow } from "./ask.ts"
import { type Limited, type Limits, ownerOf, signersFor, useLimits } from "./limits-work.ts"
import styles from "./money.module.css"
import { Asked, MoneyPage } from "./money-page.tsx"
import { OwnerSigns } from "./owner-signs.tsx"
import { accountPath } from "./paths.ts"
import { tell } from "./tell.ts"
import { TierChoice } from "./tier-choice.tsx"
import { useAct } from "./use-act.ts"

/** Accounts of the owner that are offered. */
const OTHERS = 200

/** The page. */
export function LimitsPage({ parts }: { readonly parts: Readonly<Record<string, string>> }) {
  const account = parts["account"] ?? ""
  const assets = useAssets()
  const row = useRow(accounts, [account])
  return (
    <MoneyPage
      title={tell("limits.page", { number: shortNumber(account) })}
      intro={tell("limits.intro")}
    >
      <Asked answer={assets}>
        {(known) => (
          <Asked answer={row} lines={8}>
            {(value) => {
              const asset = value === null ? undefined : known.get(value.asset)
              return value === null || asset === undefined ? (
                <VerdictBanner tone="unknown" sentence={tell("account.unknown")} />
              ) : (
                <Known account={account} row={value} asset={asset} />
              )
            }}
          </Asked>
        )}
      </Asked>
    </MoneyPage>
  )
}

type KnownProps = {
  readonly account: string
  readonly row: AccountRow
  readonly asset: Asset
}

function Known(props: KnownProps) {
  const { account, row } = props
  const found = useFound("accountList", { owner: ownerOf(row), limit: OTHERS })
  return (
    <Asked answer={found} lines={8}>
      {({ rows }) => {
        const others = rows.filter(
          (one) => one.asset === row.asset && one.account !== account && !one.closed,
        )
        return <Limiting {...props} others={others} />
      }}
    </Asked>
  )
}

function Limiting(props: Limited) {
  const { account, row, asset } = props
  const limits = useLimits(props)
  const [cosigners, setCosigners] = useState<readonly string[]>([])
  const work = useAct()
  const why = signersFor(props, limits)
  const number = shortNumber(account)
  const check = () => {
    limits.judge(true)
    if (limits.faulty) return
    void work.check("setLimits", limits.input, why.length > 0 ? cosigners : [])
  }
  return (
    <Panel title={<AccountChip account={account} owner={row.owner} kind={row.kind} />}>
      <Act
        work={work}
        act={tell("limits.act")}
        done={tell("limits.done", { number })}
        facts={factsOf(limits, asset)}
        unit={asset}
        onCheck={check}
        onAgain={() => limits.judge(false)}
        again={tell("act.anew")}
        next={
          <Link to={accountPath(account)} className={buttonClass("primary")}>
            {tell("new.see")}
          </Link>
        }
      >
        <Fields {...props} limits={limits} />
        <OwnerSigns
          {...{ why, of: [], command: "setLimits", input: limits.faulty ? null : limits.input }}
          chosen={cosigners}
          onChoose={setCosigners}
          fault={null}
        />
      </Act>
    </Panel>
  )
}

function factsOf({ input, sweepTo, source }: Limits, asset: Asset): readonly Fact[] {
  const most = input["holdingLimit"]
  const pulled = input["fundFrom"] as JsonObject | null
  return [
    { name: tell("tier.label"), value: String(input["tier"]) },
    {
      name: tell("account.limit"),
      value:
        most === null ? tell("limits.none") : <Amount units={BigInt(String(most))} unit={asset} />,
    },
    {
      name: tell("account.credit"),
      value: <Amount units={BigInt(String(input["creditLimit"]))} unit={asset} />,
    },
    {
      name: tell("limits.sweep"),
      value: sweepTo === "" ? tell("limits.nowhere") : shortNumber(sweepTo),
    },
    {
      name: tell("limits.source"),
      value: source === "" ? tell("limits.nowhere") : shortNumber(source),
    },
    ...(pulled === null
      ? []
      : [
          {
            name: tell("limits.left"),
            value: <Amount units={BigInt(String(pulled["left"]))} unit={asset} />,
          },
        ]),
  ]
}

type FieldsProps = Limited & { readonly limits: Limits }

function Fields({ asset, others, limits }: FieldsProps) {
  const { judged, bounded, sweepTo, source } = limits
  const choices = [
    { value: "", title: tell("limits.nowhere") },
    ...others.map(({ account, kind }) => ({
      value: account,
      title: `${kindText(kind)} ${shortNumber(account)}`,
    })),
  ]
  return (
    <Stack>
      <TierChoice asset={asset} value={limits.tier} onChoose={limits.setTier} />
      <CheckField
        label={tell("limits.bound")}
        note={tell("limits.boundNote")}
        checked={bounded}
        onCheck={limits.bind}
      />
      {bounded ? (
        <AmountField
          label={tell("account.limit")}
          unit={asset}
          value={limits.most}
          onText={limits.setMost}
          {...{ judged, least: 0n }}
        />
      ) : null}
      <AmountField
        label={tell("account.credit")}
        unit={asset}
        value={limits.credit}
        onText={limits.setCredit}
        {...{ judged, least: 0n }}
      />
      <Chosen
        label={tell("limits.sweep")}
        value={sweepTo}
        onChoose={limits.setSweepTo}
        {...{ choices }}
      />
      <Chosen
        label={tell("limits.source")}
        value={source}
        onChoose={limits.setSource}
        {...{ choices }}
      />
      {source === "" ? null : (
        <AmountField
          label={tell("limits.left")}
          unit={asset}
          value={limits.left}
          onText={limits.setLeft}
          {...{ judged, least: 0n }}
        />
      )}
    </Stack>
  )
}

type ChosenProps = {
  readonly label: string
  readonly value: string
  readonly choices: readonly { readonly value: string; readonly title: string }[]
  readonly onChoose: (value: string) => void
}

/** One of the owner's accounts; another's, which is in force, stays one of the choices. */
function Chosen({ label, value, choices, onChoose }: ChosenProps) {
  const known = choices.some((one) => one.value === value)
  const all = known ? choices : [...choices, { value, title: shortNumber(value) }]
  return (
    <span className={styles.field}>
      <ChoiceField above label={label} value={value} choices={all} onChoose={onChoose} />
    </span>
  )
}
