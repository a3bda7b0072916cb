/** What offices registered: documents with their standing, and the classes they belong to. */
import {
  Answered,
  type Asked,
  buttonClass,
  type Column,
  cellText,
  DataTable,
  EmptyState,
  GeneratedTable,
  Link,
  List,
  type ListColumn,
  type ListFilter,
  type ListPage,
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
  usePath,
  useReadModelState,
  useStatus,
} from "@concordat/console/components"
import { hash, type Json, party, time } from "@concordat/kernel"
import { askQuery, listRows } from "@concordat/sdk"
import { registered } from "../answers.ts"
import { className, documentState, items } from "../tables.ts"
import { documentPath } from "./paths.ts"
import { tell } from "./tell.ts"

/** Rows of the list of classes; the generated table leads further. */
const SHOWN = 25

const REGISTER = "/services/provenance/register"

/** What the question answers of one statement. */
type Registered = Readonly<Record<keyof typeof registered, Json>>

const HEAD = Object.keys(registered) as readonly (keyof Registered)[]

const COLUMNS: readonly ListColumn<Registered>[] = [
  { name: tell("documents.handle"), cell: (item) => <Name item={item} />, sort: "handle" },
  {
    name: tell("documents.state"),
    cell: ({ state }) => <StatusPill state={String(state)} />,
    sort: "state",
  },
  {
    name: tell("documents.registered"),
    cell: ({ at }) => <TimeCell time={String(at)} />,
    sort: "at",
  },
  {
    name: tell("documents.by"),
    cell: ({ by }) => <PartyChip party={String(by)} />,
    sort: "by",
  },
  { name: tell("documents.class"), cell: (item) => String(item.class), sort: "class", wide: true },
  {
    name: tell("documents.until"),
    cell: ({ until }) => (until === null ? "–" : <TimeCell time={String(until)} />),
    ...{ sort: "until", wide: true },
  },
]

/** A document has its page; a batch has the row of its statement. */
function Name({ item: { issuer, handle, statement, count } }: { readonly item: Registered }) {
  if (handle === null) {
    return (
      <Link to={`/services/provenance/tables/statements/${String(statement)}`}>
        {tell("documents.batch", { count: Number(count) })}
      </Link>
    )
  }
  return (
    <Link to={documentPath(String(issuer), String(handle))} className="nowrap">
      {shortened(String(handle))}
    </Link>
  )
}

const FILTERS: readonly ListFilter[] = [
  { parameter: "since", label: tell("documents.since"), control: time.field },
  { parameter: "state", label: tell("documents.state"), control: documentState.field },
  { parameter: "issuer", label: tell("documents.issuer"), control: party.field },
  { parameter: "by", label: tell("documents.by"), control: party.field },
  { parameter: "class", label: tell("documents.class"), control: className.field },
  { parameter: "handle", label: tell("documents.handle"), control: hash.field },
]

const ORDERS = COLUMNS.map(({ name, sort = "" }) => ({ field: sort, label: name }))

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
      <Documents />
      <Classes />
    </Page>
  )
}

/** Shows what was registered since the day began that it is for the ledger. */
function Today() {
  const path = usePath()
  const now = useStatus().data?.now
  if (now === undefined) return null
  const day = now.slice(0, "yyyy-mm-dd".length)
  return <Link to={`${path}?since=${day}`}>{tell("documents.today")}</Link>
}

/** All that was registered, the newest first; without a read model, what has a row of its own. */
function Documents() {
  const client = useClient()
  const tip = useStatus().data?.height
  const { state } = useReadModelState()
  const ask = async (asked: Asked): Promise<ListPage<Registered>> => {
    const at = tip === undefined ? {} : { at: tip }
    const page = await askQuery(client, "provenance", "documents", { ...at, ...asked })
    return { ...page, items: page.items as unknown as readonly Registered[] }
  }
  return (
    <Panel
      flush
      title={tell("documents.list")}
      note={tell("documents.listNote")}
      actions={<Today />}
    >
      {state === "off" ? (
        <GeneratedTable service="provenance" table="items" shape={items} />
      ) : (
        <List<Registered>
          caption={tell("documents.list")}
          name="provenance-documents"
          columns={COLUMNS}
          filters={FILTERS}
          orders={ORDERS}
          keyOf={({ statement }) => String(statement)}
          ask={ask}
          head={HEAD}
          cells={(item) => HEAD.map((name) => cellText(item[name]))}
          empty={tell("documents.empty")}
          patient={state !== "ready"}
        />
      )}
    </Panel>
  )
}

function Classes() {
  const client = useClient()
  const height = useStatus().data?.height
  const answer = useAnswer(
    ["rows", "provenance", "classes", SHOWN],
    () => listRows(client, "provenance", "classes", { limit: SHOWN }),
    { at: height },
  )
  const all = <Link to="/services/provenance/tables/classes">{tell("documents.more")}</Link>
  return (
    <Panel
      flush
      title={tell("documents.classes")}
      note={tell("documents.classesNote")}
      actions={all}
    >
      <Answered answer={answer} lines={5}>
        {({ rows }) =>
          rows.length === 0 ? (
            <EmptyState why={tell("documents.noClasses")}>
              <Link to="/services/provenance/commands/setClass">
                {tell("documents.defineClass")}
              </Link>
            </EmptyState>
          ) : (
            <DataTable
              caption={tell("documents.classes")}
              columns={CLASSES}
              rows={rows}
              keyOf={keyOf}
            />
          )
        }
      </Answered>
    </Panel>
  )
}
