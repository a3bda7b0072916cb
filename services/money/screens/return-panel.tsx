/** Giving a payment back: its payee returns all or part, as long as the ledger remembers it. */
import {
  buttonClass,
  ChoiceField,
  Link,
  Panel,
  Stack,
  useActing,
  useClient,
} from "@concordat/console/components"
import { type Hex, organisationOf, type Party } from "@concordat/kernel"
import { useState } from "react"
import { digestFrom } from "../entry.ts"
import type { Form } from "../kinds.ts"
import { entries } from "../tables.ts"
import { ownerText } from "./account-chip.tsx"
import { Act } from "./act.tsx"
import { amountOf, type Unit } from "./amount.ts"
import { Amount, AmountField, amountFault } from "./amount-cell.tsx"
import { type Found, useRow } from "./ask.ts"
import { freshId } from "./fresh-id.ts"
import { paymentPath } from "./paths.ts"
import { tell } from "./tell.ts"
import { type ActWork, useAct } from "./use-act.ts"

type Props = {
  readonly entry: string
  readonly line: Found<"entryLines">
  readonly unit: Unit
}

/** How an entry of one line may have come to be. */
const FORMS: readonly Form[] = ["transfer", "linked", "each", "quote"]
/** Reasons of ISO 20022 (external return reasons). */
const REASONS = ["CUST", "DUPL", "FRAD", "NARR"] as const

/** The line as the entry's digest covers it; null where it cannot be shown by itself. */
function shownOf(entry: string, line: Props["line"], row: { digest: Hex; lines: number } | null) {
  if (row === null || row.lines !== 1 || line.line !== 0) return null
  const { debit, credit, amount, code, uetr, memo } = line
  const whole = { debit, credit, amount, code, uetr, memo, consent: null }
  const form = FORMS.find(
    (of) => digestFrom({ form: of, index: 0, line: whole, path: [] }, 1) === row.digest,
  )
  if (form === undefined) return null
  return { entry, form, index: 0, line: { ...whole, amount: String(amount) }, path: [] }
}

/** The panel; nothing for whoever was not paid, and for what is no payment. */
export function ReturnPanel(props: Props) {
  const { entry, line } = props
  const { principal } = useActing()
  const row = useRow(entries, [entry])
  const owner = ownerText(line.creditOwner)
  const mine =
    principal !== null && (owner === principal || owner === organisationOf(principal as Party))
  const shown = mine && row.data !== undefined ? shownOf(entry, line, row.data) : null
  const left = line.amount - (line.returned ?? 0n)
  const work = useAct()
  if (shown === null || (left === 0n && work.stage.at !== "final")) return null
  return (
    <Panel title={tell("return.title")} note={tell("return.note")}>
      <Returning {...props} work={work} original={shown} left={left} />
    </Panel>
  )
}

type ReturningProps = Props & {
  readonly work: ActWork
  readonly original: NonNullable<ReturnType<typeof shownOf>>
  readonly left: bigint
}

function Returning({ line, unit, work, original, left }: ReturningProps) {
  const client = useClient()
  const [entry, setEntry] = useState(() => freshId(client))
  const [amount, setAmount] = useState(() => amountOf(unit).plain(left))
  const [reason, setReason] = useState<string>(REASONS[0])
  const [judged, judge] = useState(false)
  const fault = amountFault(amount, unit)
  const units = fault === null ? amountOf(unit).read(amount) : 0n
  const text = amountOf(unit).text(units)
  const check = () => {
    judge(true)
    if (fault !== null) return
    const input = { entry, original, amount: String(units), reason, consent: null }
    void work.check("returnLine", input)
  }
  return (
    <Act
      work={work}
      act={tell("return.act", { amount: text })}
      done={tell("return.done", { amount: text, payer: ownerText(line.debitOwner) })}
      facts={[
        { name: tell("return.amount"), value: <Amount units={units} unit={unit} /> },
        { name: tell("return.to"), value: ownerText(line.debitOwner) },
        { name: tell("return.reason"), value: tell(`reason.${reason as "CUST"}`) },
      ]}
      unit={unit}
      onCheck={check}
      onAgain={() => setEntry(freshId(client))}
      next={
        <Link to={paymentPath(entry)} className={buttonClass("primary")}>
          {tell("pay.receipt")}
        </Link>
      }
    >
      <Stack>
        <AmountField
          label={tell("return.amount")}
          unit={unit}
          value={amount}
          onText={setAmount}
          judged={judged}
        />
        <ChoiceField
          above
          label={tell("return.reason")}
          value={reason}
          choices={REASONS.map((value) => ({ value, title: tell(`reason.${value}`) }))}
          onChoose={setReason}
        />
      </Stack>
    </Act>
  )
}
