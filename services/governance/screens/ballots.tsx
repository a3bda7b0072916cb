/** The ballots of a proposal by name, against what is needed. */
import {
  type Column,
  DataTable,
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
  const { of, need, quorum } = count
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
      <Share count={count} />
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

/** Yes from the one side, against it from the other, and between them who has not voted. */
function Share({ count: { of, yes, no, abstain, veto, need } }: Pick<ProposalAnswer, "count">) {
  const part = (value: number) => `${(100 * value) / (of || 1)}%`
  const left = of - yes - no - abstain - veto
  const kinds = [
    [styles.yes, tell("share.yes", { count: yes })],
    [styles.abstain, tell("share.abstain", { count: abstain })],
    [styles.against, tell("share.against", { no, veto })],
    [styles.all, tell("share.left", { count: left })],
  ] as const
  return (
    <div className={styles.share} data-share={`${yes} ${need} ${of}`}>
      <svg className={styles.bar} aria-hidden="true">
        <rect className={styles.all} x="0" y="4" width="100%" height="12" />
        <rect className={styles.yes} x="0" y="4" width={part(yes)} height="12" />
        <rect className={styles.abstain} x={part(yes)} y="4" width={part(abstain)} height="12" />
        <rect
          className={styles.against}
          x={part(of - no - veto)}
          y="4"
          width={part(no + veto)}
          height="12"
        />
        <line className={styles.need} x1={part(need)} x2={part(need)} y1="0" y2="20" />
      </svg>
      <ul className={styles.legend}>
        {kinds.map(([kind, words]) => (
          <li key={words}>
            <svg className={styles.key} aria-hidden="true">
              <rect className={kind} width="100%" height="100%" />
            </svg>
            {words}
          </li>
        ))}
        <li>
          <svg className={styles.key} aria-hidden="true">
            <line className={styles.need} x1="50%" x2="50%" y1="0" y2="100%" />
          </svg>
          {tell("share.need", { need, of })}
        </li>
      </ul>
    </div>
  )
}
