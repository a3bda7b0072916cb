/** Another time to look at: the state at a past block, as long as the node keeps it. */
import { type FormEvent, useState } from "react"
import { Button } from "../../components/button.tsx"
import { useStatus } from "../../components/ledger.tsx"
import { useParameters } from "../../components/link.tsx"
import { Note, Panel } from "../../components/panel.tsx"
import { TextField } from "../../components/text-field.tsx"
import { tell } from "../../texts/tell.ts"
import { plainText } from "../../texts/translate.ts"
import styles from "./at-height.module.css"

/** The field; the height stands in the address. */
export function AtHeight({ height }: { readonly height: string }) {
  const { data } = useStatus()
  const [parameters, change] = useParameters()
  const [typed, setTyped] = useState(parameters.get("at") ?? "")
  const look = (event: FormEvent) => {
    event.preventDefault()
    change(new URLSearchParams(typed === "" ? {} : { at: typed }))
  }
  return (
    <Panel title={tell("record.asOf", { height: plainText(BigInt(height)) })}>
      <form className={styles.find} onSubmit={look}>
        <TextField
          label={tell("record.at")}
          value={typed}
          inputMode="numeric"
          onText={(text) => setTyped(text.trim())}
        />
        <Button type="submit">{tell("record.look")}</Button>
      </form>
      {data === undefined ? null : (
        <Note>
          {tell("record.kept", {
            first: plainText(BigInt(data.provableFrom)),
            last: plainText(BigInt(data.height)),
          })}
        </Note>
      )}
    </Panel>
  )
}
