/** Somebody else must sign too: who of those for whom this ledger signs, or apart by a file. */
import { CosignersField, Note, useActing } from "@concordat/console/components"
import type { JsonObject } from "@concordat/kernel"
import styles from "./money.module.css"
import { SignApart } from "./sign-apart.tsx"
import { tell } from "./tell.ts"

type Props = {
  /** Why, a sentence each. */
  readonly why: readonly string[]
  /** Organisations that must sign; empty: it is not known which. */
  readonly of: readonly string[]
  readonly command: string
  readonly input: JsonObject | null
  readonly chosen: readonly string[]
  readonly onChoose: (chosen: readonly string[]) => void
  /** What is missing; null where nothing is. */
  readonly fault: string | null
}

/** The part of a form; nothing where nobody else must sign. */
export function OwnerSigns({ why, of, command, input, chosen, onChoose, fault }: Props) {
  const { offered, principal } = useActing()
  if (why.length === 0) return null
  const others = (offered?.principals ?? []).filter(
    (one) => one !== principal && (of.length === 0 || of.includes(one.split("/")[0] ?? "")),
  )
  const besides = of.length === 0 ? ["…/…"] : of.map((one) => `${one}/…`)
  return (
    <section className={styles.form} aria-label={tell("approvals.title")}>
      <h3>{tell("approvals.title")}</h3>
      {why.map((sentence) => (
        <p key={sentence}>{sentence}</p>
      ))}
      <CosignersField
        label={tell("approvals.besides")}
        offered={others}
        chosen={chosen}
        onChoose={onChoose}
      />
      {others.length === 0 && offered !== null ? <Note>{tell("signs.nobody")}</Note> : null}
      {fault === null ? null : (
        <p className={styles.fault} role="alert">
          {fault}
        </p>
      )}
      <SignApart command={command} input={input} signers={[principal ?? "…/…", ...besides]} />
    </section>
  )
}
