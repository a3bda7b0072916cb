/** Who signs: as whom one acts, who else signs on a development ledger, what the rules ask for. */
import type { Command } from "@concordat/kernel"
import type { DevelopmentAnswer } from "@concordat/sdk"
import { tell } from "../../texts/tell.ts"
import { useActing } from "../acting.ts"
import { ActingField } from "../acting-field.tsx"
import { CosignersField } from "../cosigners-field.tsx"
import { Facts, Note, Panel } from "../panel.tsx"

type Props = {
  readonly service: string
  readonly name: string
  readonly command: Command
  readonly offered: DevelopmentAnswer | null
  readonly chosen: readonly string[]
  readonly onChoose: (cosigners: readonly string[]) => void
}

/** What a caller must hold, in words. */
function demandOf({ service, name, command }: Pick<Props, "service" | "name" | "command">): string {
  const { open, role, signers } = command
  if (open) return tell("form.role.open")
  if (signers !== null) return tell(`form.signers.${signers}`)
  if (role === null) return tell("form.role.any")
  return tell("form.role", { role: role ?? `${service}.${name}` })
}

/** The panel. */
export function SignersPanel(props: Props) {
  const { offered, chosen, onChoose } = props
  const { principal } = useActing()
  const others = offered?.principals.filter((one) => one !== principal) ?? []
  return (
    <Panel title={tell("form.signing")}>
      <Facts facts={[{ name: tell("form.asked"), value: demandOf(props) }]} />
      {offered === null ? null : (
        <>
          <ActingField />
          <CosignersField
            label={tell("form.cosigners")}
            offered={others}
            chosen={chosen}
            onChoose={onChoose}
          />
          <Note>{offered.notice}</Note>
        </>
      )}
    </Panel>
  )
}
