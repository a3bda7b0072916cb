/**
 * What more than one person must sign: who signs besides on a ledger that signs for its principals,
 * and elsewhere the file that all of them sign, each on a machine of one's own, with what to do.
 */
import { CosignersField, useActing } from "@concordat/console/components"
import { type JsonObject, organisationOf, type Party } from "@concordat/kernel"
import styles from "./money.module.css"
import { SignApart } from "./sign-apart.tsx"
import { tell } from "./tell.ts"

type Props = {
  /** How many different persons must sign, and of which organisation. */
  readonly count: number
  readonly issuer: string
  /** `mint`, `burn`. */
  readonly command: string
  /** What is signed; null while something is missing. */
  readonly input: JsonObject | null
  readonly chosen: readonly string[]
  readonly onChoose: (chosen: readonly string[]) => void
}

/** The part of a form. */
export function Approvals({ count, issuer, command, input, chosen, onChoose }: Props) {
  const { offered, principal } = useActing()
  const others = (offered?.principals ?? []).filter(
    (one) => one !== principal && organisationOf(one as Party) === issuer,
  )
  return (
    <section className={styles.form} aria-label={tell("approvals.title")}>
      <h3>{tell("approvals.title")}</h3>
      <p>{tell("approvals.need", { count, issuer })}</p>
      <CosignersField
        label={tell("approvals.besides")}
        offered={others}
        chosen={chosen}
        onChoose={onChoose}
      />
      <SignApart
        command={command}
        input={input}
        signers={Array.from({ length: count }, (_, at) =>
          at === 0 && principal !== null ? principal : `${issuer}/…`,
        )}
      />
    </section>
  )
}
