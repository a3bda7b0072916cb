/** The ballots of a proposal by name, against what is needed. */
import {
  type Column,
  DataTable,
  Note,
  Panel,
  PartyChip,
  StatusPill,
  TimeCell,
} from "@concordat/console/components"
import type { ProposalAnswer } from "./answers.ts"
import styles from "./ballots.module.css"
import { tell } from "./tell.ts"

type Line = {
  readonly organisation: string
  readonly member: boolean
  readonly ballot: ReturnType<ProposalAnswer["ballots"]["get"]>
}

const COLUMNS: readonly Column<Line>[] = [
  {
    name: tell("proposal.organisation"),
    cell: ({ organisation }) => <PartyChip party={organisation} />,
  },
  {
    name: tell("proposal.choice"),
    cell: ({ member, ballot }) => {
      if (!member) return tell("proposal.left")
      return ballot === undefined ? tell("proposal.notYet") : <StatusPill state={ballot.choice} />
    },
  },
  {
    name: tell("proposal.by"),
    cell: ({ ballot }) => (ballot === undefined ? "–" : <PartyChip party={ballot.by} />),
    wide: true,
  },
  {
    name: tell("proposal.at"),
    cell: ({ ballot }) => (ballot === undefined ? "–" : <TimeCell time={ballot.at} />),
    wide: true,
  },
]

/** The panel. */
export function Ballots({ proposal: { row, ballots, members, count } }: Props) {
  const { of, yes, no, abstain, veto, need, quorum } = count
  const lines = row.electorate.map((organisation): Line => {
    const member = members.has(organisation)
    return { organisation, member, ballot: ballots.get(organisation) }
  })
  return (
    <Panel
      flush
      title={tell("proposal.ballots")}
      note={tell("proposal.ballotsNote", { need, of, quorum })}
    >
      <div className={styles.share}>
        <svg
          className={styles.bar}
          viewBox={`0 0 ${of || 1} 1`}
          preserveAspectRatio="none"
          aria-hidden="true"
        >
          <rect className={styles.yes} width={yes} height="1" />
          <rect className={styles.against} x={yes} width={no + abstain + veto} height="1" />
          <rect className={styles.need} x={need} y="0" width={(of || 1) / 150} height="1" />
        </svg>
        <Note>{tell("proposal.share", { yes, no, abstain, veto })}</Note>
      </div>
      <DataTable
        caption={tell("proposal.ballots")}
        columns={COLUMNS}
        rows={lines}
        keyOf={({ organisation }) => organisation}
      />
    </Panel>
  )
}

type Props = { readonly proposal: ProposalAnswer }
