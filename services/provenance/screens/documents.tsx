/** What offices registered: documents with their standing, and the classes they belong to. */
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
  plainText,
  type RowJson,
  StatusPill,
  shortened,
  TimeCell,
  useAnswer,
  useClient,
  useStatus,
} from "@concordat/console/components"
import { listRows } from "@concordat/sdk"
import { documentPath } from "./paths.ts"
import { tell } from "./tell.ts"

/** Rows of each list; the generated tables lead further. */
const SHOWN = 25

const REGISTER = "/services/provenance/register"

/** Columns of a row of `items`. */
const DOCUMENTS: readonly Column<RowJson>[] = [
  {
    name: tell("documents.handle"),
    cell: ({ key }) => (
      <Link to={documentPath(String(key["issuer"]), String(key["handle"]))}>
        {shortened(String(key["handle"]))}
      </Link>
    ),
  },
  { name: tell("documents.state"), cell: (row) => <StatusPill state={statusOf(row).state} /> },
  { name: tell("documents.since"), cell: (row) => <TimeCell time={statusOf(row).since} /> },
  {
    name: tell("documents.issuer"),
    cell: ({ key }) => <PartyChip party={String(key["issuer"])} />,
  },
]

/** Columns of a row of `classes`. */
const CLASSES: readonly Column<RowJson>[] = [
  {
    name: tell("documents.class"),
    cell: ({ key, value }) => (
      <Link to={`/services/provenance/tables/classes/${String(key["class"])}`}>
        {String(value["title"])}
      </Link>
    ),
  },
  {
    name: tell("documents.owner"),
    cell: ({ value }) => <PartyChip party={String(value["owner"])} />,
  },
  {
    name: tell("documents.open"),
    cell: ({ value }) => tell(value["open"] === true ? "documents.yes" : "documents.no"),
  },
  {
    name: tell("documents.keep"),
    cell: ({ value }) => tell("documents.days", { count: Number(value["keep"]) }),
    wide: true,
  },
  {
    name: tell("documents.approvals"),
    cell: ({ value }) => plainText(Number(value["approvals"])),
    align: "end",
  },
]

function statusOf({ value }: RowJson) {
  return value["status"] as { readonly state: string; readonly since: string }
}

function keyOf({ key }: RowJson): string {
  return Object.values(key).join("/")
}

/** The page. */
export function DocumentsPage() {
  return (
    <Page
      title={tell("documents.page")}
      intro={tell("documents.intro")}
      actions={
        <Link to={REGISTER} className={buttonClass("primary")}>
          {tell("documents.register")}
        </Link>
      }
    >
      <List
        table="items"
        columns={DOCUMENTS}
        words={["documents.list", "documents.listNote", "documents.empty"]}
        act={{ path: REGISTER, title: tell("documents.register") }}
      />
      <List
        table="classes"
        columns={CLASSES}
        words={["documents.classes", "documents.classesNote", "documents.noClasses"]}
        act={{
          path: "/services/provenance/commands/setClass",
          title: tell("documents.defineClass"),
        }}
      />
    </Page>
  )
}

type ListProps = {
  readonly table: "items" | "classes"
  readonly columns: readonly Column<RowJson>[]
  readonly words: readonly [title: Plain, note: Plain, empty: Plain]
  /** What fills it. */
  readonly act: { readonly path: string; readonly title: string }
}

type Plain =
  | "documents.list"
  | "documents.listNote"
  | "documents.empty"
  | "documents.classes"
  | "documents.classesNote"
  | "documents.noClasses"

function List({ table, columns, words: [title, note, empty], act }: ListProps) {
  const client = useClient()
  const height = useStatus().data?.height
  const answer = useAnswer(["rows", "provenance", table, SHOWN, height], () =>
    listRows(client, "provenance", table, { limit: SHOWN }),
  )
  const all = <Link to={`/services/provenance/tables/${table}`}>{tell("documents.more")}</Link>
  return (
    <Panel flush title={tell(title)} note={tell(note)} actions={all}>
      <Answered answer={answer} lines={5}>
        {({ rows }) =>
          rows.length === 0 ? (
            <EmptyState why={tell(empty)}>
              <Link to={act.path}>{act.title}</Link>
            </EmptyState>
          ) : (
            <DataTable caption={tell(title)} columns={columns} rows={rows} keyOf={keyOf} />
          )
        }
      </Answered>
    </Panel>
  )
}
