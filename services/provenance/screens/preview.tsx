/** What will be signed, after a dry run: what goes to the ledger, and what stays on this device. */
import {
  Button,
  Columns,
  Facts,
  HashChip,
  Note,
  Panel,
  PartyChip,
  plainText,
  Row,
  Stack,
  TimeCell,
  VerdictBanner,
  visible,
} from "@concordat/console/components"
import { hashOf, sha256 } from "@concordat/kernel"
import { useEffect, useRef } from "react"
import { registrationOf } from "./record-form.ts"
import type { Entered } from "./register.tsx"
import type { Chosen, Stage } from "./registration.ts"
import { tell } from "./tell.ts"

type Props = {
  readonly stage: Extract<Stage, { at: "checked" }>
  readonly chosen: Chosen
  readonly entered: Entered
  readonly onSend: () => void
}

/** The preview; it takes the focus when it appears. */
export function Preview({ stage: { prepared, answer }, chosen, entered, onSend }: Props) {
  const place = useRef<HTMLDivElement>(null)
  useEffect(() => place.current?.focus(), [])
  const height = plainText(BigInt(answer.height))
  return (
    <div ref={place} tabIndex={-1} data-preview>
      <Panel title={tell("register.preview")}>
        <VerdictBanner tone="positive" sentence={tell("register.wouldPass")}>
          <span>{tell("register.asOf", { height })}</span>
        </VerdictBanner>
        <Columns>
          <Goes prepared={prepared} />
          <Stays chosen={chosen} entered={entered} />
        </Columns>
        <Row>
          <Button look="primary" onClick={onSend}>
            {tell("register.send")}
          </Button>
        </Row>
        <Note>{tell("register.final")}</Note>
      </Panel>
    </div>
  )
}

function Goes({ prepared }: Pick<Props["stage"], "prepared">) {
  const { document, statement, call } = prepared
  const { until } = document.leaf
  const signers = [...(call.as === undefined ? [] : [call.as]), ...(call.cosigners ?? [])]
  const digest = hashOf(sha256(statement))
  return (
    <Stack>
      <h3>{tell("register.goes")}</h3>
      <Facts
        facts={[
          {
            name: tell("register.by"),
            value: signers.map((one) => <PartyChip key={one} party={one} />),
          },
          { name: tell("register.issuer"), value: <PartyChip party={document.organisation} /> },
          { name: tell("register.class"), value: document.class },
          {
            name: tell("register.until"),
            value: until === null ? tell("register.never") : <TimeCell time={until} />,
          },
          {
            name: tell("register.handle"),
            value: <HashChip hex={document.handle} kind={tell("register.handle")} />,
          },
          {
            name: tell("register.statement"),
            value: <HashChip hex={digest} kind={tell("register.statement")} whole />,
          },
        ]}
      />
    </Stack>
  )
}

function Stays({ chosen, entered }: Pick<Props, "chosen" | "entered">) {
  const { title, fields = {} } = registrationOf(entered.draft)
  const count = Object.keys(fields).length
  return (
    <Stack>
      <h3>{tell("register.stays")}</h3>
      <ul>
        <li>{tell("register.staysFile", { name: visible(chosen.file.name) })}</li>
        <li>{tell("register.staysTitle", { title })}</li>
        {count === 0 ? null : <li>{tell("register.staysFields", { count })}</li>}
        <li>{tell("register.staysSecret")}</li>
      </ul>
      <Note>{tell("register.staysNote")}</Note>
    </Stack>
  )
}
