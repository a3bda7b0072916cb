/** The chosen file: what it is, how its evidence will travel, and the way to another one. */
import { DropZone, Facts, Note, Panel, Sign, visible } from "@concordat/console/components"
import type { Chosen } from "./registration.ts"
import { tell } from "./tell.ts"

const KIB = 1024

/** `1.8 MiB`, `312 bytes`. */
function sizeOf(bytes: number): string {
  if (bytes < KIB) return `${bytes} bytes`
  if (bytes < KIB * KIB) return `${(bytes / KIB).toFixed(1)} KiB`
  return `${(bytes / (KIB * KIB)).toFixed(1)} MiB`
}

type Props = { readonly chosen: Chosen; readonly onFiles: (files: readonly File[]) => void }

/** The panel. */
export function FilePanel({ chosen: { file, facts }, onFiles }: Props) {
  const travels = facts.travels ?? tell("register.beside")
  return (
    <Panel title={tell("register.file")}>
      <Facts facts={[{ name: visible(file.name), value: sizeOf(file.size) }]} />
      <Note>{travels}</Note>
      {facts.carries ? (
        <p>
          <Sign tone="caution" /> {tell("register.carries")}
        </p>
      ) : null}
      <DropZone
        compact
        anywhere
        title={tell("register.another")}
        choose={tell("register.choose")}
        note={tell("register.note")}
        onFiles={onFiles}
      />
    </Panel>
  )
}
