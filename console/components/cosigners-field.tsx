/** Who signs besides: some of those for whom a ledger signs itself. */
import styles from "./cosigners-field.module.css"
import { CheckField } from "./radio-field.tsx"

type Props = {
  readonly label: string
  readonly offered: readonly string[]
  readonly chosen: readonly string[]
  readonly onChoose: (chosen: readonly string[]) => void
}

/** The group; nothing where nobody is offered. */
export function CosignersField({ label, offered, chosen, onChoose }: Props) {
  if (offered.length === 0) return null
  const toggle = (one: string) =>
    onChoose(chosen.includes(one) ? chosen.filter((each) => each !== one) : [...chosen, one])
  return (
    <fieldset className={styles.signers}>
      <legend>{label}</legend>
      {offered.map((one) => (
        <CheckField
          key={one}
          label={one}
          checked={chosen.includes(one)}
          onCheck={() => toggle(one)}
        />
      ))}
    </fieldset>
  )
}
