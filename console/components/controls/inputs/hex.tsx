/** Bytes of a fixed length in hex; a digest may be taken of a file, here. */
import { TextInput } from "@mantine/core"
import { useState } from "react"
import { tell } from "../../../texts/tell.ts"
import { DropZone } from "../../drop-zone.tsx"
import { hashFile } from "../../hash-file.ts"
import { idOf, textOf } from "../control.ts"
import styles from "../controls.module.css"
import type { InputProps } from "./input.ts"

/** Bytes of SHA-256: only these may be a file's fingerprint. */
const DIGEST_BYTES = 32

/** The input. */
export function HexInput({ field, label, pointer, draft, onChange, faults }: InputProps<"hex">) {
  const [progress, setProgress] = useState<number | null>(null)
  const take = async ([file]: readonly File[]) => {
    if (file === undefined) return
    setProgress(0)
    onChange(await hashFile(file, setProgress))
    setProgress(null)
  }
  return (
    <div className={styles.hex}>
      <TextInput
        id={idOf(pointer)}
        label={label}
        description={tell("control.hex", { count: field.bytes * 2 })}
        error={faults[pointer]}
        value={textOf(draft)}
        autoComplete="off"
        spellCheck={false}
        classNames={{ input: styles.mono ?? "" }}
        inputWrapperOrder={["label", "description", "input", "error"]}
        onChange={(event) => onChange(event.currentTarget.value.trim().toLowerCase())}
      />
      {field.bytes === DIGEST_BYTES ? (
        <DropZone
          compact
          title={tell("control.hex.drop")}
          choose={tell("control.hex.choose")}
          note={
            progress === null
              ? tell("control.hex.note")
              : tell("hash.progress", { percent: Math.round(progress * 100) })
          }
          onFiles={take}
        />
      ) : null}
    </div>
  )
}
