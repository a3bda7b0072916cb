/** Six questions with their answers, each by shape, word and sentence. */
import { type Answer, type Answers, QUESTIONS, type QuestionName } from "@concordat/sdk/document"
import { Sign, type Tone } from "../components/sign.tsx"
import { shown } from "../texts/shown.ts"
import { answerWords, questionWords } from "../texts/verdicts.ts"
import styles from "./answer-list.module.css"

const NAMES = Object.keys(QUESTIONS) as QuestionName[]

function toneOf({ holds }: Answer): Tone {
  if (holds === null) return "unknown"
  return holds ? "positive" : "negative"
}

const WORDS = { positive: "yes", negative: "no", unknown: "unknown", caution: "unknown" } as const

/** The answers in the order of the questions. */
export function AnswerList({ answers }: { readonly answers: Answers }) {
  return (
    <section aria-labelledby="answers">
      <h2 id="answers" className="visually-hidden">
        {shown("verdict.answers")}
      </h2>
      <ul className={styles.answers}>
        {NAMES.map((name) => {
          const answer = answers[name]
          const tone = toneOf(answer)
          const { sentence, next } = answerWords(answer)
          return (
            <li key={name} className={styles.answer} data-question={name} data-holds={answer.holds}>
              <h3 className={styles.question}>{questionWords(name)}</h3>
              <p className={`${styles.word} ${styles[tone]}`}>
                <Sign tone={tone} />
                {shown(`verdict.${WORDS[tone]}`)}
              </p>
              <p className={styles.sentence}>{sentence}</p>
              {next === null ? null : (
                <p className={styles.next}>{shown("verdict.next", { step: next })}</p>
              )}
            </li>
          )
        })}
      </ul>
    </section>
  )
}
