/** Search: what the text may be is told from its form, then the ledger is asked for each. */
import { useRouter } from "@tanstack/react-router"
import { useEffect } from "react"
import { Answered } from "../../components/answered.tsx"
import { EmptyState } from "../../components/empty-state.tsx"
import {
  type Answer,
  useAnswer,
  useClient,
  useServices,
  useStatus,
} from "../../components/ledger.tsx"
import { Link, useParameters } from "../../components/link.tsx"
import { Page, Panel } from "../../components/panel.tsx"
import { keyWord } from "../../components/row-path.ts"
import { titled } from "../../components/words.ts"
import { SearchField } from "../../shell/search-field.tsx"
import { tell } from "../../texts/tell.ts"
import { plainText } from "../../texts/translate.ts"
import { classify, type Guess } from "./classify.ts"
import { guessPath, lookUp } from "./look-up.ts"
import styles from "./search.module.css"

/** What kind of thing a guess is, in words. */
function kindOf(guess: Guess): string {
  switch (guess.kind) {
    case "row":
    case "part": {
      const { service, table } = guess.place
      return tell("search.kind.row", { service: titled(service), table: titled(table) })
    }
    case "command":
    case "table":
      return tell(`search.kind.${guess.kind}`, { service: titled(guess.service) })
    default:
      return tell(`search.kind.${guess.kind}`)
  }
}

/** What it is called. */
function nameOf(guess: Guess): string {
  switch (guess.kind) {
    case "block":
      return plainText(BigInt(guess.height))
    case "event":
      return plainText(BigInt(guess.position))
    case "transaction":
      return guess.id
    case "part":
      return guess.of
    case "row":
      return guess.key.map(keyWord).join(" · ")
    case "organisation":
    case "principal":
      return guess.key.join("/")
    case "code":
      return guess.code
    default:
      return titled(guess.name)
  }
}

/** Where only one thing is meant, its page is opened in the place of this one. */
function useOnlyHit({ data }: Answer<readonly Guess[]>) {
  const router = useRouter()
  const only = data?.length === 1 ? guessPath(data[0]!) : null
  useEffect(() => {
    if (only !== null) router.history.replace(only)
  }, [router, only])
}

/** The page. */
export function SearchPage() {
  const client = useClient()
  const services = useServices()
  const [parameters] = useParameters()
  const text = parameters.get("for")?.trim() ?? ""
  const guesses = classify(text, services)
  const answer = useAnswer(["search", text], () => lookUp(client, services, text, guesses), {
    when: text !== "",
  })
  useOnlyHit(answer)
  return (
    <Page
      title={text === "" ? tell("search.title") : tell("search.for", { text })}
      intro={tell("search.what")}
    >
      <SearchField key={text} text={text} />
      {text === "" ? null : (
        <Panel flush title={tell("search.found")}>
          <Answered answer={answer} lines={2}>
            {(found) =>
              found.length === 0 ? <Nothing guesses={guesses} /> : <Hits found={found} />
            }
          </Answered>
        </Panel>
      )}
    </Page>
  )
}

function Hits({ found }: { readonly found: readonly Guess[] }) {
  return (
    <ul>
      {found.map((guess) => {
        const path = guessPath(guess)
        return (
          <li key={path} className={styles.hit}>
            <Link to={path} className={styles.name}>
              <bdi>{nameOf(guess)}</bdi>
            </Link>
            <span className={styles.kind}>{kindOf(guess)}</span>
          </li>
        )
      })}
    </ul>
  )
}

function Nothing({ guesses }: { readonly guesses: readonly Guess[] }) {
  const height = plainText(BigInt(useStatus().data?.height ?? "0"))
  if (guesses.length === 0) return <EmptyState why={tell("search.notKnown")} />
  return (
    <EmptyState why={tell("search.nothing", { height })}>
      <p>{tell("search.nothingNote", { kinds: guesses.map(kindOf).join(", ") })}</p>
    </EmptyState>
  )
}
