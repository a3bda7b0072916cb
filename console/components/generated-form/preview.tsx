/** What will be signed, all of it, after a dry run said that it would be accepted. */
import type { Command } from "@concordat/kernel"
import type { Call, CheckAnswer } from "@concordat/sdk"
import { useEffect, useRef } from "react"
import { tell } from "../../texts/tell.ts"
import { plainText } from "../../texts/translate.ts"
import { Button } from "../button.tsx"
import { FieldShow } from "../controls/show.tsx"
import { useStatus } from "../ledger.tsx"
import { Facts, Note, Panel, Row } from "../panel.tsx"
import { PartyChip } from "../party-chip.tsx"
import { CommandSentence } from "../sentence.tsx"
import { VerdictBanner } from "../verdict-banner.tsx"
import { titled } from "../words.ts"
import styles from "./generated-form.module.css"

type Props = {
  readonly asked: Call
  readonly answer: CheckAnswer
  readonly command: Command
  readonly sending: boolean
  readonly onSend: () => void
}

/** The preview; it takes the focus when it appears. */
export function Preview({ asked, answer, command, sending, onSend }: Props) {
  const preview = useRef<HTMLDivElement>(null)
  const [, name = ""] = asked.command.split(".")
  useEffect(() => preview.current?.focus(), [])
  return (
    <div ref={preview} className={styles.preview} tabIndex={-1}>
      <VerdictBanner tone="positive" calm sentence={tell("form.wouldPass")}>
        <span>{tell("form.asOf", { height: plainText(BigInt(answer.height)) })}</span>
        <span>{tell("transaction.units", { count: answer.cost })}</span>
      </VerdictBanner>
      <Panel title={tell("form.preview")}>
        <p className={styles.sentence}>
          <CommandSentence command={asked.command} input={asked.input} />
        </p>
        <Signed asked={asked} />
        <FieldShow field={command.input.field} label={titled(name)} value={asked.input} />
        <Row>
          <Button look="primary" onClick={onSend} disabled={sending}>
            {tell(sending ? "form.sending" : "form.send", { act: titled(name) })}
          </Button>
        </Row>
        <Note>{tell("form.final")}</Note>
      </Panel>
    </div>
  )
}

function Signed({ asked: { command, as, cosigners = [] } }: { readonly asked: Call }) {
  const { data } = useStatus()
  const parties = [...(as === undefined ? [] : [as]), ...cosigners]
  return (
    <Facts
      facts={[
        { name: tell("form.ledger"), value: data?.chain ?? "–" },
        { name: tell("form.command"), value: command },
        {
          name: tell("transaction.signers"),
          value: (
            <Row>
              {parties.map((party) => (
                <PartyChip key={party} party={party} />
              ))}
            </Row>
          ),
        },
      ]}
    />
  )
}
