/** How many things wait for whoever looks, beside the way to the inbox. */
import { useTasks } from "../components/attention.ts"
import { useMe } from "../components/me.ts"
import { tell } from "../texts/tell.ts"
import { plainText } from "../texts/translate.ts"
import styles from "./waiting-count.module.css"

/** The count. */
export function WaitingCount() {
  const count = useTasks(useMe().party).data?.length ?? 0
  if (count === 0) return null
  return (
    <span className={styles.count} data-waiting={count}>
      <span aria-hidden="true">{plainText(count)}</span>
      <span className="visually-hidden">{tell("nav.waiting", { count })}</span>
    </span>
  )
}
