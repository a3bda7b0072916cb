/** The whole of a list as CSV, page by page: how much came so far is told, and can be stopped. */
import { useRef, useState } from "react"
import { tell } from "../texts/tell.ts"
import { plainText } from "../texts/translate.ts"
import { Button } from "./button.tsx"
import { CSV_MARK, csvLine } from "./csv.ts"
import styles from "./csv-export.module.css"
import { type Problem, problemOf } from "./problem.ts"
import { ProblemNotice } from "./problem-notice.tsx"
import { saveFile } from "./save-file.ts"

/** One page: its rows as cells, the block at which they hold, where the next page begins. */
export type CsvPage = {
  readonly rows: readonly (readonly string[])[]
  readonly height: string
  readonly next: string | null
}

type Props = {
  /** Name of the file, without its ending. */
  readonly name: string
  readonly head: readonly string[]
  /** The page that begins at a place; null: the first. */
  readonly page: (after: string | null) => Promise<CsvPage>
}

type State =
  | { readonly is: "idle" }
  | { readonly is: "running"; readonly count: number }
  | { readonly is: "done"; readonly count: number; readonly height: string }
  | { readonly is: "failed"; readonly problem: Problem }

/** The button, and what becomes of it. */
export function CsvExport(props: Props) {
  const [state, setState] = useState<State>({ is: "idle" })
  const stopped = useRef(false)
  const start = () => {
    stopped.current = false
    setState({ is: "running", count: 0 })
    const progress = (count: number) => setState({ is: "running", count })
    fetchAll(props, () => stopped.current, progress).then(setState, (failure) =>
      setState({ is: "failed", problem: problemOf(failure) }),
    )
  }
  const isRunning = state.is === "running"
  return (
    <div className={`${styles.export} no-print`} data-export={state.is}>
      {isRunning ? (
        <Button look="quiet" icon="close" onClick={() => (stopped.current = true)}>
          {tell("csv.stop")}
        </Button>
      ) : (
        <Button look="quiet" icon="download" onClick={start}>
          {tell("csv.save")}
        </Button>
      )}
      <p role="status" className={styles.words}>
        {wordsOf(state)}
      </p>
      {state.is === "failed" ? <ProblemNotice problem={state.problem} onAgain={start} /> : null}
    </div>
  )
}

function wordsOf(state: State): string {
  if (state.is === "running") return tell("csv.progress", { count: state.count })
  if (state.is !== "done") return ""
  const height = plainText(BigInt(state.height))
  return tell("csv.done", { count: state.count, height })
}

/** Fetches page after page and saves the file; a stop leaves nothing behind. */
async function fetchAll(
  { name, head, page }: Props,
  isStopped: () => boolean,
  progress: (count: number) => void,
): Promise<State> {
  const parts = [CSV_MARK, csvLine(head)]
  let [count, after, height] = [0, null as string | null, null as string | null]
  do {
    const { rows, next, height: at } = await page(after)
    if (isStopped()) return { is: "idle" }
    parts.push(rows.map(csvLine).join(""))
    count += rows.length
    after = next
    height ??= at
    progress(count)
  } while (after !== null)
  const bytes = new TextEncoder().encode(parts.join(""))
  saveFile(bytes, `${name}-${height}.csv`, "text/csv;charset=utf-8")
  return { is: "done", count, height }
}
