/** The rights of an organisation's principals as a matrix; a cell opens the chain it hangs on. */
import type { Json, JsonObject, Party } from "@concordat/kernel"
import {
  askQuery,
  type Client,
  getReadModel,
  getRow,
  listRows,
  type QueryAnswer,
} from "@concordat/sdk"
import { Answered } from "../../components/answered.tsx"
import { type Column, DataTable } from "../../components/data-table.tsx"
import { Detail } from "../../components/detail.tsx"
import { EmptyState } from "../../components/empty-state.tsx"
import { useAnswer, useClient, useStatus } from "../../components/ledger.tsx"
import { Link } from "../../components/link.tsx"
import { Note, Panel } from "../../components/panel.tsx"
import { PartyChip } from "../../components/party-chip.tsx"
import { rowPath } from "../../components/row-path.ts"
import { Sign, type Tone } from "../../components/sign.tsx"
import { tell } from "../../texts/tell.ts"
import {
  type Cell,
  type Link as ChainLink,
  type MatrixRow,
  matrixOf,
  type StoredGrant,
} from "./matrix.ts"
import styles from "./organisation.module.css"
import { REGISTER } from "./register.ts"

/** Principals who hold a right that a page compares, in the order of their names. */
const COLUMNS_MAX = 24
const PAGE = 200

type Known = {
  readonly rows: readonly MatrixRow[]
  readonly principals: readonly string[]
  readonly more: boolean
}

/** The panel. */
export function RightsMatrix({ organisation }: { readonly organisation: string }) {
  const client = useClient()
  const height = useStatus().data?.height
  const ask = () => askMatrix(client, organisation)
  const answer = useAnswer(["rights-matrix", organisation], ask, { at: height })
  return (
    <Panel flush title={tell("matrix.title")} note={tell("matrix.note")}>
      <Answered answer={answer}>
        {(known) =>
          known.rows.length === 0 ? (
            <EmptyState why={tell("matrix.none")} />
          ) : (
            <Matrix known={known} />
          )
        }
      </Answered>
    </Panel>
  )
}

/** All grants of the organisation: at once by the read model, else holder by holder. */
async function askMatrix(client: Client, organisation: string): Promise<Known> {
  const [people, own] = await Promise.all([
    listRows(client, REGISTER, "principals", { organisation, limit: PAGE }),
    getRow(client, REGISTER, "organisations", [organisation]),
  ])
  const works = isActive(own.row?.value)
  const persons = people.rows.map(({ key, value }) => {
    const party = `${organisation}/${String(key["name"])}` as Party
    return { party, isActive: works && isActive(value) }
  })
  const { state } = await getReadModel(client)
  const holders = [organisation, ...persons.map(({ party }) => party)]
  const grants =
    state === "ready"
      ? await queried(client, organisation)
      : (await Promise.all(holders.map((one) => held(client, one)))).flat()
  const rows = matrixOf(grants, persons, Date.parse(people.time))
  // Whoever holds nothing has no column: most programs of an organisation do not.
  const holding = persons.filter(({ party }) =>
    rows.some(({ cells }) => cells.get(party)?.kind !== "none"),
  )
  const principals = holding.slice(0, COLUMNS_MAX).map(({ party }) => party)
  const more = holding.length > principals.length || people.next !== null
  return { rows, principals, more }
}

function isActive(row: JsonObject | undefined): boolean {
  return row?.["status"] === "active"
}

async function queried(client: Client, organisation: string): Promise<readonly StoredGrant[]> {
  const all: StoredGrant[] = []
  for (let after: string | null = ""; after !== null; ) {
    const page: { readonly limit: number; readonly after?: string } =
      after === "" ? { limit: PAGE } : { limit: PAGE, after }
    const asked = { organisation, ...page }
    const answer: QueryAnswer = await askQuery(client, REGISTER, "rights", asked)
    all.push(...answer.items.map((item) => grantOf(item)))
    after = answer.next
  }
  return all
}

async function held(client: Client, holder: string): Promise<readonly StoredGrant[]> {
  const { rows } = await listRows(client, REGISTER, "grants", { holder, limit: PAGE })
  return rows.map(({ key, value }) => grantOf({ ...key, ...value }))
}

const timeOf = (told: Json | undefined) => Date.parse(String(told))

/** A grant with its place, from the JSON of a gateway. */
function grantOf(told: JsonObject): StoredGrant {
  const { until = null, limit = null } = told
  const text = (name: string) => String(told[name])
  return {
    ...{ holder: text("holder") as Party, role: text("role"), scope: text("scope") },
    ...{ grantor: text("grantor") as Party, from: timeOf(told["from"]) },
    until: until === null ? null : timeOf(until),
    limit: limit === null ? null : BigInt(String(limit)),
    ...{ delegable: told["delegable"] === true, depth: Number(told["depth"]) },
    status: told["status"] === "active" ? "active" : "revoked",
  }
}

const nameOf = (principal: string) => principal.split("/")[1] ?? principal

function Matrix({ known: { rows, principals, more } }: { readonly known: Known }) {
  const columns: readonly Column<MatrixRow>[] = [
    {
      name: tell("matrix.role"),
      cell: ({ role, scope }) => (
        <>
          <bdi>{role}</bdi>
          {scope === "" ? null : <span className="muted"> · {scope}</span>}
        </>
      ),
    },
    ...principals.map((who) => ({
      name: nameOf(who),
      cell: ({ cells }: MatrixRow) => <CellShown cell={cells.get(who)!} />,
    })),
  ]
  return (
    <>
      <DataTable
        caption={tell("matrix.title")}
        columns={columns}
        rows={rows}
        keyOf={({ role, scope }) => `${role} ${scope}`}
      />
      {more ? <Note>{tell("matrix.more", { count: COLUMNS_MAX })}</Note> : null}
    </>
  )
}

const TONES: Readonly<Record<Exclude<Cell["kind"], "none">, Tone>> = {
  direct: "positive",
  delegated: "positive",
  ending: "caution",
  broken: "negative",
}

function CellShown({ cell: { kind, chain } }: { readonly cell: Cell }) {
  if (kind === "none") {
    return (
      <span className="muted">
        <span aria-hidden="true">–</span>
        <span className="visually-hidden">{tell("matrix.cell.none")}</span>
      </span>
    )
  }
  return (
    <Detail
      shown={
        <span className={styles.cell} data-right={kind}>
          <Sign tone={TONES[kind]} size={16} /> {tell(`matrix.cell.${kind}`)}
        </span>
      }
    >
      <ol className={styles.chain}>
        {chain.map((link) => (
          <ChainItem key={link.holder} link={link} />
        ))}
      </ol>
    </Detail>
  )
}

/** A link with the way to its row, whose presence or absence can be proven there. */
function ChainItem({ link: { holder, role, scope, grant, stands } }: { readonly link: ChainLink }) {
  const path = rowPath({ service: REGISTER, table: "grants" }, [holder, role, scope])
  return (
    <li>
      <PartyChip party={holder} />{" "}
      {grant === null ? null : tell("matrix.link.by", { grantor: grant.grantor })}{" "}
      <Link to={path}>{tell(`matrix.link.${stands}`)}</Link>
    </li>
  )
}
