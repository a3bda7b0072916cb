/** A bank opens an account: of which asset, what for, whose, in which tier; its owner signs too. */
import {
  buttonClass,
  ChoiceField,
  EmptyState,
  type Fact,
  HashChip,
  Link,
  Panel,
  PartyChip,
  Stack,
  useActing,
  useParameters,
} from "@concordat/console/components"
import { organisationOf, type Party } from "@concordat/kernel"
import { useState } from "react"
import { kindText } from "./account-chip.tsx"
import { shortNumber } from "./account-number.ts"
import { Act } from "./act.tsx"
import { type Assets, useAssets, useName } from "./ask.ts"
import { freshNumber } from "./fresh-id.ts"
import { Asked, MoneyPage } from "./money-page.tsx"
import { OwnerSigns } from "./owner-signs.tsx"
import { PartyField } from "./party-field.tsx"
import { accountPath, BANK, limitsPath } from "./paths.ts"
import { tell } from "./tell.ts"
import { TierChoice } from "./tier-choice.tsx"
import { useAct } from "./use-act.ts"

/** What an account can be opened for: issuance comes with its asset. */
const PURPOSES = [
  ...(["wallet", "omnibus", "settlement", "treasury", "escrow", "fee", "suspense"] as const),
]
type Purpose = (typeof PURPOSES)[number]

/** The page. */
export function OpenAccountPage() {
  const { principal } = useActing()
  const assets = useAssets()
  return (
    <MoneyPage
      title={tell("bank.open")}
      intro={tell("new.intro")}
      actions={
        <Link to={BANK} className={buttonClass()}>
          {tell("bank.page")}
        </Link>
      }
    >
      <Asked answer={assets} lines={8}>
        {(known) =>
          principal === null || known.all.length === 0 ? (
            <EmptyState why={tell(principal === null ? "act.noSignIn" : "treasury.none")} />
          ) : (
            <Opening assets={known} bank={organisationOf(principal as Party)} />
          )
        }
      </Asked>
    </MoneyPage>
  )
}

type Props = { readonly assets: Assets; readonly bank: string }

function useOpening({ assets, bank }: Props) {
  const [parameters] = useParameters()
  const [account, setAccount] = useState(freshNumber)
  const [name, setAsset] = useState(parameters.get("asset") ?? assets.all[0]!.asset)
  const asked = PURPOSES.find((one) => one === parameters.get("kind"))
  const [kind, setKind] = useState<Purpose>(asked ?? "wallet")
  const [owner, setOwner] = useState(parameters.get("owner") ?? (asked === undefined ? "" : bank))
  const [tier, setTier] = useState(0)
  const [cosigners, setCosigners] = useState<readonly string[]>([])
  const [judged, judge] = useState(false)
  const isKnown = useName(owner === "" ? null : owner) !== null
  const [organisation = ""] = owner.split("/")
  const input = isKnown ? { account, asset: name, owner, kind, tier, wallet: null } : null
  const again = () => {
    setAccount(freshNumber())
    setCosigners([])
    judge(false)
  }
  return {
    ...{ account, kind, setKind, owner, setOwner, tier, setTier, input, again },
    ...{ cosigners, setCosigners, judged, judge, organisation, setAsset },
    asset: assets.get(name) ?? assets.all[0]!,
    isOthers: isKnown && organisation !== bank,
  }
}

type Entered = ReturnType<typeof useOpening>

/** What its owner has not signed is refused; it is said before. */
function lacksOwner({ isOthers, cosigners, organisation }: Entered): boolean {
  return isOthers && !cosigners.some((one) => one.split("/")[0] === organisation)
}

function Opening(props: Props) {
  const entered = useOpening(props)
  const { account, kind, owner, tier, asset, input, cosigners, isOthers } = entered
  const work = useAct()
  const number = shortNumber(account)
  const check = () => {
    entered.judge(true)
    if (input === null || lacksOwner(entered)) return
    void work.check("openAccount", input, isOthers ? cosigners : [])
  }
  const facts: readonly Fact[] = [
    { name: tell("account.owner"), value: <PartyChip party={owner} /> },
    { name: tell("account.operator"), value: <PartyChip party={props.bank} /> },
    { name: tell("account.kind"), value: kindText(kind) },
    { name: tell("account.asset"), value: asset.asset },
    { name: tell("tier.label"), value: String(tier) },
    { name: tell("account.number"), value: <HashChip hex={account} kind={tell("account.hex")} /> },
  ]
  return (
    <Panel title={tell("new.title")} note={tell("new.note")}>
      <Act
        work={work}
        act={tell("new.act", { owner })}
        done={tell("new.done", { owner, number })}
        facts={facts}
        unit={asset}
        onCheck={check}
        onAgain={entered.again}
        next={
          <>
            <Link to={accountPath(account)} className={buttonClass("primary")}>
              {tell("new.see")}
            </Link>
            <Link to={limitsPath(account)} className={buttonClass()}>
              {tell("account.setLimits")}
            </Link>
          </>
        }
      >
        <Fields {...props} entered={entered} />
      </Act>
    </Panel>
  )
}

function Fields({ assets, entered }: Props & { readonly entered: Entered }) {
  const { asset, kind, owner, judged, isOthers, organisation } = entered
  return (
    <Stack>
      <PartyField
        label={tell("account.owner")}
        value={owner}
        onText={entered.setOwner}
        judged={judged}
      />
      <ChoiceField
        above
        label={tell("account.kind")}
        value={kind}
        choices={PURPOSES.map((value) => ({ value, title: kindText(value) }))}
        onChoose={(value) => entered.setKind(value as Purpose)}
      />
      <ChoiceField
        above
        label={tell("account.asset")}
        value={asset.asset}
        choices={assets.all.map((one) => ({ value: one.asset, title: one.asset }))}
        onChoose={entered.setAsset}
      />
      <TierChoice asset={asset} value={entered.tier} onChoose={entered.setTier} />
      <OwnerSigns
        why={isOthers ? [tell("new.signs", { owner })] : []}
        of={[organisation]}
        command="openAccount"
        input={entered.input}
        chosen={entered.cosigners}
        onChoose={entered.setCosigners}
        fault={judged && lacksOwner(entered) ? tell("new.unsigned", { owner }) : null}
      />
    </Stack>
  )
}
