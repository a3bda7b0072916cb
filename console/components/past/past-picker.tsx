/** Another moment to look at: now, a day ago, a week ago, a day; it stands in the address. */
import { type FormEvent, useEffect, useState } from "react"
import { tell } from "../../texts/tell.ts"
import { plainText } from "../../texts/translate.ts"
import { Button } from "../button.tsx"
import { type Answer, useStatus } from "../ledger.tsx"
import { useGo, useParameters, usePath } from "../link.tsx"
import { Note, Panel, Row } from "../panel.tsx"
import { useReadModelState } from "../read-model.ts"
import { TextField } from "../text-field.tsx"
import { absolute, fromField, toField, zoneName } from "../times.ts"
import { momentOf } from "./moment.ts"
import styles from "./past-picker.module.css"

const DAY_MS = 86_400_000
const WEEK_MS = 7 * DAY_MS
/** `2026-06-12` */
const DAY_LENGTH = 10

/** The state in which an answer holds, or that there was none. */
type Shown = {
  readonly height: string
  /** Milliseconds of 1970 or RFC 3339; null where it is not told. */
  readonly time: number | string | null
  readonly provable: boolean
}

type Props = {
  /** What the page shows; its refusal, if the past was let go. */
  readonly answer: Pick<Answer<unknown>, "problem" | "again">
  /** Undefined until there is an answer. */
  readonly shown: Shown | undefined
}

/** The panel: what is asked for, and as of which block and time the page answers. */
export function PastPicker({ answer, shown }: Props) {
  const [go, path, [parameters]] = [useGo(), usePath(), useParameters()]
  const at = parameters.get("at")
  const told = useStatus().data?.now
  const now = told === undefined ? null : Date.parse(told)
  const look = (time: number) => go(`${path}?at=${new Date(time).toISOString()}`)
  const isLost = answer.problem?.code === "height_pruned"
  return (
    <Panel
      title={tell("past.title")}
      actions={
        <div className={styles.when}>
          <Button disabled={at === null} onClick={() => go(path)}>
            {tell("past.now")}
          </Button>
          <Button disabled={now === null} onClick={() => look((now ?? 0) - DAY_MS)}>
            {tell("past.yesterday")}
          </Button>
          <Button disabled={now === null} onClick={() => look((now ?? 0) - WEEK_MS)}>
            {tell("past.week")}
          </Button>
          <Day
            key={at}
            at={at}
            now={now}
            onDay={(end) => (now === null || end >= now ? go(path) : look(end))}
          />
        </div>
      }
    >
      {shown === undefined ? null : <AsOf shown={shown} isPast={at !== null} />}
      {isLost ? <LetGo again={answer.again} /> : null}
    </Panel>
  )
}

type DayProps = {
  readonly at: string | null
  readonly now: number | null
  readonly onDay: (end: number) => void
}

const dayOf = (ms: number) => toField(ms).slice(0, DAY_LENGTH)

/** The end of a day in the chosen zone. */
function Day({ at, now, onDay }: DayProps) {
  const [day, setDay] = useState(() => {
    const moment = at === null ? null : momentOf(at)
    return moment !== null && "time" in moment ? dayOf(moment.time) : ""
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const end = fromField(`${day}T23:59:59.999`)
    if (!Number.isNaN(end)) onDay(end)
  }
  return (
    <form className={styles.day} onSubmit={submit}>
      <TextField
        label={tell("past.day", { zone: zoneName() })}
        type="date"
        required
        value={day}
        {...(now === null ? {} : { max: dayOf(now) })}
        onText={setDay}
      />
      <Button type="submit">{tell("record.look")}</Button>
    </form>
  )
}

function AsOf({ shown, isPast }: { readonly shown: Shown; readonly isPast: boolean }) {
  const { time, provable } = shown
  const height = plainText(BigInt(shown.height))
  if (time === null) return <Note>{tell("form.asOf", { height })}</Note>
  const ms = typeof time === "number" ? time : Date.parse(time)
  const told = { height, time: absolute(ms) }
  if (!isPast) return <Note>{tell("past.asOf", told)}</Note>
  return (
    <div role="status">
      <strong>{tell("past.past", told)}</strong>
      {provable ? null : <Note>{tell("past.unproven")}</Note>}
    </div>
  )
}

/** The node keeps that state no more: its read model knows it, once it runs. */
function LetGo({ again }: { readonly again: () => void }) {
  const { state, started, start } = useReadModelState()
  const isThere = started && state === "ready"
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked once more when it is there.
  useEffect(() => {
    if (isThere) again()
  }, [isThere])
  if (state === undefined || state === "off" || state === "ready") return null
  return (
    <div>
      <Row>
        <Button disabled={started} onClick={start}>
          {tell("record.ask")}
        </Button>
      </Row>
      <Note>{tell(started ? "record.asking" : "record.askNote")}</Note>
    </div>
  )
}
