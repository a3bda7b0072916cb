/** A question that a service answers by name, as a list: what it must be told, what it found. */
import type { JsonObject } from "@concordat/kernel"
import { askQuery } from "@concordat/sdk"
import { Answered } from "../../components/answered.tsx"
import { FieldShow } from "../../components/controls/show.tsx"
import { controlOf } from "../../components/controls/table.ts"
import { EmptyState } from "../../components/empty-state.tsx"
import { type KnownService, questionTexts, useClient } from "../../components/ledger.tsx"
import { usePath } from "../../components/link.tsx"
import { type ListField, listFields } from "../../components/list/fields.ts"
import { FilterBar } from "../../components/list/filter-bar.tsx"
import { List, type ListColumn, useListState } from "../../components/list/list.tsx"
import { Page, Panel } from "../../components/panel.tsx"
import { useReadModelState } from "../../components/read-model.ts"
import { cellText } from "../../components/row-cells.ts"
import { labelOf, titled } from "../../components/words.ts"
import { tell } from "../../texts/tell.ts"
import { NotFound } from "../not-found.tsx"
import { type Fields, type NamedQuestion, questionsOf, useDescription } from "./questions.ts"
import { Trail } from "./trail.tsx"

type Props = { readonly service: KnownService; readonly name: string }

/** The page. */
export function QuestionPage({ service, name }: Props) {
  const answer = useDescription()
  return (
    <Answered answer={answer} lines={8}>
      {(description) => {
        const all = questionsOf(description, service.definition.name)
        const question = all.find((one) => one.name === name)
        return question === undefined ? (
          <NotFound />
        ) : (
          <Asking key={name} service={service} question={question} />
        )
      }}
    </Answered>
  )
}

type AskingProps = { readonly service: KnownService; readonly question: NamedQuestion }

/** A field of a question under its own name: what it is told has no other one. */
function asFilters(fields: Fields): readonly ListField[] {
  return listFields(fields).map((field) => ({ ...field, parameter: field.field }))
}

function titleOf({ definition }: KnownService, name: string): string {
  return questionTexts(definition.name, name)?.title ?? titled(name)
}

function Asking({ service, question }: AskingProps) {
  const path = usePath()
  const { needs, takes, output } = question
  const told = [...asFilters(needs), ...asFilters(takes)]
  const found = listFields(output).filter(
    ({ parameter }) => !told.some((one) => one.parameter === parameter),
  )
  const filters = [...told, ...found]
  const { state } = useListState(filters)
  const words = questionTexts(service.definition.name, question.name)
  const missing = Object.keys(needs).filter((name) => state.filter[name] === undefined)
  return (
    <Page
      title={titleOf(service, question.name)}
      intro={words?.about ?? <span lang="en">{question.about}</span>}
      above={<Trail service={service} />}
    >
      <Panel flush>
        {missing.length === 0 ? (
          <Found service={service} question={question} filters={filters} />
        ) : (
          <>
            <FilterBar path={path} filters={told} orders={[]} state={state} isOpen />
            <EmptyState
              why={tell("question.needs", {
                names: missing.map((name) => labelOf(needs[name], name)).join(", "),
              })}
            />
          </>
        )}
      </Panel>
    </Page>
  )
}

type FoundProps = AskingProps & { readonly filters: readonly ListField[] }

function Found({ service, question, filters }: FoundProps) {
  const { definition } = service
  const client = useClient()
  const { state } = useReadModelState()
  const { name, output, orders } = question
  const labels = listFields(output)
  return (
    <List<JsonObject>
      caption={titleOf(service, name)}
      name={`${definition.name}-${name}`}
      columns={columnsOf(output, orders)}
      filters={filters}
      orders={labels.filter(({ field }) => orders.includes(field))}
      keyOf={(item) => JSON.stringify(item)}
      ask={(asked) => askQuery(client, definition.name, name, asked)}
      head={Object.keys(output)}
      cells={(item) => Object.keys(output).map((field) => cellText(item[field]))}
      empty={tell("question.nothing")}
      patient={state !== "ready"}
    />
  )
}

function columnsOf(output: Fields, orders: readonly string[]): readonly ListColumn<JsonObject>[] {
  return Object.entries(output).map(([name, field]) => {
    const label = labelOf(field, name)
    const { align } = controlOf(field)
    return {
      name: label,
      cell: (item) => <FieldShow field={field} label={label} value={item[name] ?? null} brief />,
      ...(align === undefined ? {} : { align }),
      ...(orders.includes(name) ? { sort: name } : {}),
    }
  })
}
