/** Somebody of the register: typed with its names offered, and told by its registered name. */
import { type RowJson, TextField, useAnswer, useClient } from "@concordat/console/components"
import { listRows } from "@concordat/sdk"
import { useId } from "react"
import { useName } from "./ask.ts"
import styles from "./money.module.css"
import { tell } from "./tell.ts"

/** Organisations that are offered; any other one can be typed. */
const OFFERED_MAX = 200

type Props = {
  readonly label: string
  readonly value: string
  readonly onText: (text: string) => void
  /** After the form was asked for: what is wrong is told. */
  readonly judged: boolean
}

/** Organisations as they are offered. */
function useOffered() {
  const client = useClient()
  const { data } = useAnswer(["money", "register"], () =>
    listRows(client, "organisations", "organisations", { limit: OFFERED_MAX }),
  )
  return (data?.rows ?? []).map(({ key, value }: RowJson) => ({
    party: String(key["organisation"]),
    name: String(value["name"]),
  }))
}

/** The field. */
export function PartyField({ label, value, onText, judged }: Props) {
  const [list, told] = [useId(), useId()]
  const offered = useOffered()
  const name = useName(value === "" ? null : value)
  const fault = judged && name === null
  return (
    <div className={styles.field}>
      <TextField
        label={label}
        value={value}
        onText={(text) => onText(text.trim())}
        list={list}
        aria-invalid={fault}
        aria-describedby={told}
      />
      <datalist id={list}>
        {offered.map((one) => (
          <option key={one.party} value={one.party}>
            {one.name}
          </option>
        ))}
      </datalist>
      <p
        id={told}
        className={fault ? styles.fault : styles.address}
        role={fault ? "alert" : undefined}
      >
        {fault ? tell("party.unknown") : (name ?? tell("party.offered"))}
      </p>
    </div>
  )
}
