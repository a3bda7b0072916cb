/** How pages are set: a title with its actions, panels, lists of facts. */
import { type ReactNode, useEffect, useId } from "react"
import styles from "./panel.module.css"

type PageProps = {
  /** The first heading; absent where a verdict is it. */
  readonly title?: ReactNode
  /** The title of the window, where it differs. */
  readonly name?: string
  /** What the page is, in a sentence. */
  readonly intro?: ReactNode
  readonly actions?: ReactNode
  /** Above the title: where the page stands. */
  readonly above?: ReactNode
  readonly children: ReactNode
}

/** A page: one first heading, one sentence, what can be done here. */
export function Page({ title, name, intro, actions, above, children }: PageProps) {
  const words = name ?? (typeof title === "string" ? title : "")
  useEffect(() => {
    document.title = words === "" ? "Concordat" : `${words} – Concordat`
  }, [words])
  return (
    <div className={styles.page}>
      {title === undefined ? null : (
        <header className={styles.head}>
          <div className={styles.heading}>
            {above === undefined ? null : <div className={styles.above}>{above}</div>}
            <h1>{title}</h1>
            {intro === undefined ? null : <div className={styles.intro}>{intro}</div>}
          </div>
          {actions === undefined ? null : <div className={styles.actions}>{actions}</div>}
        </header>
      )}
      {children}
    </div>
  )
}

type PanelProps = {
  readonly title?: ReactNode
  readonly note?: ReactNode
  readonly actions?: ReactNode
  readonly children: ReactNode
  /** Without room around: for tables. */
  readonly flush?: boolean
}

/** A bordered part of a page. */
export function Panel({ title, note, actions, children, flush = false }: PanelProps) {
  const id = useId()
  const headed = title !== undefined
  return (
    <section
      className={`${styles.panel} ${flush ? styles.flush : ""}`}
      aria-labelledby={headed ? id : undefined}
    >
      {headed ? (
        <header className={styles.bar}>
          <div>
            <h2 id={id}>{title}</h2>
            {note === undefined ? null : <p className={styles.note}>{note}</p>}
          </div>
          {actions === undefined ? null : <div className={styles.actions}>{actions}</div>}
        </header>
      ) : null}
      {children}
    </section>
  )
}

/** Name and value. */
export type Fact = { readonly name: string; readonly value: ReactNode }

/** Facts in two columns; on a phone the value stands below its name. */
export function Facts({ facts }: { readonly facts: readonly Fact[] }) {
  return (
    <dl className={styles.facts}>
      {facts.map(({ name, value }) => (
        <div key={name} className={styles.fact}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  )
}

/** Things side by side that wrap. */
export function Row({ children }: { readonly children: ReactNode }) {
  return <div className={styles.row}>{children}</div>
}

/** Things below each other. */
export function Stack({ children }: { readonly children: ReactNode }) {
  return <div className={styles.stack}>{children}</div>
}

/** Two columns, the first wider; one on a phone. */
export function Columns({ children }: { readonly children: ReactNode }) {
  return <div className={styles.columns}>{children}</div>
}

/** A line of lesser weight. */
export function Note({ children }: { readonly children: ReactNode }) {
  return <p className={styles.note}>{children}</p>
}
