/** The page of a party: what stands around its facts, be it an organisation or a function. */
import { getEvidence } from "@concordat/sdk"
import type { ReactNode } from "react"
import { Answered } from "../../components/answered.tsx"
import { EvidenceButton } from "../../components/evidence-drawer.tsx"
import { type Answer, useClient, useService, useStatus } from "../../components/ledger.tsx"
import { Columns, Page, Stack } from "../../components/panel.tsx"
import { rowEvidencePath } from "../../components/row-path.ts"
import { VerdictBanner } from "../../components/verdict-banner.tsx"
import { tell } from "../../texts/tell.ts"
import { plainText } from "../../texts/translate.ts"
import { RecordCommands } from "../services/record-commands.tsx"
import { KeysPanel } from "./keys-panel.tsx"
import { REGISTER, type RegisterTable } from "./register.ts"
import { RightsPanel } from "./rights-panel.tsx"

type Props<Row> = {
  readonly party: string
  readonly table: RegisterTable
  readonly texts: readonly string[]
  readonly answer: Answer<Row>
  readonly title: string
  readonly above?: ReactNode
  readonly children: (row: Row) => ReactNode
}

const NOT_FOUND = 404

/** The page; a party that is not on the register is said to be absent, which can be proven. */
export function PartyPage<Row>({ party, table, texts, answer, ...rest }: Props<Row>) {
  const { title, above, children } = rest
  const service = useService(REGISTER)
  const shape = service?.definition.tables[table]
  const missing = answer.data === undefined && answer.problem?.status === NOT_FOUND
  return (
    <Page
      title={<bdi>{title}</bdi>}
      name={title}
      {...(title === party ? {} : { intro: <bdi>{party}</bdi> })}
      above={above}
      actions={<Evidence party={party} table={table} texts={texts} />}
    >
      {missing ? (
        <Absent party={party} />
      ) : (
        <Answered answer={answer} lines={8}>
          {(row) => (
            <Columns>
              <Stack>
                {children(row)}
                <RightsPanel holder={party} />
                <KeysPanel holder={party} />
              </Stack>
              {service === undefined || shape === undefined ? null : (
                <RecordCommands {...{ service, shape, texts }} isThere />
              )}
            </Columns>
          )}
        </Answered>
      )}
    </Page>
  )
}

function Absent({ party }: { readonly party: string }) {
  const height = plainText(BigInt(useStatus().data?.height ?? "0"))
  return (
    <VerdictBanner tone="unknown" calm sentence={tell("organisation.unknown", { party, height })}>
      <span>{tell("record.absentNote")}</span>
    </VerdictBanner>
  )
}

type EvidenceProps = Pick<Props<never>, "party" | "table" | "texts">

function Evidence({ party, table, texts }: EvidenceProps) {
  const client = useClient()
  const height = useStatus().data?.height
  const path = rowEvidencePath({ service: REGISTER, table }, texts, null)
  return (
    <EvidenceButton
      look="primary"
      id={`${path} ${height}`}
      title={party}
      name={party.replaceAll("/", "-")}
      load={() => getEvidence(client, path)}
    />
  )
}
