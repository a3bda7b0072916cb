/** The digest of a document that stays here: dropped, never sent. */
import { DropZone, HashChip, hashFile, Row, visible } from "@concordat/console/components"
import styles from "./money.module.css"
import { tell } from "./tell.ts"

/** A file by its name, and what identifies it. */
export type Digested = { readonly name: string; readonly digest: string }

type Props = {
  /** What is asked for, as a sentence. */
  readonly title: string
  readonly value: Digested | null
  readonly onDigest: (digested: Digested) => void
  /** What is missing; null where nothing is. */
  readonly fault: string | null
}

/** The field. */
export function DocumentDigest({ title, value, onDigest, fault }: Props) {
  const take = async ([file]: readonly File[]) => {
    if (file !== undefined) onDigest({ name: file.name, digest: await hashFile(file, () => {}) })
  }
  return (
    <div className={styles.form}>
      <DropZone
        compact
        title={value === null ? title : tell("document.given", { name: visible(value.name) })}
        choose={tell("document.choose")}
        note={
          value === null ? (
            tell("document.stays")
          ) : (
            <Row>
              <HashChip hex={value.digest} kind={tell("document.digest")} />
            </Row>
          )
        }
        onFiles={(files) => void take(files)}
      />
      {fault === null ? null : (
        <p className={styles.fault} role="alert">
          {fault}
        </p>
      )}
    </div>
  )
}
