/** The constitution in words: who decides about what, by which share, after which time. */
import {
  Answered,
  type Column,
  DataTable,
  Facts,
  Page,
  Panel,
  PartyChip,
  plainText,
  Row,
  Stack,
  useAnswer,
  useClient,
  useStatus,
} from "@concordat/console/components"
import { ACTION_NAMES, classOfAction } from "../actions.ts"
import type { ClassRule } from "../constitution.ts"
import { PARAMETERS, type ParameterName } from "../parameters.ts"
import { needOf, type Share } from "../shares.ts"
import { askConstitution } from "./answers.ts"
import { spanText } from "./left.ts"
import { tell } from "./tell.ts"

const SECOND_MS = 1_000

type Law = Awaited<ReturnType<typeof askConstitution>>

/** The page. */
export function ConstitutionPage() {
  const client = useClient()
  const height = useStatus().data?.height
  const answer = useAnswer(["constitution"], () => askConstitution(client), { at: height })
  const version = answer.data?.constitution.version
  return (
    <Page
      title={tell("constitution.page")}
      intro={version === undefined ? undefined : tell("constitution.intro", { version })}
    >
      <Answered answer={answer} lines={8}>
        {(law) => <Known law={law} />}
      </Answered>
    </Page>
  )
}

/** A share in words, and in members of today. */
function shareText(share: Share, of: number): string {
  const { num, den, strict } = share
  const words = tell(strict ? "constitution.more" : "constitution.least", { num, den })
  return tell("constitution.share", { share: words, need: needOf(share, of), of })
}

/** What a class decides about, in the words of the commands that do it. */
function subjectsOf(name: ClassRule["class"]): string {
  return ACTION_NAMES.filter((action) => classOfAction(action) === name).join(", ")
}

function Known({ law: { constitution, members, set } }: { readonly law: Law }) {
  const of = members.length
  const columns: readonly Column<ClassRule>[] = [
    { name: tell("constitution.class"), cell: (rule) => rule.class.toUpperCase() },
    { name: tell("constitution.decides"), cell: (rule) => subjectsOf(rule.class), long: true },
    { name: tell("constitution.yes"), cell: ({ yes }) => shareText(yes, of), long: true },
    { name: tell("constitution.quorum"), cell: ({ quorum }) => shareText(quorum, of), long: true },
    { name: tell("constitution.wait"), cell: ({ delay }) => waitText(delay) },
    {
      name: tell("constitution.hold"),
      cell: ({ hold }) => tell(hold ? "constitution.may" : "constitution.mayNot"),
      wide: true,
    },
  ]
  return (
    <Stack>
      <Panel flush title={tell("constitution.classes")} note={tell("constitution.classesNote")}>
        <DataTable
          caption={tell("constitution.classes")}
          columns={columns}
          rows={constitution.rules}
          keyOf={(rule) => rule.class}
        />
      </Panel>
      <Panel title={tell("constitution.more.facts")}>
        <Facts
          facts={[
            {
              name: tell("constitution.votingPeriod"),
              value: spanText(constitution.votingPeriod * SECOND_MS),
            },
            { name: tell("constitution.members"), value: <Parties parties={members} /> },
            {
              name: tell("constitution.emergency"),
              value: <Parties parties={constitution.emergency} />,
            },
          ]}
        />
      </Panel>
      <Parameters set={set} />
    </Stack>
  )
}

function waitText(seconds: number): string {
  return seconds === 0 ? tell("constitution.mayNot") : spanText(seconds * SECOND_MS)
}

function Parties({ parties }: { readonly parties: readonly string[] }) {
  if (parties.length === 0) return tell("constitution.nobody")
  return (
    <Row>
      {parties.map((party) => (
        <PartyChip key={party} party={party} />
      ))}
    </Row>
  )
}

const NAMES = Object.keys(PARAMETERS) as readonly ParameterName[] // order: as declared

function Parameters({ set }: Pick<Law, "set">) {
  const columns: readonly Column<ParameterName>[] = [
    { name: tell("constitution.parameter"), cell: (name) => name },
    { name: tell("constitution.is"), cell: (name) => PARAMETERS[name].about, long: true },
    {
      name: tell("constitution.value"),
      cell: (name) => {
        const value = set.get(name)
        const given = value !== undefined && "number" in value ? value.number : null
        return plainText(given ?? PARAMETERS[name].initial)
      },
      align: "end",
    },
    {
      name: tell("constitution.bounds"),
      cell: (name) => `${PARAMETERS[name].least}–${plainText(PARAMETERS[name].greatest)}`,
      align: "end",
      wide: true,
    },
  ]
  return (
    <Panel flush title={tell("constitution.parameters")} note={tell("constitution.parametersNote")}>
      <DataTable
        caption={tell("constitution.parameters")}
        columns={columns}
        rows={NAMES}
        keyOf={(name) => name}
      />
    </Panel>
  )
}
