/** Commands that take the key of a row, with it filled in. */
import type { TableShape } from "@concordat/kernel"
import { aboutCommand, type KnownService } from "../../components/ledger.tsx"
import { Panel } from "../../components/panel.tsx"
import { titled } from "../../components/words.ts"
import { tell } from "../../texts/tell.ts"
import { type Linked, LinkList } from "./link-list.tsx"
import { takesKey } from "./row-links.ts"

type Props = {
  readonly service: KnownService
  readonly shape: TableShape
  readonly texts: readonly string[]
  /** Whether there is such a row: what makes one is offered where there is none, and only there. */
  readonly isThere: boolean
}

/** The list; nothing where no command takes the key. */
export function RecordCommands({ service, shape, texts, isThere }: Props) {
  const { name, commands } = service.definition
  const links = Object.entries(commands)
    .filter(([, command]) => takesKey(shape, command))
    .filter(([act]) => {
      const makesIt = service.makes?.[act] === shape.name
      return isThere ? !makesIt : makesIt || service.makes === undefined
    })
    .map(([act, command]): Linked => {
      const query = new URLSearchParams()
      for (const [at, field] of shape.keyFields.entries()) {
        if (Object.hasOwn(command.fields, field.name)) query.set(field.name, texts[at] ?? "")
      }
      const path = `/services/${name}/commands/${act}?${query}`
      return { title: titled(act), about: aboutCommand(service, act), path }
    })
  if (links.length === 0) return null
  return (
    <Panel flush title={tell("record.commands")}>
      <LinkList links={links} />
    </Panel>
  )
}
