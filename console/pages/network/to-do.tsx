/**
 * What to do, and who must act: what this node's doctor found, as it also knows who fell silent
 * since the last block; then whoever did not sign that one, on their machine, not on this one.
 */
import { getDiagnosis, type VotingAnswer } from "@concordat/sdk"
import type { ReactElement } from "react"
import { CopyButton } from "../../components/copy-button.tsx"
import { useAnswer, useClient } from "../../components/ledger.tsx"
import { Note, Panel, Row, Stack } from "../../components/panel.tsx"
import { TimeCell } from "../../components/time-cell.tsx"
import { tell } from "../../texts/tell.ts"
import { Holder } from "./members.tsx"

const DOCTOR = "concordat doctor"

/** A command to be run by a person. */
export function CommandLine({ command }: { readonly command: string }) {
  return (
    <Row>
      <code translate="no">{command}</code>
      <CopyButton text={command} label={tell("doctor.command")} />
    </Row>
  )
}

/** The panel. */
export function ToDo({ validators }: Pick<VotingAnswer, "validators">) {
  const client = useClient()
  const { data } = useAnswer(["diagnosis"], () => getDiagnosis(client), { live: true })
  const fault = data?.cause?.level === "fault" ? data.cause : null
  const silent = validators.filter(({ signed }) => signed === false)
  return (
    <Panel title={tell("todo.title")}>
      {fault === null ? null : (
        <div>
          <p>{fault.sign}</p>
          <p>{fault.advice}</p>
        </div>
      )}
      {silent.length === 0 ? (
        fault === null && <p>{tell("todo.nothing")}</p>
      ) : (
        <Stack>
          <ul>
            {silent.map((member) => (
              <li key={member.address}>
                <Silent member={member} />
              </li>
            ))}
          </ul>
          <Note>{tell("todo.onHost")}</Note>
          <CommandLine command={DOCTOR} />
        </Stack>
      )}
    </Panel>
  )
}

function Silent({ member }: { readonly member: VotingAnswer["validators"][number] }) {
  const who = <Holder key="who" member={member} />
  const { seen } = member
  if (seen === null) {
    return <>{tell.parts<"todo.silentLong", ReactElement>("todo.silentLong", { who })}</>
  }
  const when = <TimeCell key="when" time={seen.time} height={seen.height} />
  return <>{tell.parts<"todo.silent", ReactElement>("todo.silent", { who, when })}</>
}
