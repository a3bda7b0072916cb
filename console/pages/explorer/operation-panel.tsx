/** One operation: what it asked for, what became of it, why not, what it announced. */
import type { Json } from "@concordat/kernel"
import type { LedgerEvent, OperationAnswer } from "@concordat/sdk"
import { FieldShow } from "../../components/controls/show.tsx"
import { useService } from "../../components/ledger.tsx"
import { Link } from "../../components/link.tsx"
import { Panel } from "../../components/panel.tsx"
import { problemOfOperation } from "../../components/problem.ts"
import { ProblemNotice } from "../../components/problem-notice.tsx"
import { CommandSentence } from "../../components/sentence.tsx"
import { StatusPill } from "../../components/status-pill.tsx"
import { tell } from "../../texts/tell.ts"
import { plainText } from "../../texts/translate.ts"
import { EventItems } from "./event-items.tsx"
import styles from "./operation-panel.module.css"

type Props = {
  readonly at: number
  readonly operation: OperationAnswer
  readonly input: Json
  readonly emitted: readonly LedgerEvent[]
}

/** The panel. */
export function OperationPanel({ at, operation, input, emitted }: Props) {
  const { command, outcome } = operation
  const [service = "", name = ""] = command.split(".")
  const field = useService(service)?.definition.commands[name]?.input.field
  const problem = problemOfOperation(operation)
  return (
    <Panel
      title={tell("transaction.operation", { position: plainText(at + 1) })}
      note={<Link to={`/services/${service}/commands/${name}`}>{command}</Link>}
      actions={<StatusPill state={outcome} />}
    >
      <p>
        <CommandSentence command={command} input={input} />
      </p>
      {problem === null ? null : <ProblemNotice problem={problem} />}
      {field === undefined ? null : (
        <div className={styles.part}>
          <h3>{tell("transaction.input")}</h3>
          <FieldShow field={field} label={tell("transaction.input")} value={input} />
        </div>
      )}
      {emitted.length === 0 ? null : (
        <div className={styles.part}>
          <h3>{tell("transaction.emitted")}</h3>
          <div className={styles.events}>
            <EventItems events={emitted} />
          </div>
        </div>
      )}
    </Panel>
  )
}
