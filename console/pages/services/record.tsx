/** One row: its fields now or at a past block, evidence, history, what can be done with it. */
import type { FormField, Json, TableShape } from "@concordat/kernel"
import { getEvidence, getRow, type RowAnswer, SdkError } from "@concordat/sdk"
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
import { Link, useParameters, usePath } from "../../components/link.tsx"
import { Columns, type Fact, Facts, Page, Panel, Row, Stack } from "../../components/panel.tsx"
import { keyWord, rowEvidencePath, type TablePlace } from "../../components/row-path.ts"
import { VerdictBanner } from "../../components/verdict-banner.tsx"
import { labelOf, titled } from "../../components/words.ts"
import { tell } from "../../texts/tell.ts"
import { plainText } from "../../texts/translate.ts"
import { AtHeight } from "./at-height.tsx"
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

const NOT_FOUND = 404

/** What was found at which block; `row` is null where there is none. */
type Found = Pick<RowAnswer, "height" | "row">

/** An absent row is an answer too: the refusal names the height at which there is none. */
function absent(failure: unknown): Found {
  if (!(failure instanceof SdkError) || failure.status !== NOT_FOUND) throw failure
  const { height } = failure.facts
  if (height === undefined) throw failure
  return { height, row: null }
}

function useRow({ service, table }: TablePlace, texts: readonly string[], at: string | null) {
  const client = useClient()
  const tip = useStatus().data?.height
  return useAnswer<Found>(
    ["row", service, table, texts, at],
    () => getRow(client, service, table, texts, at === null ? {} : { at }).catch(absent),
    { at: tip },
  )
}

/** The page. */
export function RecordPage({ service, table, shape, texts }: Props) {
  const place = { service: service.definition.name, table }
  const [parameters] = useParameters()
  const at = parameters.get("at")
  const answer = useRow(place, texts, at)
  const name = texts.length === 0 ? titled(table) : texts.map(keyWord).join(" · ")
  const row = answer.data?.row ?? null
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
          <Evidence place={place} texts={texts} at={at} name={name} />
        </>
      }
    >
      <Answered answer={answer} lines={8}>
        {(found) => (
          <>
            {at === null ? null : <Past height={found.height} />}
            {found.row === null ? <Absent height={found.height} /> : null}
            <Columns>
              <Stack>
                {found.row === null ? null : <Fields shape={shape} value={found.row} />}
                {at === null ? null : (
                  <Since place={place} shape={shape} texts={texts} past={found} />
                )}
                <RecordHistory {...{ service, table, shape, texts }} />
              </Stack>
              <Stack>
                <AtHeight height={found.height} />
                {at === null ? (
                  <RecordCommands {...{ service, shape, texts }} isThere={found.row !== null} />
                ) : null}
              </Stack>
            </Columns>
          </>
        )}
      </Answered>
    </Page>
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

function Past({ height }: { readonly height: string }) {
  const path = usePath()
  return (
    <Panel>
      <Row>
        <strong>{tell("record.past", { height: plainText(BigInt(height)) })}</strong>
        <Link to={path}>{tell("record.now")}</Link>
      </Row>
    </Panel>
  )
}

function Absent({ height }: { readonly height: string }) {
  const sentence = tell("record.absent", { height: plainText(BigInt(height)) })
  return (
    <VerdictBanner tone="unknown" calm sentence={sentence}>
      <span>{tell("record.absentNote")}</span>
    </VerdictBanner>
  )
}

type SinceProps = {
  readonly place: TablePlace
  readonly shape: TableShape
  readonly texts: readonly string[]
  readonly past: Found
}

/** What changed since the past that is shown. */
function Since({ place, shape, texts, past }: SinceProps) {
  const answer = useRow(place, texts, null)
  const title = tell("record.since", { height: plainText(BigInt(past.height)) })
  return (
    <Panel title={title}>
      <Answered answer={answer}>
        {({ row }) => (
          <Diff
            changes={shape.columns.map((name) => ({
              ...{ name, field: shape.columnKinds[name]!.field },
              ...{ before: past.row?.value[name], after: row?.value[name] },
            }))}
          />
        )}
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
