/** A cap is set: of whom, of which asset, how much in its currency. */
import { ChoiceField, Note, Panel, PartyChip, Stack } from "@concordat/console/components"
import { useState } from "react"
import { caps } from "../tables-netting.ts"
import { Act } from "./act.tsx"
import { amountOf } from "./amount.ts"
import { Amount, AmountField, amountFault } from "./amount-cell.tsx"
import { type Assets, useName, useRow } from "./ask.ts"
import { PartyField } from "./party-field.tsx"
import { tell } from "./tell.ts"
import { useAct } from "./use-act.ts"

/** The panel; of a ledger without assets nothing. */
export function CapPanel({ assets }: { readonly assets: Assets }) {
  const [chosen, choose] = useState(assets.all[0]?.asset ?? "")
  const [participant, setParticipant] = useState("")
  const [cap, setCap] = useState("")
  const [judged, judge] = useState(false)
  const name = useName(participant === "" ? null : participant)
  const now = useRow(caps, [chosen, participant], name !== null).data
  const work = useAct()
  const unit = assets.unit(chosen)
  const fault = amountFault(cap, unit, 0n)
  const units = fault === null ? amountOf(unit).read(cap) : 0n
  const amount = amountOf(unit).text(units)
  const check = () => {
    judge(true)
    if (fault !== null || name === null) return
    void work.check("setCap", { asset: chosen, participant, cap: String(units) })
  }
  if (assets.all.length === 0) return null
  return (
    <Panel title={tell("cap.title")} note={tell("cap.note")}>
      <Act
        work={work}
        act={tell("cap.act", { who: participant, amount })}
        done={tell("cap.done", { who: participant, amount })}
        facts={[
          { name: tell("caps.participant"), value: <PartyChip party={participant} /> },
          { name: tell("caps.asset"), value: chosen },
          { name: tell("caps.cap"), value: <Amount units={units} unit={unit} /> },
        ]}
        unit={unit}
        onCheck={check}
        onAgain={() => judge(false)}
      >
        <Stack>
          <ChoiceField
            above
            label={tell("caps.asset")}
            value={chosen}
            choices={assets.all.map(({ asset }) => ({ value: asset, title: asset }))}
            onChoose={choose}
          />
          <PartyField
            label={tell("caps.participant")}
            value={participant}
            onText={setParticipant}
            judged={judged}
          />
          {now == null ? null : (
            <Note>
              {tell("cap.now", {
                ...{ cap: amountOf(unit).text(now.cap), owes: amountOf(unit).text(now.exposure) },
              })}
            </Note>
          )}
          <AmountField
            label={tell("caps.cap")}
            unit={unit}
            value={cap}
            onText={setCap}
            judged={judged}
            least={0n}
          />
        </Stack>
      </Act>
    </Panel>
  )
}
