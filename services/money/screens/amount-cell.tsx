/** An amount as it stands on a page, and the field that takes one. */
import { TextField } from "@concordat/console/components"
import { Invalid } from "@concordat/kernel"
import { useId } from "react"
import { amountOf, type Unit } from "./amount.ts"
import styles from "./money.module.css"
import { tell } from "./tell.ts"

type Props = {
  readonly units: bigint
  readonly unit: Unit
  /** What it does to an account: its sign is always shown. */
  readonly signed?: boolean
  /** What a page is about. */
  readonly large?: boolean
}

/** Figures, then the currency; read left to right everywhere. */
export function Amount({ units, unit, signed = false, large = false }: Props) {
  const plus = signed && units > 0n ? "+" : ""
  return (
    <span className={large ? styles.large : styles.amount} dir="ltr" data-units={String(units)}>
      {plus}
      {amountOf(unit).digits(units)} <span className={styles.code}>{unit.code}</span>
    </span>
  )
}

/** Why a typed amount is none, in words; null where it is one. A limit may be nothing. */
export function amountFault(text: string, unit: Unit, least = 1n): string | null {
  if (text.trim() === "") return tell("amount.empty")
  try {
    return amountOf(unit).read(text) < least ? tell("amount.zero") : null
  } catch (failure) {
    if (!(failure instanceof Invalid)) throw failure
    if (failure.code === "amount_precision") {
      return tell("amount.precision", { code: unit.code, decimals: unit.decimals })
    }
    const ambiguous = failure.code === "amount_ambiguous"
    return tell(ambiguous ? "amount.ambiguous" : "amount.malformed")
  }
}

type FieldProps = {
  readonly label: string
  readonly unit: Unit
  readonly value: string
  readonly onText: (text: string) => void
  /** After the form was asked for: what is wrong is told. */
  readonly judged: boolean
  /** The least that may be entered; 1 unless given. */
  readonly least?: bigint
}

/** The field: digits and a point, the currency beside it, what is wrong below. */
export function AmountField({ label, unit, value, onText, judged, least }: FieldProps) {
  const id = useId()
  const fault = judged ? amountFault(value, unit, least) : null
  return (
    <div className={styles.field}>
      <TextField
        label={`${label} (${unit.code})`}
        value={value}
        onText={onText}
        inputMode="decimal"
        aria-invalid={fault !== null}
        aria-describedby={fault === null ? undefined : id}
      />
      {fault === null ? null : (
        <p id={id} className={styles.fault} role="alert">
          {fault}
        </p>
      )}
    </div>
  )
}
