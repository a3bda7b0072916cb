/** Participants of a cycle to be chosen: each with what it owes, what it may, where it is paid. */
import { CheckField, ChoiceField, type Column } from "@concordat/console/components"
import { kindText } from "./account-chip.tsx"
import { shortNumber } from "./account-number.ts"
import type { Unit } from "./amount.ts"
import { Amount } from "./amount-cell.tsx"
import { GrowingTable } from "./growing-table.tsx"
import type { Member, useChosen } from "./members.ts"
import { tell } from "./tell.ts"

type Props = {
  readonly members: readonly Member[]
  readonly choice: ReturnType<typeof useChosen>
  readonly unit: Unit
}

const columnsOf = ({ choice, unit }: Props): readonly Column<Member>[] => [
  {
    name: tell("caps.participant"),
    cell: (one) => (
      <CheckField
        label={one.participant}
        checked={choice.isIn(one)}
        onCheck={() => choice.toggle(one)}
      />
    ),
  },
  {
    name: tell("caps.exposure"),
    align: "end",
    cell: ({ exposure }) => <Amount units={exposure} unit={unit} />,
    wide: true,
  },
  {
    name: tell("caps.cap"),
    align: "end",
    cell: ({ cap }) => <Amount units={cap} unit={unit} />,
  },
  { name: tell("members.account"), cell: (one) => <Paid one={one} choice={choice} /> },
]

type PaidProps = { readonly one: Member; readonly choice: Props["choice"] }

/** Where one is paid: a choice where it has several accounts. */
function Paid({ one, choice }: PaidProps) {
  const { participant, accounts } = one
  const titleOf = ({ account, kind }: Member["accounts"][number]) =>
    `${kindText(kind)} ${shortNumber(account)}`
  if (accounts.length === 1) return <bdi translate="no">{titleOf(accounts[0]!)}</bdi>
  return (
    <ChoiceField
      label={tell("members.of", { who: participant })}
      value={choice.accountOf(one)}
      choices={accounts.map((each) => ({ value: each.account, title: titleOf(each) }))}
      onChoose={(account) => choice.setAccount(participant, account)}
      unseen
    />
  )
}

/** The table. */
export function MemberTable(props: Props) {
  return (
    <GrowingTable
      caption={tell("members.title")}
      columns={columnsOf(props)}
      rows={props.members}
      keyOf={({ participant }) => participant}
    />
  )
}
