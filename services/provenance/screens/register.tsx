/** Registering a document by its file, which stays here; its statement is sealed and sent. */
import {
  Answered,
  blank,
  type Draft,
  DropZone,
  type Faults,
  Page,
  ProblemNotice,
  Stack,
  useActing,
  useAnswer,
  useClient,
  useParameters,
} from "@concordat/console/components"
import { listRows } from "@concordat/sdk"
import { useState } from "react"
import { FilePanel } from "./file-panel.tsx"
import { Finished } from "./finished.tsx"
import { openClasses, type RegisterClass } from "./open-classes.ts"
import { Preview } from "./preview.tsx"
import { faultsOf, recordField, registrationOf, titleOf } from "./record-form.ts"
import { RecordPanel } from "./record-panel.tsx"
import { type RegistrationWork, type Said, useRegistration } from "./registration.ts"
import { replacing } from "./replacing.ts"
import { tell } from "./tell.ts"
import { Working } from "./working.tsx"

/** Classes that are looked at; a ledger has far fewer. */
const CLASSES_MAX = 200

/** The page. `?replaces=` names the handle of a document whose place the new one takes. */
export function RegisterPage() {
  const client = useClient()
  const [parameters] = useParameters()
  const replaces = parameters.get("replaces")
  const classes = useAnswer(["classes"], () =>
    listRows(client, "provenance", "classes", { limit: CLASSES_MAX }),
  )
  return (
    <Page
      title={tell(replaces === null ? "register.page" : "register.replacing")}
      intro={tell(replaces === null ? "register.intro" : "register.replacingIntro")}
    >
      <Answered answer={classes} lines={6}>
        {({ rows }) => (
          <Register
            classes={openClasses(rows)}
            only={parameters.get("class")}
            replaces={replaces}
          />
        )}
      </Answered>
    </Page>
  )
}

type Props = {
  readonly classes: readonly RegisterClass[]
  /** The one class that fits, where a document is replaced. */
  readonly only: string | null
  readonly replaces: string | null
}

/** What was entered, and whether it may be checked. */
function useEntered({ classes, only }: Props) {
  const { offered } = useActing()
  const [draft, setDraft] = useState<Draft>(() => blank(recordField))
  const [faults, setFaults] = useState<Faults>({})
  const [picked, pick] = useState<string | null>(null)
  const [second, setSecond] = useState("")
  const names = classes.map(({ name }) => name)
  const wanted = [only, picked, offered?.class ?? null]
  const chosen = wanted.find((name) => name !== null && names.includes(name)) ?? names[0] ?? ""
  return { draft, setDraft, faults, setFaults, chosen, pick, second, setSecond }
}

export type Entered = ReturnType<typeof useEntered>

function Register(props: Props) {
  const work = useRegistration()
  const entered = useEntered(props)
  const { principal } = useActing()
  const { stage, chosen } = work
  const choose = async ([file]: readonly File[]) => {
    if (file === undefined) return
    if (await work.choose(file)) {
      const named = { ...(entered.draft as object), title: titleOf(file.name) }
      entered.setDraft(named as Draft)
    }
  }
  const check = () => {
    const found = faultsOf(entered.draft)
    entered.setFaults(found)
    if (Object.keys(found).length === 0) void work.check(saidOf(entered, principal, props.replaces))
  }
  if (stage.at === "done" || stage.at === "unproven") {
    return <Finished stage={stage} work={work} name={chosen?.file.name ?? ""} />
  }
  if (stage.at === "working") return <Working step={stage.step} />
  return (
    <Stack>
      {chosen === null ? <Entrance work={work} onFiles={choose} /> : null}
      {chosen === null ? null : (
        <>
          <FilePanel chosen={chosen} onFiles={choose} />
          <RecordPanel
            entered={entered}
            classes={props.classes}
            only={props.only}
            replaces={props.replaces}
            work={work}
            onCheck={check}
          />
        </>
      )}
      {stage.at === "checked" && chosen !== null ? (
        <Preview stage={stage} chosen={chosen} entered={entered} onSend={work.send} />
      ) : null}
    </Stack>
  )
}

/** Nothing is chosen yet: the drop zone, and why the last file was not taken. */
function Entrance({
  work: { stage },
  onFiles,
}: {
  readonly work: RegistrationWork
  readonly onFiles: (files: readonly File[]) => void
}) {
  const reading = stage.at === "reading"
  const problem = stage.at === "entering" ? stage.problem : null
  return (
    <>
      {problem === null ? null : <ProblemNotice problem={problem} takesFocus />}
      <DropZone
        anywhere
        title={tell(reading ? "register.reading" : "register.drop")}
        choose={tell("register.choose")}
        note={tell("register.note")}
        onFiles={onFiles}
      />
    </>
  )
}

function saidOf(entered: Entered, as: string | null, replaces: string | null): Said {
  const { chosen, second } = entered
  return {
    ...registrationOf(entered.draft),
    class: chosen,
    ...(as === null ? {} : { as }),
    ...(replaces === null ? {} : { carry: replacing(replaces, second) }),
  }
}
