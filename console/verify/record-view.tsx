/** What was registered, to compare with what stands in the document. */
import type { FieldValue, ShownRecord } from "@concordat/sdk/document"
import { visible } from "../components/words.ts"
import { shown } from "../texts/shown.ts"
import styles from "./record-view.module.css"

/** The field that holds the file's own digest. */
const FILE = "file"
/** What a document is called comes first; the other fields follow in the order of their paths. */
const TITLE = "title"

function hexOf(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("")
}

function words(value: FieldValue): string {
  return value instanceof Uint8Array ? hexOf(value) : String(value ?? "–")
}

/** `holder.name` → `Holder name`. */
function label(path: string): string {
  const spaced = path.replaceAll(/[._-]/g, " ").replaceAll(/([a-z])([A-Z])/g, "$1 $2")
  return spaced.charAt(0).toUpperCase() + spaced.slice(1).toLowerCase()
}

/** The record, fields that people can compare first. */
export function RecordView({ record }: { readonly record: ShownRecord }) {
  const others = record.fields.filter(({ path }) => path !== FILE && path !== TITLE)
  const fields = [...record.fields.filter(({ path }) => path === TITLE), ...others]
  const file = record.fields.find(({ path }) => path === FILE)
  return (
    <section className={styles.panel} aria-labelledby="record">
      <h2 id="record">{shown("verdict.record")}</h2>
      <p className="muted small">
        {shown(fields.length === 0 ? "verdict.noFields" : "verdict.compare")}
      </p>
      <dl className={styles.fields}>
        {fields.map(({ path, value }) => (
          <Field key={path} name={label(path)} value={words(value)} />
        ))}
        <Field name={shown("verdict.issuer")} value={`${record.issuerName} (${record.issuer})`} />
        <Field name={shown("verdict.class")} value={`${record.classTitle} (${record.class})`} />
      </dl>
      <details className={styles.technical}>
        <summary>{shown("verdict.technical")}</summary>
        <dl className={styles.fields}>
          <Field name={shown("verdict.handle")} value={record.handle} bytes />
          {file === undefined ? null : (
            <Field name={shown("verdict.fingerprint")} value={words(file.value)} bytes />
          )}
        </dl>
        <p className="no-print">
          <a href={`/services/provenance/documents/${record.issuer}/${record.handle}`}>
            {shown("verdict.open")}
          </a>
        </p>
      </details>
    </section>
  )
}

type FieldProps = { readonly name: string; readonly value: string; readonly bytes?: boolean }

function Field({ name, value, bytes = false }: FieldProps) {
  return (
    <div className={styles.field}>
      <dt>{name}</dt>
      <dd className={bytes ? "bytes" : undefined}>
        <bdi>{visible(value)}</bdi>
      </dd>
    </div>
  )
}
