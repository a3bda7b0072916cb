/** One of several accounts, each with what it can spend. */
import { ChoiceField } from "@concordat/console/components"
import { kindText } from "./account-chip.tsx"
import { shortNumber } from "./account-number.ts"
import { amountOf } from "./amount.ts"
import { type Assets, type Found, spendable } from "./ask.ts"
import { tell } from "./tell.ts"

type Props = {
  readonly label: string
  readonly accounts: readonly Found<"accountList">[]
  readonly assets: Assets
  readonly value: string
  readonly onChoose: (account: string) => void
}

/** The choice. */
export function AccountChoice({ label, accounts, assets, value, onChoose }: Props) {
  return (
    <ChoiceField
      above
      label={label}
      value={value}
      onChoose={onChoose}
      choices={accounts.map((one) => ({
        value: one.account,
        title: tell("account.choice", {
          amount: amountOf(assets.unit(one.asset)).text(spendable(one)),
          kind: kindText(one.kind),
          number: shortNumber(one.account),
        }),
      }))}
    />
  )
}
