/** What this node's doctor says: the first cause that holds, then what was looked at. */
import { type Diagnosis, type Finding, getDiagnosis } from "@concordat/sdk"
import { useAnswer, useClient } from "../../components/ledger.tsx"
import { Note, Panel, Row, Stack } from "../../components/panel.tsx"
import { Sign } from "../../components/sign.tsx"
import { StepList } from "../../components/step-list.tsx"
import { exact } from "../../components/times.ts"
import { titled } from "../../components/words.ts"
import { tell } from "../../texts/tell.ts"
import { CommandLine } from "./to-do.tsx"

/** The panel; nothing where the node has no doctor. */
export function Doctor() {
  const client = useClient()
  const { data } = useAnswer(["diagnosis"], () => getDiagnosis(client), { live: true })
  if (data === undefined) return null
  const { node, time, findings, checks } = data
  const note = tell("doctor.note", { node, time: exact(Date.parse(time)) })
  return (
    <Panel title={tell("doctor.title")} note={note}>
      <Stack>
        {findings.length === 0 ? <p>{tell("doctor.none")}</p> : null}
        {findings.map((finding) => (
          <Cause key={finding.row} finding={finding} />
        ))}
        <Checks checks={checks} />
      </Stack>
    </Panel>
  )
}

function Cause({ finding }: { readonly finding: Finding }) {
  const { row, name, level, sign, advice, command } = finding
  return (
    <div data-finding={row}>
      <Row>
        <Sign tone={level === "fault" ? "negative" : "unknown"} size={16} />
        <strong>{titled(name)}</strong>
        <span className="muted">{tell("doctor.cause", { row })}</span>
      </Row>
      <p>
        <bdi>{sign}</bdi>
      </p>
      {level === "fault" ? (
        <Note>
          <bdi>{advice}</bdi>
        </Note>
      ) : null}
      {command === null ? null : <CommandLine command={command} />}
    </div>
  )
}

function Checks({ checks }: Pick<Diagnosis, "checks">) {
  if (checks.length === 0) return null
  return (
    <StepList
      steps={checks.map(({ name, ok, sentence, advice }) => ({
        ...{ name: titled(name), state: ok ? "passed" : "failed" },
        sentence: ok ? sentence : `${sentence} ${advice}`,
      }))}
    />
  )
}
