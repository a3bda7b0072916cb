/** One row: its fields now or at a past block, evidence, history, what can be done with it. */
import type { FormField, Json, TableShape } from "@concordat/kernel"
import { getEvidence } from "@concordat/sdk"
import { Answered } from "../../components/answered.tsx"
import { buttonClass } from "../../components/button.tsx"
import { FieldShow } from "../../components/controls/show.tsx"
import { Diff } from "../../components/diff.tsx"
import { EvidenceButton } from "../../components/evidence-drawer.tsx"
import { JsonView } from "../../components/json-view.tsx"
import {
  type KnownService,
  type RowJson,
  useAnswer,
  useClient,
  useStatus,
} from "../../components/ledger.tsx"
import { Link, useParameters } from "../../components/link.tsx"
import { Columns, type Fact, Facts, Page, Panel, Stack } from "../../components/panel.tsx"
import { type Found, rowsAsOf, type Unborn } from "../../components/past/past.ts"
import { PastPicker } from "../../components/past/past-picker.tsx"
import { UnbornBanner } from "../../components/past/unborn.tsx"
import { keyWord, rowEvidencePath, type TablePlace } from "../../components/row-path.ts"
import { VerdictBanner } from "../../components/verdict-banner.tsx"
import { labelOf, titled } from "../../components/words.ts"
import { tell } from "../../texts/tell.ts"
import { plainText } from "../../texts/translate.ts"
import { RecordCommands } from "./record-commands.tsx"
import { RecordHistory } from "./record-history.tsx"
import { Trail } from "./trail.tsx"

type Props = {
  readonly service: KnownService
  readonly table: string
  readonly shape: TableShape
  /** Key fields in schema order, as texts. */
  readonly texts: readonly string[]
}

function useRow({ service, table, shape, texts }: RowProps, at: string | null) {
  const client = useClient()
  const tip = useStatus().data?.height
  return useAnswer<Found | Unborn>(
    ["row", service, table, texts, at],
    async () => {
      const rows = await rowsAsOf(client, at)
      return "began" in rows ? rows : rows.row({ service, table }, shape, texts)
    },
    // What was does not change with a new block.
    { at: at === null ? tip : undefined },
  )
}

type RowProps = TablePlace & Pick<Props, "shape" | "texts">

/** The page. */
export function RecordPage({ service, table, shape, texts }: Props) {
  const place = { service: service.definition.name, table }
  const [parameters] = useParameters()
  const at = parameters.get("at")
  const answer = useRow({ ...place, shape, texts }, at)
  const name = texts.length === 0 ? titled(table) : texts.map(keyWord).join(" · ")
  const { data } = answer
  const shown = data === undefined || "began" in data ? undefined : data
  const row = shown?.row ?? null
  const own = row === null ? null : (service.pages[table]?.(row) ?? null)
  return (
    <Page
      title={<bdi>{name}</bdi>}
      name={name}
      above={<Trail service={service} {...(texts.length === 0 ? {} : { table })} />}
      actions={
        <>
          {own === null ? null : (
            <Link to={`/services/${place.service}/${own}`} className={buttonClass()}>
              {tell("record.own")}
            </Link>
          )}
          {shown?.provable === true ? (
            <Evidence {...{ place, texts, name }} at={at === null ? null : shown.height} />
          ) : null}
        </>
      }
    >
      <PastPicker answer={answer} shown={shown} />
      <Answered answer={answer} lines={8}>
        {(found) =>
          "began" in found ? (
            <UnbornBanner began={found.began} />
          ) : (
            <Standing {...{ service, table, shape, texts }} found={found} isPast={at !== null} />
          )
        }
      </Answered>
    </Page>
  )
}

type StandingProps = Props & { readonly found: Found; readonly isPast: boolean }

/** The row as it is or was, and what can be done with one that is. */
function Standing({ found, isPast, ...props }: StandingProps) {
  const { service, shape, texts, table } = props
  const { height, row, provable } = found
  return (
    <>
      {row === null ? <Absent height={height} provable={provable} /> : null}
      <Columns>
        <Stack>
          {row === null ? null : <Fields shape={shape} value={row} />}
          <RecordHistory {...props} />
        </Stack>
        <Stack>
          {isPast ? (
            <Since row={{ service: service.definition.name, table, shape, texts }} past={found} />
          ) : (
            <RecordCommands {...{ service, shape, texts }} isThere={row !== null} />
          )}
        </Stack>
      </Columns>
    </>
  )
}

type EvidenceProps = {
  readonly place: TablePlace
  readonly texts: readonly string[]
  readonly at: string | null
  readonly name: string
}

function Evidence({ place, texts, at, name }: EvidenceProps) {
  const client = useClient()
  const tip = useStatus().data?.height
  const path = rowEvidencePath(place, texts, at)
  return (
    <EvidenceButton
      look="primary"
      id={`${path} ${at ?? tip}`}
      title={tell("record.evidence", { table: titled(place.table), key: name })}
      name={`${place.table}-${name.replaceAll(/[^\w-]+/g, "-")}`}
      load={() => getEvidence(client, path)}
    />
  )
}

type AbsentProps = Pick<Found, "height" | "provable">

function Absent({ height, provable }: AbsentProps) {
  const sentence = tell("record.absent", { height: plainText(BigInt(height)) })
  return (
    <VerdictBanner tone="unknown" calm sentence={sentence}>
      {provable ? <span>{tell("record.absentNote")}</span> : null}
    </VerdictBanner>
  )
}

type SinceProps = { readonly row: RowProps; readonly past: Found }

/** What changed since the past that is shown. */
function Since({ row, past }: SinceProps) {
  const answer = useRow(row, null)
  const title = tell("record.since", { height: plainText(BigInt(past.height)) })
  return (
    <Panel title={title}>
      <Answered answer={answer}>
        {(now) =>
          "began" in now ? null : (
            <Diff
              changes={row.shape.columns.map((name) => ({
                ...{ name, field: row.shape.columnKinds[name]!.field },
                ...{ before: past.row?.value[name], after: now.row?.value[name] },
              }))}
            />
          )
        }
      </Answered>
    </Panel>
  )
}

type FieldsProps = { readonly shape: TableShape; readonly value: RowJson }

function Fields({ shape, value: row }: FieldsProps) {
  const fact = (name: string, field: FormField, value: Json): Fact => {
    const label = labelOf(field, name)
    return { name: label, value: <FieldShow field={field} label={label} value={value} /> }
  }
  const facts = [
    ...shape.keyFields.map(({ name, kind }) => fact(name, kind.field, row.key[name] ?? null)),
    ...shape.columns.map((name) =>
      fact(name, shape.columnKinds[name]!.field, row.value[name] ?? null),
    ),
  ]
  return (
    <Panel title={tell("record.fields")}>
      <Facts facts={facts} />
      <JsonView value={row} />
    </Panel>
  )
}
