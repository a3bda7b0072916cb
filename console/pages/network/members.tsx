/** Who signs: each validator with its organisation, its votes, its last vote. */
import type { VotingAnswer } from "@concordat/sdk"
import { type Column, DataTable } from "../../components/data-table.tsx"
import { HashChip } from "../../components/hash-chip.tsx"
import { Panel, Row } from "../../components/panel.tsx"
import { PartyChip } from "../../components/party-chip.tsx"
import { Sign } from "../../components/sign.tsx"
import { TimeCell } from "../../components/time-cell.tsx"
import { tell } from "../../texts/tell.ts"
import { plainText } from "../../texts/translate.ts"

type Member = VotingAnswer["validators"][number]

/** An organisation, or where none is known the address. */
export function Holder({ member }: { readonly member: Member }) {
  const { organisation, address } = member
  if (organisation !== null) return <PartyChip party={organisation} />
  return <HashChip hex={address} kind="Validator" />
}

const TONES = { true: "positive", false: "caution", null: "unknown" } as const
const WORDS = {
  true: "members.signs",
  false: "members.missing",
  null: "members.untold",
} as const

type VoteProps = { readonly signed: boolean | null; readonly proposed: boolean }

function Vote({ signed, proposed }: VoteProps) {
  const told = String(signed) as keyof typeof TONES
  return (
    <Row>
      <Sign tone={TONES[told]} size={16} />
      <span>{tell(signed === true && proposed ? "members.proposed" : WORDS[told])}</span>
    </Row>
  )
}

function columnsFor(answer: VotingAnswer): readonly Column<Member>[] {
  return [
    { name: tell("members.organisation"), cell: (member) => <Holder member={member} /> },
    {
      name: tell("members.votes"),
      align: "end",
      cell: ({ power }) => plainText(BigInt(power)),
    },
    {
      name: tell("members.last"),
      cell: ({ signed, address }) => (
        <Vote signed={signed} proposed={answer.proposer === address} />
      ),
    },
    {
      name: tell("members.seen"),
      cell: ({ seen }) =>
        seen === null ? (
          tell("members.never")
        ) : (
          <TimeCell time={seen.time} height={seen.height} brief />
        ),
    },
  ]
}

/** The table. */
export function Members({ answer }: { readonly answer: VotingAnswer }) {
  return (
    <Panel flush title={tell("members.title")}>
      <DataTable
        caption={tell("members.title")}
        columns={columnsFor(answer)}
        rows={answer.validators}
        keyOf={({ address }) => address}
      />
    </Panel>
  )
}
