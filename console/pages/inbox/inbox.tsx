/** The inbox: what waits for whoever looks, the soonest first, with the way to where it is done. */

import { Answered } from "../../components/answered.tsx"
import { type Task, useTasks } from "../../components/attention.ts"
import { ChoiceField } from "../../components/choice-field.tsx"
import { Countdown } from "../../components/countdown.tsx"
import { type Column, DataTable } from "../../components/data-table.tsx"
import { EmptyState } from "../../components/empty-state.tsx"
import { Link } from "../../components/link.tsx"
import { type Me, useMe } from "../../components/me.ts"
import { Page, Panel } from "../../components/panel.tsx"
import { StatusPill } from "../../components/status-pill.tsx"
import { TimeCell } from "../../components/time-cell.tsx"
import { tell } from "../../texts/tell.ts"
import { useRegisterRows } from "../organisations/register.ts"

/** The page. */
export function InboxPage() {
  const me = useMe()
  const { party, how } = me
  return (
    <Page
      title={tell("inbox.title")}
      intro={party === null ? tell("inbox.nobody") : tell(`inbox.${how}`, { party })}
      actions={how === "chosen" ? <Mine me={me} /> : undefined}
    >
      {party === null ? (
        <Panel>
          <EmptyState why={tell("inbox.choose")} />
        </Panel>
      ) : (
        <Tasks party={party} />
      )}
    </Page>
  )
}

/** Where nobody signed in: for which organisation one looks. It gives no right to anything. */
function Mine({ me: { party, choose } }: { readonly me: Me }) {
  const { data = [] } = useRegisterRows<{ readonly organisation: string }, object>("organisations")
  const names = data.map(({ key }) => key.organisation)
  return (
    <ChoiceField
      label={tell("inbox.mine")}
      value={party ?? ""}
      choices={[
        { value: "", title: tell("inbox.none") },
        ...names.map((name) => ({ value: name, title: name })),
      ]}
      onChoose={(name) => choose(name === "" ? null : name)}
    />
  )
}

const COLUMNS: readonly Column<Task>[] = [
  {
    name: tell("inbox.what"),
    cell: ({ words, to }) => <Link to={to}>{words}</Link>,
    long: true,
  },
  {
    name: tell("inbox.kind"),
    cell: ({ kind, tone }) => <StatusPill state={kind} words={kind} tone={tone} />,
  },
  {
    name: tell("inbox.left"),
    cell: ({ by }) => (by === null ? tell("inbox.noEnd") : <Countdown until={by} />),
    align: "end",
  },
  {
    name: tell("inbox.by"),
    cell: ({ by }) => (by === null ? "–" : <TimeCell time={by} />),
    wide: true,
  },
]

function Tasks({ party }: { readonly party: string }) {
  const answer = useTasks(party)
  return (
    <Panel flush>
      <Answered answer={answer} lines={4}>
        {(tasks) =>
          tasks.length === 0 ? (
            <EmptyState why={tell("inbox.empty", { party })} />
          ) : (
            <DataTable
              caption={tell("inbox.title")}
              columns={COLUMNS}
              rows={tasks}
              keyOf={({ id }) => id}
            />
          )
        }
      </Answered>
    </Panel>
  )
}
