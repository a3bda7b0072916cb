/** Bytes: read from a file, or pasted in base64url. */
import { fromBase64url, toBase64url, toHex } from "@concordat/kernel"
import { Textarea } from "@mantine/core"
import { tell } from "../../texts/tell.ts"
import { CopyButton } from "../copy-button.tsx"
import { Detail } from "../detail.tsx"
import { DropZone } from "../drop-zone.tsx"
import { type Control, type InputProps, idOf, type ShowProps, textOf } from "./control.ts"
import styles from "./controls.module.css"

function Input({ field, label, pointer, draft, onChange, faults }: InputProps<"bytes">) {
  const take = async ([file]: readonly File[]) => {
    if (file !== undefined) onChange(toBase64url(new Uint8Array(await file.arrayBuffer())))
  }
  return (
    <div className={styles.hex}>
      <Textarea
        id={idOf(pointer)}
        label={label}
        description={tell("control.bytes", { max: field.max })}
        error={faults[pointer]}
        value={textOf(draft)}
        autosize
        minRows={1}
        maxRows={4}
        spellCheck={false}
        classNames={{ input: styles.mono ?? "" }}
        inputWrapperOrder={["label", "description", "input", "error"]}
        onChange={(event) => onChange(event.currentTarget.value.trim())}
      />
      <DropZone
        compact
        title={tell("control.bytes.drop")}
        choose={tell("control.bytes.choose")}
        note={tell("control.bytes.note")}
        onFiles={take}
      />
    </div>
  )
}

function lengthOf(text: string): number {
  return Math.floor((text.length * 3) / 4)
}

function Show({ value, label }: ShowProps<"bytes">) {
  const text = String(value)
  return (
    <Detail shown={tell("control.bytes.size", { count: lengthOf(text) })} label={label}>
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
  Input,
  Show,
  plain: true,
}
