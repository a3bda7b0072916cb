/** A refusal is an answer: which rule said no, with which values, what to do, who can help. */
import { useEffect, useRef } from "react"
import { tell } from "../texts/tell.ts"
import { Button } from "./button.tsx"
import { refusalSentence, useServices } from "./ledger.tsx"
import { Link } from "./link.tsx"
import { type Problem, sentenceOf } from "./problem.ts"
import styles from "./problem-notice.module.css"
import { Sign } from "./sign.tsx"
import { titled } from "./words.ts"

type Props = {
  readonly problem: Problem
  /** After an act of the reader, focus goes to the notice and it is an alert. */
  readonly takesFocus?: boolean
  /** Asks again. */
  readonly onAgain?: () => void
}

/** Who can help with a code, where it is somebody else than the reader. */
const HELPERS: Readonly<Record<string, "problem.administrator" | "problem.operator">> = {
  permission_missing: "problem.administrator",
  organisation_suspended: "problem.administrator",
  principal_suspended: "problem.administrator",
  administrators_insufficient: "problem.administrator",
  node_unreachable: "problem.operator",
  node_halted: "problem.operator",
  node_starting: "problem.operator",
}

/** The notice. */
export function ProblemNotice({ problem, takesFocus = false, onAgain }: Props) {
  const notice = useRef<HTMLDivElement>(null)
  const services = useServices()
  const owner = services.find(({ definition }) => definition.name === problem.service)
  const own = owner && refusalSentence(owner, problem.code)
  const sentence = sentenceOf(problem, own)
  const helper = HELPERS[problem.code]
  // biome-ignore lint/correctness/useExhaustiveDependencies: every new problem takes the focus.
  useEffect(() => {
    if (takesFocus) notice.current?.focus()
  }, [takesFocus, problem])
  return (
    <div
      ref={notice}
      className={styles.notice}
      role={takesFocus ? "alert" : undefined}
      tabIndex={-1}
      data-code={problem.code}
    >
      <Sign tone="negative" size={24} />
      <div className={styles.words}>
        <p className={styles.sentence}>{sentence}</p>
        <Values problem={problem} sentence={sentence} />
        {problem.hint === "" ? null : <p>{tell("problem.next", { step: problem.hint })}</p>}
        {problem.code === "credential_missing" ? (
          <p>
            <Link to="/access">{tell("access.title")}</Link>
          </p>
        ) : null}
        {helper === undefined ? null : <p>{tell(helper)}</p>}
        <p className={styles.source}>
          <Link to={`/codes/${problem.code}`}>{problem.code}</Link>
          {problem.requestId === undefined ? null : (
            <span>{tell("problem.request", { id: problem.requestId })}</span>
          )}
        </p>
        {onAgain === undefined ? null : (
          <div>
            <Button icon="refresh" onClick={onAgain}>
              {tell("problem.again")}
            </Button>
          </div>
        )}
      </div>
    </div>
  )
}

/** The values of the case; what the ledger said, where the sentence does not say it. */
function Values({ problem, sentence }: { readonly problem: Problem; readonly sentence: string }) {
  const values = Object.entries(problem.values)
  // What begins with the sentence goes on with the values, which stand below.
  const says = problem.detail.startsWith(sentence) ? "" : problem.detail
  return (
    <>
      {says === "" ? null : (
        <p className={styles.detail} lang="en" dir="ltr">
          {says}
        </p>
      )}
      {values.length === 0 ? null : (
        <dl className={styles.values}>
          {values.map(([name, value]) => (
            <div key={name}>
              <dt>{titled(name)}</dt>
              <dd>
                <bdi>{value}</bdi>
              </dd>
            </div>
          ))}
        </dl>
      )}
    </>
  )
}
