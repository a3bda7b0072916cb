/** Bytes: their size, and all of them behind a tap. */
import { fromBase64url, toHex } from "@concordat/kernel"
import { tell } from "../../texts/tell.ts"
import { CopyButton } from "../copy-button.tsx"
import { Detail } from "../detail.tsx"
import { type Control, type ShowProps, textOf } from "./control.ts"
import styles from "./controls.module.css"

function lengthOf(text: string): number {
  return Math.floor((text.length * 3) / 4)
}

function Show({ value, label }: ShowProps<"bytes">) {
  const text = String(value)
  const size = tell("control.bytes.size", { count: lengthOf(text) })
  return (
    <Detail shown={size} label={`${label}, ${size}`}>
      <p className={styles.block}>{toHex(fromBase64url(text))}</p>
      <CopyButton text={text} label={tell("control.bytes.copy")} />
    </Detail>
  )
}

/** Bytes of a bounded length, base64url in JSON. */
export const bytesControl: Control<"bytes"> = {
  blank: () => "",
  toJson: (_field, draft) => textOf(draft),
  fromJson: (_field, value) => String(value),
  Show,
  plain: true,
}
