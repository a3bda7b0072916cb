/** Writing down what one owes in an open cycle: a field for each creditor, or a file dropped. */
import {
  ChoiceField,
  DropZone,
  type Fact,
  Note,
  Panel,
  Stack,
  visible,
} from "@concordat/console/components"
import { Act } from "./act.tsx"
import { amountOf } from "./amount.ts"
import { Amount, AmountField } from "./amount-cell.tsx"
import styles from "./money.module.css"
import { type Owing, type ReadFile, useOwed, useRoom } from "./owed-work.ts"
import { tell, tellWith } from "./tell.ts"
import { useAct } from "./use-act.ts"

type Props = Owing & { readonly cycle: string }
type Work = ReturnType<typeof useOwed>

/** Faults of a file that are named. */
const FAULTS_MAX = 5

/** The panel. */
export function OwedPanel(props: Props) {
  const { cycle, from, unit } = props
  const owed = useOwed(props)
  const work = useAct()
  const amount = amountOf(unit).text(owed.sum)
  const check = () => {
    owed.judge(true)
    if (owed.faulty || owed.changed.length === 0) return
    const debts = owed.changed.map((to) => ({ to, amount: String(owed.unitsOf(to)) }))
    void work.check("submitObligations", { cycle, from, owed: debts })
  }
  const facts = owed.changed.map(
    (to): Fact => ({
      name: tell("owed.to", { to }),
      value: <Amount units={owed.unitsOf(to)} unit={unit} />,
    }),
  )
  return (
    <Panel title={tell("owed.title", { who: from })} note={tell("owed.note")}>
      <Act
        work={work}
        act={tell("owed.act", { amount })}
        done={tell("owed.done", { amount })}
        facts={[
          ...facts,
          { name: tell("owed.sum"), value: <Amount units={owed.sum} unit={unit} /> },
        ]}
        unit={unit}
        onCheck={check}
        onAgain={owed.again}
        again={tell("act.anew")}
      >
        <Fields {...props} owed={owed} />
      </Act>
    </Panel>
  )
}

function Fields({ from, unit, owed }: Props & { readonly owed: Work }) {
  const { judged, changed, shown, rest } = owed
  return (
    <Stack>
      <DropZone
        compact
        title={tell("owed.drop")}
        choose={tell("document.choose")}
        note={tell("owed.form", { from })}
        accept=".csv,.txt,text/csv"
        onFiles={([file]) => {
          if (file !== undefined) void owed.take(file)
        }}
      />
      {owed.file === null ? null : <Taken file={owed.file} />}
      <div className={styles.grid}>
        {shown.map((to) => (
          <AmountField
            key={to}
            label={tell("owed.to", { to })}
            unit={unit}
            value={owed.textOf(to)}
            onText={(text) => owed.setText(to, text)}
            judged={judged && owed.textOf(to).trim() !== ""}
          />
        ))}
      </div>
      {rest.length === 0 ? null : (
        <ChoiceField
          above
          label={tell("owed.add")}
          value=""
          choices={["", ...rest].map((to) => ({ value: to, title: to === "" ? "–" : to }))}
          onChoose={(to) => owed.setText(to, "")}
        />
      )}
      <Sum {...{ from, unit, owed }} />
      {judged && changed.length === 0 && !owed.faulty ? (
        <p className={styles.fault} role="alert">
          {tell("owed.same")}
        </p>
      ) : null}
    </Stack>
  )
}

/** What a file came to. */
function Taken({ file }: { readonly file: ReadFile }) {
  const { owed, others, faults } = file
  return (
    <div role="status">
      <p>{tell("owed.taken", { name: visible(file.name), count: owed.size })}</p>
      {others === 0 ? null : <Note>{tell("owed.others", { count: others })}</Note>}
      {faults.slice(0, FAULTS_MAX).map(({ line, why }) => (
        <p key={line} className={styles.fault}>
          {tellWith(`owed.fault.${why}`, { line })}
        </p>
      ))}
      {faults.length > FAULTS_MAX ? (
        <p className={styles.fault}>{tell("owed.faults", { count: faults.length - FAULTS_MAX })}</p>
      ) : null}
    </div>
  )
}

type SumProps = Pick<Props, "from" | "unit"> & { readonly owed: Work }

/** What it comes to, and whether the cap allows it. */
function Sum({ from, unit, owed }: SumProps) {
  const room = useRoom(unit.asset, from)
  const more = owed.sum - owed.before
  const left = room === null ? null : room - more
  return (
    <>
      <p>
        {tell("owed.sum")} <Amount units={owed.sum} unit={unit} />
      </p>
      {left === null ? null : left < 0n && more > 0n ? (
        <p className={styles.fault}>{tell("owed.above", { amount: amountOf(unit).text(-left) })}</p>
      ) : (
        <Note>{tell("owed.left", { amount: amountOf(unit).text(left < 0n ? 0n : left) })}</Note>
      )}
    </>
  )
}
