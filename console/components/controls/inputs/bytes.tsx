/** Bytes: pasted in base64url, or read from a file. */
import { toBase64url } from "@concordat/kernel"
import { Textarea } from "@mantine/core"
import { tell } from "../../../texts/tell.ts"
import { DropZone } from "../../drop-zone.tsx"
import { idOf, textOf } from "../control.ts"
import styles from "../controls.module.css"
import type { InputProps } from "./input.ts"

/** The input. */
export function BytesInput({
  field,
  label,
  pointer,
  draft,
  onChange,
  faults,
}: InputProps<"bytes">) {
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
