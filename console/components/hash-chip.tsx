/** Bytes by their ends, whole behind a tap: to copy, and to compare with what one was told. */
import { useState } from "react"
import { tell } from "../texts/tell.ts"
import { CopyButton } from "./copy-button.tsx"
import { Detail } from "./detail.tsx"
import styles from "./hash-chip.module.css"
import { Sign } from "./sign.tsx"
import { TextField } from "./text-field.tsx"
import { inFours, shortened } from "./words.ts"

type Props = {
  /** Lower-case hex. */
  readonly hex: string
  /** What it is: "Transaction", "Statement". */
  readonly kind: string
  /** All of it is shown, where something is decided by it. */
  readonly whole?: boolean
}

/** The chip. */
export function HashChip({ hex, kind, whole = false }: Props) {
  const shown = (
    <span className={whole ? styles.spelt : styles.bytes} translate="no">
      {whole ? inFours(hex) : shortened(hex)}
    </span>
  )
  return (
    <Detail shown={shown} {...(whole ? {} : { label: `${kind} ${shortened(hex)}` })}>
      <p className={styles.kind}>{kind}</p>
      <p className={styles.whole} translate="no">
        {inFours(hex)}
      </p>
      <CopyButton text={hex} />
      <Compare hex={hex} />
    </Detail>
  )
}

function Compare({ hex }: { readonly hex: string }) {
  const [pasted, setPasted] = useState("")
  const other = pasted.replaceAll(/[^0-9a-fA-F]/g, "").toLowerCase()
  const same = other === hex
  return (
    <div className={styles.compare}>
      <TextField label={tell("hash.compare")} value={pasted} onText={setPasted} />
      <p role="status" className={styles.answer}>
        {other === "" ? null : (
          <>
            <Sign tone={same ? "positive" : "negative"} />{" "}
            {tell(same ? "hash.same" : "hash.differs")}
          </>
        )}
      </p>
    </div>
  )
}
