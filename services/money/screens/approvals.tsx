/**
 * What more than one person must sign: who signs besides on a ledger that signs for its principals,
 * and elsewhere the file that all of them sign, each on a machine of one's own, with what to do.
 */
import {
  Button,
  CheckField,
  CopyButton,
  Note,
  Row,
  saveFile,
  useActing,
} from "@concordat/console/components"
import { type JsonObject, organisationOf, type Party, utf8 } from "@concordat/kernel"
import styles from "./money.module.css"
import { tell } from "./tell.ts"

const INDENT = 2

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
  const toggle = (one: string) =>
    onChoose(chosen.includes(one) ? chosen.filter((each) => each !== one) : [...chosen, one])
  return (
    <section className={styles.form} aria-label={tell("approvals.title")}>
      <h3>{tell("approvals.title")}</h3>
      <p>{tell("approvals.need", { count, issuer })}</p>
      {others.length === 0 ? null : (
        <fieldset className={styles.fields}>
          <legend>{tell("approvals.besides")}</legend>
          {others.map((one) => (
            <CheckField
              key={one}
              label={one}
              checked={chosen.includes(one)}
              onCheck={() => toggle(one)}
            />
          ))}
        </fieldset>
      )}
      <Apart {...{ command, input, issuer }} signer={principal ?? `${issuer}/…`} />
    </section>
  )
}

type ApartProps = Pick<Props, "command" | "input" | "issuer"> & { readonly signer: string }

/** The file, and the commands of each who signs. */
function Apart({ command, input, signer, issuer }: ApartProps) {
  const name = `${command}.json`
  const draft = `money.${command}.draft`
  const save = () => {
    const text = `${JSON.stringify(input, null, INDENT)}\n`
    saveFile(utf8(text), name, "application/json")
  }
  const steps = [
    ["draft", `concordat draft money.${command} ${name} --signers ${signer},${issuer}/…`],
    ["sign", `concordat sign ${draft} --out mine.sig`],
    ["submit", `concordat submit ${draft} first.sig second.sig`],
  ] as const
  return (
    <details>
      <summary>{tell("approvals.apart")}</summary>
      <div className={styles.form}>
        <Note>{tell("approvals.apartNote")}</Note>
        <Row>
          <Button onClick={save} disabled={input === null}>
            {tell("approvals.save", { name })}
          </Button>
        </Row>
        <ol className={styles.steps}>
          {steps.map(([step, line]) => (
            <li key={step}>
              {tell(`approvals.${step}`)}
              <code translate="no" dir="ltr">
                {line}
              </code>{" "}
              <CopyButton text={line} />
            </li>
          ))}
        </ol>
      </div>
    </details>
  )
}
