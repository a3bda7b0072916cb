/** What is registered of the document: class, title, end, further fields; who signs; dry run. */
import {
  Button,
  ChoiceField,
  type Draft,
  EmptyState,
  Link,
  Note,
  Panel,
  ProblemNotice,
  RecordFields,
  Row,
  Stack,
  useActing,
} from "@concordat/console/components"
import type { FormEvent } from "react"
import type { RegisterClass } from "./open-classes.ts"
import { recordField } from "./record-form.ts"
import type { Entered } from "./register.tsx"
import type { RegistrationWork } from "./registration.ts"
import { tell } from "./tell.ts"

type Props = {
  readonly entered: Entered
  readonly classes: readonly RegisterClass[]
  readonly only: string | null
  readonly replaces: string | null
  readonly work: RegistrationWork
  readonly onCheck: () => void
}

/** The panel: a form that ends in a dry run. */
export function RecordPanel(props: Props) {
  const { entered, classes, work, onCheck } = props
  const { offered } = useActing()
  const { stage } = work
  const problem = stage.at === "entering" ? stage.problem : null
  const submit = (event: FormEvent) => {
    event.preventDefault()
    onCheck()
  }
  if (classes.length === 0) return <NoClass />
  return (
    <Panel title={tell("register.about")}>
      <form onSubmit={submit} noValidate>
        <Stack>
          {problem === null ? null : <ProblemNotice problem={problem} takesFocus />}
          <Signing {...props} />
          <RecordFields
            field={recordField}
            label={tell("register.about")}
            pointer=""
            draft={entered.draft}
            faults={entered.faults}
            onChange={(draft: Draft) => {
              entered.setDraft(draft)
              work.changed()
            }}
          />
          <Note>{tell("register.fieldsNote")}</Note>
          <Row>
            <Button
              type="submit"
              look={stage.at === "checked" ? "plain" : "primary"}
              disabled={stage.at === "checking" || offered === null}
            >
              {tell(stage.at === "checking" ? "register.checking" : "register.check")}
            </Button>
          </Row>
          <Note>{tell(offered === null ? "register.noSignIn" : "register.checkNote")}</Note>
        </Stack>
      </form>
    </Panel>
  )
}

function NoClass() {
  return (
    <Panel title={tell("register.about")}>
      <EmptyState why={tell("register.noClass")}>
        <Link to="/services/provenance/commands/setClass">{tell("register.defineClass")}</Link>
      </EmptyState>
    </Panel>
  )
}

/** In which class, as whom; a second signer where the replaced document's class asks for one. */
function Signing({ entered, classes, only, replaces, work }: Props) {
  const { offered, principal, choose } = useActing()
  const offer = only === null ? classes : classes.filter(({ name }) => name === only)
  const approvals = classes.find(({ name }) => name === entered.chosen)?.approvals ?? 1
  const others = (offered?.principals ?? []).filter((one) => one !== principal)
  const nobody = { value: "", title: tell("register.nobody") }
  return (
    <Row>
      <ChoiceField
        label={tell("register.class")}
        value={entered.chosen}
        choices={offer.map(({ name, title }) => ({ value: name, title }))}
        onChoose={(name) => {
          entered.pick(name)
          work.changed()
        }}
      />
      <ChoiceField
        label={tell("register.by")}
        value={principal ?? ""}
        choices={(offered?.principals ?? []).map((one) => ({ value: one, title: one }))}
        onChoose={(one) => {
          choose(one)
          work.changed()
        }}
      />
      {replaces === null || approvals < 2 ? null : (
        <ChoiceField
          label={tell("register.second")}
          value={entered.second}
          choices={[nobody, ...others.map((one) => ({ value: one, title: one }))]}
          onChoose={(one) => {
            entered.setSecond(one)
            work.changed()
          }}
        />
      )}
    </Row>
  )
}
