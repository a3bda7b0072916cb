/** For programs: every address of the gateway, from its own description, with examples that run. */
import type { JsonObject } from "@concordat/kernel"
import { getJson } from "@concordat/sdk"
import { useId, useState } from "react"
import { Answered } from "../../components/answered.tsx"
import { Button } from "../../components/button.tsx"
import { CopyButton } from "../../components/copy-button.tsx"
import { EmptyState } from "../../components/empty-state.tsx"
import { JsonView } from "../../components/json-view.tsx"
import { useAnswer, useClient } from "../../components/ledger.tsx"
import { Link } from "../../components/link.tsx"
import { type Fact, Facts, Page, Panel, Row } from "../../components/panel.tsx"
import { ProblemNotice } from "../../components/problem-notice.tsx"
import { TextField } from "../../components/text-field.tsx"
import { tell } from "../../texts/tell.ts"
import { commandLine, examplePath, groupsOf, matching, type Operation } from "./operations.ts"
import styles from "./reference.module.css"

/** The page. */
export function ReferencePage() {
  const client = useClient()
  const answer = useAnswer(["openapi"], () => getJson(client, "/openapi.json"))
  const document = <a href="/openapi.json">{tell("reference.document")}</a>
  return (
    <Page title={tell("reference.title")} intro={tell("reference.intro")} actions={document}>
      <Answered answer={answer} lines={8}>
        {(description) => <Addresses description={description} />}
      </Answered>
    </Page>
  )
}

function Addresses({ description }: { readonly description: JsonObject }) {
  const [words, setWords] = useState("")
  const groups = matching(groupsOf(description), words)
  return (
    <>
      <TextField label={tell("reference.find")} value={words} onText={setWords} />
      {groups.length === 0 ? <EmptyState why={tell("reference.none")} /> : null}
      {groups.map(({ tag, about, operations }) => (
        <Panel key={tag} title={tag} note={about}>
          <ul className={styles.list}>
            {operations.map((operation) => (
              <li key={operation.name}>
                <Address operation={operation} />
              </li>
            ))}
          </ul>
        </Panel>
      ))}
    </>
  )
}

function Address({ operation }: { readonly operation: Operation }) {
  const [opened, setOpened] = useState(false)
  const { method, path, about } = operation
  return (
    <details className={styles.address} onToggle={(event) => setOpened(event.currentTarget.open)}>
      <summary>
        <bdi className={styles.path} translate="no" dir="ltr">
          <span className={styles.method}>{method}</span> {path}
        </bdi>
        <span lang="en" className={styles.about}>
          {about}
        </span>
      </summary>
      {opened ? <Opened operation={operation} /> : null}
    </details>
  )
}

function Opened({ operation }: { readonly operation: Operation }) {
  const { method, more } = operation
  const line = commandLine(location.origin, operation)
  const example = method === "GET" ? examplePath(operation) : null
  return (
    <div className={styles.opened}>
      {more === "" ? null : <p lang="en">{more}</p>}
      <Facts facts={factsOf(operation)} />
      <pre className={styles.line} translate="no" dir="ltr">
        {line}
      </pre>
      {example === null ? <CopyButton text={line} /> : <Asked path={example} line={line} />}
    </div>
  )
}

function factsOf(operation: Operation): readonly Fact[] {
  const { open, parameters, takes, gives, refusals } = operation
  const types = (name: string, list: readonly string[]): readonly Fact[] =>
    list.length === 0 ? [] : [{ name, value: <code>{list.join(", ")}</code> }]
  const whom = tell(open ? "reference.open" : "reference.guarded")
  return [
    { name: tell("reference.whom"), value: whom },
    ...parameters.map(({ name, place, about }) => ({
      name: tell("reference.parameter", { name, place }),
      value: <span lang="en">{about}</span>,
    })),
    ...types(tell("reference.takes"), takes),
    ...types(tell("reference.gives"), gives),
    ...refusals.map(({ status, codes }) => ({
      name: tell("reference.refusals", { status }),
      value: <Codes codes={codes} />,
    })),
  ]
}

function Codes({ codes }: { readonly codes: readonly string[] }) {
  return (
    <span className={styles.codes}>
      {codes.map((code) => (
        <Link key={code} to={`/codes/${code}`}>
          {code}
        </Link>
      ))}
    </span>
  )
}

/** Asks the example when it is told to, and shows the answer below. */
function Asked({ path, line }: { readonly path: string; readonly line: string }) {
  const client = useClient()
  const [wanted, setWanted] = useState(false)
  const id = useId()
  const answer = useAnswer(["reference", path], () => getJson(client, path), { when: wanted })
  const { data, problem, again } = answer
  return (
    <>
      <Row>
        <CopyButton text={line} />
        <Button onClick={() => (wanted ? again() : setWanted(true))} aria-controls={id}>
          {tell("reference.ask")}
        </Button>
      </Row>
      <div id={id} aria-live="polite">
        {data === undefined ? null : <JsonView value={data} isOpen />}
        {problem === null ? null : <ProblemNotice problem={problem} onAgain={again} />}
      </div>
    </>
  )
}
