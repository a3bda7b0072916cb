/**
 * The form of any command, made from its definition: fields, a dry run, a preview of what will be
 * signed, the receipt. Nothing is sent before somebody has seen what it says.
 */
import type { Command } from "@concordat/kernel"
import { type FormEvent, useState } from "react"
import { tell } from "../../texts/tell.ts"
import { useActing } from "../acting.ts"
import { Button } from "../button.tsx"
import { NestedInput } from "../controls/inputs/field.tsx"
import { FormControls } from "../controls/inputs/form-controls.tsx"
import { inputOf } from "../controls/inputs/table.ts"
import { blank } from "../controls/table.ts"
import { EmptyState } from "../empty-state.tsx"
import { Columns, Note, Panel, Row, Stack } from "../panel.tsx"
import { ProblemNotice } from "../problem-notice.tsx"
import { labelOf } from "../words.ts"
import { FaultSummary } from "./fault-summary.tsx"
import { blankDrafts, fieldsOf, prefilled } from "./form-input.ts"
import styles from "./generated-form.module.css"
import { keptDrafts } from "./kept-draft.ts"
import { Preview } from "./preview.tsx"
import { ReceiptPanel } from "./receipt-panel.tsx"
import { SignersPanel } from "./signers-panel.tsx"
import { type Form, useForm } from "./use-form.ts"

type Props = {
  readonly service: string
  readonly name: string
  readonly command: Command
  /** Values that are known, by field. */
  readonly prefill: URLSearchParams
}

/** Known values first, then what was kept of an earlier attempt. */
function useFirst({ service, name, command, prefill }: Props) {
  return useState(() => {
    const { drafts, unknown } = prefilled(command, prefill)
    const kept = prefill.size > 0 ? null : keptDrafts(sessionStorage, `${service}.${name}`, command)
    return { drafts: { ...drafts, ...kept }, unknown, kept: kept !== null }
  })[0]
}

/** The form. */
export function GeneratedForm(props: Props) {
  const { service, name, command } = props
  const full = `${service}.${name}`
  const { offered, principal } = useActing()
  const [cosigners, setCosigners] = useState<readonly string[]>([])
  const first = useFirst(props)
  const signing = { as: principal, cosigners: cosigners.filter((one) => one !== principal) }
  const form = useForm(full, command, first.drafts, signing)
  const anew = () => form.restart(blankDrafts(command))
  const { stage } = form
  if (stage.at === "final") return <ReceiptPanel {...stage} onAgain={anew} />
  return (
    <Columns>
      <Stack>
        {first.unknown.length === 0 ? null : (
          <Note>{tell("form.unknown", { names: first.unknown.join(", ") })}</Note>
        )}
        <Entering form={form} command={command} kept={first.kept} onAnew={anew} />
        {stage.at === "checked" || stage.at === "sending" ? (
          <Preview
            asked={stage.asked}
            answer={stage.answer}
            command={command}
            sending={stage.at === "sending"}
            onSend={form.send}
          />
        ) : null}
      </Stack>
      <SignersPanel
        service={service}
        name={name}
        command={command}
        offered={offered}
        chosen={cosigners}
        onChoose={setCosigners}
      />
    </Columns>
  )
}

type EnteringProps = {
  readonly form: Form
  readonly command: Command
  readonly kept: boolean
  readonly onAnew: () => void
}

function Entering({ form, command, kept, onAnew }: EnteringProps) {
  const { offered } = useActing()
  const { stage, faults } = form
  const problem = stage.at === "entering" ? stage.problem : null
  const submit = (event: FormEvent) => {
    event.preventDefault()
    void form.check()
  }
  return (
    <Panel title={tell("form.fields")}>
      <form className={styles.form} onSubmit={submit} noValidate>
        {problem === null ? (
          <FaultSummary faults={faults} />
        ) : (
          <ProblemNotice problem={problem} takesFocus />
        )}
        <FormControls>
          <Fields form={form} command={command} />
        </FormControls>
        <Row>
          <Button
            type="submit"
            look={stage.at === "checked" ? "plain" : "primary"}
            disabled={stage.at === "checking" || stage.at === "sending" || offered === null}
          >
            {tell(stage.at === "checking" ? "form.checking" : "form.check")}
          </Button>
          {kept ? (
            <Button look="quiet" onClick={onAnew}>
              {tell("form.anew")}
            </Button>
          ) : null}
        </Row>
        <Note>{tell(offered === null ? "form.noSignIn" : "form.checkNote")}</Note>
      </form>
    </Panel>
  )
}

function Fields({ form, command }: { readonly form: Form; readonly command: Command }) {
  const fields = Object.entries(fieldsOf(command))
  if (fields.length === 0) return <EmptyState why={tell("form.nothing")} />
  return fields.map(([name, field]) => (
    <NestedInput
      key={name}
      nest={inputOf}
      field={field}
      label={labelOf(field, name)}
      pointer={`/${name}`}
      draft={form.drafts[name] ?? blank(field)}
      faults={form.faults}
      onChange={(draft) => form.change(name, draft)}
    />
  ))
}
