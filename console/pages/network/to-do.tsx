/** What to do, and who must act: whoever is silent; on their machine, not on this one. */
import type { VotingAnswer } from "@concordat/sdk"
import type { ReactElement } from "react"
import { CopyButton } from "../../components/copy-button.tsx"
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
  const silent = validators.filter(({ signed }) => signed === false)
  return (
    <Panel title={tell("todo.title")}>
      {silent.length === 0 ? (
        <p>{tell("todo.nothing")}</p>
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
