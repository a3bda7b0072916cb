/** A new order: of which account, up to which amount, until when, by which document. */
import {
  buttonClass,
  ChoiceField,
  Columns,
  HashChip,
  Link,
  Panel,
  Stack,
  TextField,
  TimeCell,
  useClient,
} from "@concordat/console/components"
import { useState } from "react"
import { accounts } from "../tables.ts"
import { AccountChip, ownerText } from "./account-chip.tsx"
import { readNumber } from "./account-number.ts"
import { Act } from "./act.tsx"
import { amountOf } from "./amount.ts"
import { Amount, AmountField, amountFault } from "./amount-cell.tsx"
import { type Assets, useName, useRow } from "./ask.ts"
import { type Digested, DocumentDigest } from "./document-digest.tsx"
import { freshId } from "./fresh-id.ts"
import styles from "./money.module.css"
import { orderPath } from "./paths.ts"
import { dateOf, startOf } from "./period.ts"
import { tell } from "./tell.ts"
import { useAct } from "./use-act.ts"

const KINDS = ["freeze", "transfer", "recovery"] as const
const MONTHS_MS = 90 * 86_400_000

type Props = { readonly assets: Assets; readonly given: string }

function useOrder({ assets, given }: Props) {
  const client = useClient()
  const [order, setOrder] = useState(() => freshId(client))
  const [account, setAccount] = useState(given)
  const [kind, setKind] = useState<string>(KINDS[0])
  const [cap, setCap] = useState("")
  const [until, setUntil] = useState(() => dateOf(Date.now() + MONTHS_MS))
  const [document, setDocument] = useState<Digested | null>(null)
  const [judged, judge] = useState(false)
  const { account: read, fault: numberFault } = readNumber(account)
  const number = read ?? ""
  const row = useRow(accounts, [number], read !== null).data ?? null
  const unit = assets.unit(row?.asset ?? "")
  const fault = amountFault(cap, unit)
  const units = fault === null ? amountOf(unit).read(cap) : 0n
  const expires = startOf(until, 1)
  const again = () => {
    setOrder(freshId(client))
    setDocument(null)
    judge(false)
  }
  return {
    ...{ order, account, setAccount, number, numberFault, row, unit, kind, setKind, cap, setCap },
    ...{ until, setUntil, expires, document, setDocument, judged, judge, fault, units, again },
  }
}

type Entered = ReturnType<typeof useOrder>

/** The panel. */
export function RecordOrder(props: Props) {
  const entered = useOrder(props)
  const work = useAct()
  const { order, row, unit, units, kind, document, expires, number } = entered
  const amount = amountOf(unit).text(units)
  const check = () => {
    entered.judge(true)
    if (row === null || entered.fault !== null || document === null || expires === null) return
    const input = { order, kind, digest: document.digest, account: number }
    void work.check("recordOrder", { ...input, cap: String(units), expires })
  }
  return (
    <Panel title={tell("record.title")} note={tell("record.note")}>
      <Act
        work={work}
        act={tell("record.act")}
        done={tell("record.done", { amount })}
        facts={[
          { name: tell("orders.kind"), value: tell(`orders.kind.${kind as "freeze"}`) },
          {
            name: tell("orders.account"),
            value: row === null ? "–" : <AccountChip account={number} owner={row.owner} />,
          },
          { name: tell("orders.cap"), value: <Amount units={units} unit={unit} /> },
          {
            name: tell("orders.until"),
            value: expires === null ? "–" : <TimeCell time={Date.parse(expires)} />,
          },
          {
            name: tell("record.document"),
            value: <HashChip hex={document?.digest ?? ""} kind={tell("record.document")} />,
          },
        ]}
        unit={unit}
        onCheck={check}
        onAgain={entered.again}
        next={
          <Link to={orderPath(order)} className={buttonClass("primary")}>
            {tell("record.open")}
          </Link>
        }
      >
        <Fields entered={entered} />
      </Act>
    </Panel>
  )
}

function Fields({ entered }: { readonly entered: Entered }) {
  const { row, unit, judged, kind, until, document } = entered
  return (
    <Columns>
      <Stack>
        <TextField
          label={tell("record.account")}
          value={entered.account}
          onText={entered.setAccount}
        />
        <Whose entered={entered} />
        <ChoiceField
          above
          label={tell("orders.kind")}
          value={kind}
          choices={KINDS.map((value) => ({ value, title: tell(`orders.kind.${value}`) }))}
          onChoose={entered.setKind}
        />
        {row === null ? null : (
          <AmountField
            label={tell("orders.cap")}
            unit={unit}
            value={entered.cap}
            onText={entered.setCap}
            judged={judged}
          />
        )}
        <TextField
          label={tell("record.until")}
          type="date"
          value={until}
          onText={entered.setUntil}
        />
      </Stack>
      <DocumentDigest
        title={tell("record.drop")}
        value={document}
        onDigest={entered.setDocument}
        fault={judged && document === null ? tell("record.noDocument") : null}
      />
    </Columns>
  )
}

/** Whose account was named, before anything is done about it. */
function Whose({ entered: { row, numberFault, number, judged } }: { readonly entered: Entered }) {
  const name = useName(row !== null && "party" in row.owner ? row.owner.party : null)
  if (row === null) {
    if (!judged && numberFault !== null) return null
    return <p className={styles.fault}>{numberFault ?? tell("account.unknown")}</p>
  }
  return (
    <p>
      {name ?? ownerText(row.owner)} ·{" "}
      <AccountChip account={number} owner={row.owner} kind={row.kind} />
    </p>
  )
}
