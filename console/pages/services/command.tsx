/** The form of a command. */
import type { Command } from "@concordat/kernel"
import { GeneratedForm } from "../../components/generated-form/generated-form.tsx"
import { aboutCommand, type KnownService } from "../../components/ledger.tsx"
import { useParameters } from "../../components/link.tsx"
import { Page } from "../../components/panel.tsx"
import { titled } from "../../components/words.ts"
import { Trail } from "./trail.tsx"

type Props = {
  readonly service: KnownService
  readonly name: string
  readonly command: Command
}

/** The page; another command is another form. */
export function CommandPage({ service, name, command }: Props) {
  const [prefill] = useParameters()
  return (
    <Page
      title={titled(name)}
      intro={aboutCommand(service, name)}
      above={<Trail service={service} />}
    >
      <GeneratedForm
        key={`${name}?${prefill}`}
        service={service.definition.name}
        name={name}
        command={command}
        prefill={prefill}
      />
    </Page>
  )
}
