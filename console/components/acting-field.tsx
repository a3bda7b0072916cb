/** The development sign-in: as whom to act. Only a development ledger offers it. */
import { useId } from "react"
import { tell } from "../texts/tell.ts"
import { useActing } from "./acting.ts"
import styles from "./acting-field.module.css"
import { Icon } from "./icons.tsx"

/** The choice; nothing where the ledger offers none. */
export function ActingField() {
  const { offered, principal, choose } = useActing()
  const id = useId()
  if (offered === null) return null
  return (
    <div className={styles.acting} title={offered.notice}>
      <Icon name="person" size={18} />
      <label htmlFor={id} className={styles.label}>
        {tell("acting.as")}
      </label>
      <select
        id={id}
        className={styles.select}
        value={principal ?? ""}
        onChange={(event) => choose(event.currentTarget.value)}
      >
        {offered.principals.map((one) => (
          <option key={one}>{one}</option>
        ))}
      </select>
    </div>
  )
}
