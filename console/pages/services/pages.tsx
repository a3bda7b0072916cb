/** The pages of services, loaded together when one of them is opened. */
import { type KnownService, useService } from "../../components/ledger.tsx"
import { useSegments } from "../../components/link.tsx"
import { NotFound } from "../not-found.tsx"
import { CommandPage } from "./command.tsx"
import { QuestionPage } from "./question.tsx"
import { RecordPage } from "./record.tsx"
import { ScreenPage } from "./screen-page.tsx"
import { ServicePage } from "./service.tsx"
import { TablePage } from "./table.tsx"

export { ServicesPage } from "./services.tsx"

/** `/services/{service}/…`: home, commands, tables with their rows, questions, hand-made pages. */
export function ServicePages() {
  const [, name = "", part, ...rest] = useSegments()
  const service = useService(name)
  if (service === undefined) return <NotFound />
  if (part === undefined) return <ServicePage service={service} />
  if (part === "commands") return <OfCommand service={service} rest={rest} />
  if (part === "queries" && rest.length === 1) {
    return <QuestionPage service={service} name={rest[0]!} />
  }
  if (part === "tables") return <OfTable service={service} rest={rest} />
  return <ScreenPage service={service} segments={[part, ...rest]} />
}

type Props = { readonly service: KnownService; readonly rest: readonly string[] }

/** `…/commands/{command}` */
function OfCommand({ service, rest: [name = "", ...more] }: Props) {
  const command = service.definition.commands[name]
  if (command === undefined || more.length > 0) return <NotFound />
  return <CommandPage service={service} name={name} command={command} />
}

/** `…/tables/{table}/{key…}`; a table of one row shows that row. */
function OfTable({ service, rest: [table = "", ...texts] }: Props) {
  const shape = service.definition.tables[table]
  if (shape === undefined) return <NotFound />
  const whole = shape.raw === null && texts.length === shape.keyFields.length
  if (whole) return <RecordPage key={texts.join("/")} {...{ service, table, shape, texts }} />
  return texts.length > 0 ? <NotFound /> : <TablePage {...{ service, table, shape }} />
}
