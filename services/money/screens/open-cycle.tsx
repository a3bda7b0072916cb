/** A cycle is opened: of which asset, for whom, over which account, with how much time to fund. */
import {
  buttonClass,
  ChoiceField,
  EmptyState,
  Link,
  Panel,
  Stack,
  useActing,
  useClient,
} from "@concordat/console/components"
import { organisationOf, type Party } from "@concordat/kernel"
import { useState } from "react"
import { AccountChip } from "./account-chip.tsx"
import { AccountChoice } from "./account-choice.tsx"
import { Act } from "./act.tsx"
import { type Assets, type Found, useAssets, useOwnAccounts } from "./ask.ts"
import { freshId } from "./fresh-id.ts"
import { MemberTable } from "./member-table.tsx"
import { type Member, useChosen, useMembers } from "./members.ts"
import styles from "./money.module.css"
import { Asked, MoneyPage } from "./money-page.tsx"
import { cyclePath, NETTING, OPEN_ACCOUNT, withParameters } from "./paths.ts"
import { tell } from "./tell.ts"
import { useAct } from "./use-act.ts"

/** How long participants may have to fund, in seconds. */
const MINUTE_S = 60
const HOUR_S = 3_600
const TIMES_S = [30 * MINUTE_S, HOUR_S, 2 * HOUR_S, 4 * HOUR_S, 8 * HOUR_S, 24 * HOUR_S]
const MEMBERS_MIN = 2

type Account = Found<"accountList">

/** The page. */
export function OpenCyclePage() {
  const { principal } = useActing()
  const assets = useAssets()
  const own = useOwnAccounts()
  return (
    <MoneyPage
      title={tell("open.page")}
      intro={tell("open.intro")}
      actions={
        <Link to={NETTING} className={buttonClass()}>
          {tell("open.caps")}
        </Link>
      }
    >
      {principal === null ? (
        <EmptyState why={tell("act.noSignIn")} />
      ) : (
        <Asked answer={assets}>
          {(known) => (
            <Asked answer={own} lines={8}>
              {(mine) => <Ready assets={known} accounts={clearingOf(mine, principal)} />}
            </Asked>
          )}
        </Asked>
      )}
    </MoneyPage>
  )
}

/** Accounts over which an organisation can run a cycle, those for settlement first. */
function clearingOf(own: readonly Account[], principal: string): readonly Account[] {
  const organisation = organisationOf(principal as Party)
  const isOwn = ({ owner, kind }: Account) =>
    "party" in owner && owner.party === organisation && kind !== "issuance"
  const isMeant = ({ kind }: Account) => Number(kind === "settlement")
  return own.filter(isOwn).toSorted((a, b) => isMeant(b) - isMeant(a))
}

type ReadyProps = { readonly assets: Assets; readonly accounts: readonly Account[] }

/** The asset decides about the rest. */
function Ready({ assets, accounts }: ReadyProps) {
  const [chosen, choose] = useState(accounts[0]?.asset ?? "")
  const members = useMembers(chosen)
  if (accounts.length === 0) {
    return (
      <EmptyState why={tell("open.noAccount")}>
        <Link
          to={withParameters(OPEN_ACCOUNT, { kind: "settlement" })}
          className={buttonClass("primary")}
        >
          {tell("bank.open")}
        </Link>
      </EmptyState>
    )
  }
  const names = [...new Set(accounts.map(({ asset }) => asset))]
  return (
    <Panel>
      <Stack>
        <ChoiceField
          above
          label={tell("caps.asset")}
          value={chosen}
          choices={names.map((value) => ({ value, title: value }))}
          onChoose={choose}
        />
        <Asked answer={members} lines={6}>
          {(found) => (
            <Opening
              key={chosen}
              assets={assets}
              accounts={accounts.filter(({ asset }) => asset === chosen)}
              members={found}
            />
          )}
        </Asked>
      </Stack>
    </Panel>
  )
}

type OpeningProps = ReadyProps & { readonly members: readonly Member[] }

function Opening({ assets, accounts, members }: OpeningProps) {
  const client = useClient()
  const [cycle, setCycle] = useState(() => freshId(client))
  const [account, setAccount] = useState<string>(accounts[0]!.account)
  const [seconds, setSeconds] = useState<number>(2 * HOUR_S)
  const [judged, judge] = useState(false)
  const choice = useChosen(members)
  const work = useAct()
  const { asset, owner } = accounts[0]!
  const few = choice.chosen.length < MEMBERS_MIN
  const check = () => {
    judge(true)
    if (few) return
    const input = { cycle, asset, account, members: choice.chosen, fundWithin: seconds }
    void work.check("openCycle", input)
  }
  const names = choice.chosen.map(({ participant }) => participant).join(", ")
  return (
    <Act
      work={work}
      act={tell("open.act", { count: choice.chosen.length })}
      done={tell("open.done", { count: choice.chosen.length })}
      facts={[
        { name: tell("caps.asset"), value: asset },
        { name: tell("members.title"), value: names },
        { name: tell("open.account"), value: <AccountChip account={account} owner={owner} /> },
        { name: tell("open.within"), value: timeText(seconds) },
      ]}
      onCheck={check}
      onAgain={() => setCycle(freshId(client))}
      next={
        <Link to={cyclePath(cycle)} className={buttonClass("primary")}>
          {tell("open.see")}
        </Link>
      }
    >
      <AccountChoice
        label={tell("open.account")}
        accounts={accounts}
        assets={assets}
        value={account}
        onChoose={setAccount}
      />
      <ChoiceField
        above
        label={tell("open.within")}
        value={String(seconds)}
        choices={TIMES_S.map((one) => ({ value: String(one), title: timeText(one) }))}
        onChoose={(value) => setSeconds(Number(value))}
      />
      <h2>{tell("members.title")}</h2>
      {members.length === 0 ? (
        <EmptyState why={tell("members.none")} />
      ) : (
        <MemberTable members={members} choice={choice} unit={assets.unit(asset)} />
      )}
      {judged && few ? (
        <p className={styles.fault} role="alert">
          {tell("members.few")}
        </p>
      ) : null}
    </Act>
  )
}

function timeText(seconds: number): string {
  return seconds < HOUR_S
    ? tell("span.minutes", { count: seconds / MINUTE_S })
    : tell("span.hours", { count: seconds / HOUR_S })
}
