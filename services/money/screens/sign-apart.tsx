/**
 * Where people sign each on a machine of one's own: the file that all of them sign, and what each
 * of them does with it.
 */
import { Button, CopyButton, Note, Row, saveFile } from "@concordat/console/components"
import { type JsonObject, utf8 } from "@concordat/kernel"
import styles from "./money.module.css"
import { tell } from "./tell.ts"

const INDENT = 2

type Props = {
  /** `mint`, `openAccount`. */
  readonly command: string
  /** What is signed; null while something is missing. */
  readonly input: JsonObject | null
  /** All who must sign; of whom only the organisation is known: `north-bank/…`. */
  readonly signers: readonly string[]
}

/** The folded part of a form. */
export function SignApart({ command, input, signers }: Props) {
  const name = `${command}.json`
  const draft = `money.${command}.draft`
  const signatures = signers.map((_, at) => `${at + 1}.sig`)
  const save = () => {
    const text = `${JSON.stringify(input, null, INDENT)}\n`
    saveFile(utf8(text), name, "application/json")
  }
  const steps = [
    ["draft", `concordat draft money.${command} ${name} --signers ${signers.join(",")}`],
    ["sign", `concordat sign ${draft} --out 1.sig`],
    ["submit", `concordat submit ${draft} ${signatures.join(" ")}`],
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
