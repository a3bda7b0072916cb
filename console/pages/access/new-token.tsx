/** A new token of who is acted as on a development ledger; its secret is shown once, here. */
import { type NewToken as Made, newDevelopmentToken, type TokenRequest } from "@concordat/sdk"
import { type FormEvent, useState } from "react"
import { Button } from "../../components/button.tsx"
import { ChoiceField } from "../../components/choice-field.tsx"
import { CopyButton } from "../../components/copy-button.tsx"
import { useClient, useRefresh, useStatus } from "../../components/ledger.tsx"
import { Panel, Row, Stack } from "../../components/panel.tsx"
import { type Problem, problemOf } from "../../components/problem.ts"
import { ProblemNotice } from "../../components/problem-notice.tsx"
import { CheckField } from "../../components/radio-field.tsx"
import { TextField } from "../../components/text-field.tsx"
import { tell } from "../../texts/tell.ts"
import styles from "./access.module.css"
import { AUDIENCES, type Audience, audienceTitle } from "./audiences.ts"

const DAY_MS = 86_400_000
const LIVES = ["1", "30", "365"] as const
const LABEL_MAX = 64

/** The form, and what it made. */
export function NewToken({ principal }: { readonly principal: string }) {
  const client = useClient()
  const refresh = useRefresh()
  const [made, setMade] = useState<Made | null>(null)
  const [problem, setProblem] = useState<Problem | null>(null)
  const make = async (asked: Omit<TokenRequest, "principal">) => {
    try {
      setMade(await newDevelopmentToken(client, { principal, ...asked }))
      setProblem(null)
      refresh()
    } catch (failure) {
      setProblem(problemOf(failure))
    }
  }
  return (
    <Panel title={tell("tokens.new")} note={tell("tokens.newNote")}>
      <Stack>
        {problem === null ? null : <ProblemNotice problem={problem} takesFocus />}
        {made === null ? (
          <Form onAsk={make} />
        ) : (
          <Secret made={made} onDone={() => setMade(null)} />
        )}
      </Stack>
    </Panel>
  )
}

/** The secret, until it is put away: nothing can show it again. */
function Secret({ made, onDone }: { readonly made: Made; readonly onDone: () => void }) {
  return (
    <div role="status">
      <Stack>
        <p>{tell("tokens.once")}</p>
        <p className={styles.secret} dir="ltr" translate="no">
          {made.token}
        </p>
        <Row>
          <CopyButton text={made.token} />
          <Button onClick={onDone}>{tell("tokens.putAway")}</Button>
        </Row>
      </Stack>
    </div>
  )
}

type FormProps = { readonly onAsk: (asked: Omit<TokenRequest, "principal">) => Promise<void> }

function Form({ onAsk }: FormProps) {
  const { data } = useStatus()
  const [label, setLabel] = useState("")
  const [days, setDays] = useState<string>(LIVES[1])
  const [audiences, setAudiences] = useState<readonly Audience[]>(["verify", "read"])
  const toggle = (one: Audience, on: boolean) =>
    setAudiences(AUDIENCES.filter((other) => (other === one ? on : audiences.includes(other))))
  const ask = (event: FormEvent) => {
    event.preventDefault()
    if (data === undefined) return
    const ends = new Date(Date.parse(data.now) + Number(days) * DAY_MS).toISOString()
    void onAsk({ label: label.trim(), audiences: [...audiences], ends })
  }
  return (
    <form onSubmit={ask}>
      <Stack>
        <TextField
          label={tell("tokens.label")}
          value={label}
          onText={setLabel}
          required
          maxLength={LABEL_MAX}
        />
        <fieldset className={styles.audiences}>
          <legend>{tell("tokens.for")}</legend>
          {AUDIENCES.map((one) => (
            <CheckField
              key={one}
              label={audienceTitle(one)}
              checked={audiences.includes(one)}
              onCheck={(on) => toggle(one, on)}
            />
          ))}
        </fieldset>
        <ChoiceField
          above
          label={tell("tokens.life")}
          value={days}
          choices={LIVES.map((value) => ({
            value,
            title: tell("tokens.days", { days: Number(value) }),
          }))}
          onChoose={setDays}
        />
        <Row>
          <Button type="submit" look="primary" disabled={audiences.length === 0}>
            {tell("tokens.make")}
          </Button>
        </Row>
      </Stack>
    </form>
  )
}
