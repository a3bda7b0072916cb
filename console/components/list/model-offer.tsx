/** What starts the node's read model, which orders lists and finds by any field. */
import { tell } from "../../texts/tell.ts"
import { Button } from "../button.tsx"
import { useReadModelState } from "../read-model.ts"
import styles from "./filter-bar.module.css"

const ON_ITS_WAY = ["starting", "building"]

/** The offer; nothing where there is none to start, or where it runs. */
export function ModelOffer() {
  const { state, started, start } = useReadModelState()
  if (state === "ready" || state === undefined || state === "off") return null
  const isComing = started || ON_ITS_WAY.includes(state)
  return (
    <div className={styles.bar}>
      <Button icon="filter" disabled={isComing} onClick={start}>
        {tell("list.filterAndOrder")}
      </Button>
      <p role="status" className="muted small">
        {tell(isComing ? "list.starting" : "list.startNote")}
      </p>
    </div>
  )
}
