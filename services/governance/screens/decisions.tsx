/** Decisions: what needs my vote, what may be carried out, all proposals, what is frozen. */
import {
  Answered,
  buttonClass,
  type Column,
  DataTable,
  EmptyState,
  Link,
  Page,
  Panel,
  PartyChip,
  Row,
  StatusPill,
  TimeCell,
  useActing,
  useAnswer,
  useClient,
  useStatus,
} from "@concordat/console/components"
import { ruleFor } from "../constitution.ts"
import { needOf } from "../shares.ts"
import { askProposals, type Named } from "./answers.ts"
import { CONSTITUTION, freezePath, PROPOSE, proposalPath } from "./paths.ts"
import { scopeWords } from "./scope-words.ts"
import { tell } from "./tell.ts"

type Decisions = Awaited<ReturnType<typeof askProposals>>

/** The page. */
export function DecisionsPage() {
  const client = useClient()
  const { principal } = useActing()
  const height = useStatus().data?.height
  const answer = useAnswer(["decisions"], () => askProposals(client), { at: height })
  return (
    <Page
      title={tell("decisions.page")}
      intro={tell("decisions.intro")}
      actions={
        <>
          <Link to={CONSTITUTION} className={buttonClass()}>
            {tell("decisions.constitution")}
          </Link>
          <Link to={PROPOSE} className={buttonClass("primary")}>
            {tell("decisions.propose")}
          </Link>
        </>
      }
    >
      <Answered answer={answer} lines={8}>
        {(decisions) => <Lists decisions={decisions} principal={principal} />}
      </Answered>
    </Page>
  )
}

type ListsProps = { readonly decisions: Decisions; readonly principal: string | null }

function Lists({ decisions, principal }: ListsProps) {
  const { all, voted, time, stopped } = decisions
  const organisation = principal?.split("/")[0] ?? null
  const mine = all.filter(({ id, row, state }) => {
    const asked = row.electorate.some((one) => one === organisation)
    return state === "open" && asked && !voted.get(id)?.has(organisation ?? "")
  })
  const due = all.filter(({ row, state }) => {
    const held = row.heldUntil !== null && time < row.heldUntil
    return state === "accepted" && row.due !== null && time >= row.due && !held
  })
  return (
    <>
      <Stopped stopped={stopped} />
      {organisation === null ? null : (
        <Panel
          flush
          title={tell("decisions.mine")}
          note={mine.length === 0 ? undefined : tell("decisions.mineNote", { organisation })}
        >
          <Proposals
            decisions={decisions}
            rows={mine}
            caption={tell("decisions.mine")}
            empty={tell("decisions.nothing")}
          />
        </Panel>
      )}
      {due.length === 0 ? null : (
        <Panel flush title={tell("decisions.due")} note={tell("decisions.dueNote")}>
          <Proposals decisions={decisions} rows={due} caption={tell("decisions.due")} empty="" />
        </Panel>
      )}
      <Panel flush title={tell("decisions.all")} note={tell("decisions.allNote")}>
        <Proposals
          decisions={decisions}
          rows={all}
          caption={tell("decisions.all")}
          empty={tell("decisions.none")}
        />
      </Panel>
    </>
  )
}

type ProposalsProps = {
  readonly decisions: Decisions
  readonly rows: readonly Named[]
  readonly caption: string
  readonly empty: string
}

function Proposals({ decisions: { law }, rows, caption, empty }: ProposalsProps) {
  const columns: readonly Column<Named>[] = [
    {
      name: tell("decisions.title"),
      cell: ({ id, row }) => <Link to={proposalPath(id)}>{row.title}</Link>,
      long: true,
    },
    { name: tell("decisions.state"), cell: ({ state }) => <StatusPill state={state} /> },
    { name: tell("decisions.class"), cell: ({ row }) => row.class.toUpperCase(), wide: true },
    {
      name: tell("decisions.yes"),
      cell: ({ row }) => {
        const { yes } = ruleFor(law, row.class)
        const need = row.counted?.need ?? needOf(yes, row.electorate.length)
        return tell("decisions.of", { yes: row.tally.yes, need })
      },
    },
    {
      name: tell("decisions.ends"),
      cell: ({ row }) => <TimeCell time={row.due ?? row.closes} />,
      wide: true,
    },
  ]
  if (rows.length === 0) return <EmptyState why={empty} />
  return <DataTable caption={caption} columns={columns} rows={rows} keyOf={({ id }) => id} />
}

type Frozen = Decisions["stopped"][number]
const FROZEN: readonly Column<Frozen>[] = [
  {
    name: tell("decisions.scope"),
    cell: ({ scope }) => <Link to={freezePath(scope)}>{scopeWords(scope)}</Link>,
  },
  { name: tell("decisions.reason"), cell: ({ reason }) => reason, long: true },
  { name: tell("decisions.by"), cell: ({ by }) => <By parties={by} /> },
  { name: tell("decisions.until"), cell: ({ until }) => <TimeCell time={until} /> },
]

/** Two persons, or, where nobody is named, the members by a vote. */
function By({ parties }: { readonly parties: readonly string[] }) {
  if (parties.length === 0) return tell("decisions.byVote")
  return (
    <Row>
      {parties.map((party) => (
        <PartyChip key={party} party={party} />
      ))}
    </Row>
  )
}

function Stopped({ stopped }: Pick<Decisions, "stopped">) {
  if (stopped.length === 0) return null
  const title = tell("decisions.frozen")
  return (
    <Panel flush title={title} note={tell("decisions.frozenNote")}>
      <DataTable caption={title} columns={FROZEN} rows={stopped} keyOf={({ scope }) => scope} />
    </Panel>
  )
}
