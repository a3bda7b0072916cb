/**
 * A list that grows while somebody looks, and can be held while they read. It is no live region: a
 * screen reader would never come to an end.
 */
import { type ReactNode, useState } from "react"
import { tell } from "../texts/tell.ts"
import { Button } from "./button.tsx"
import styles from "./live-ticker.module.css"
import { Panel } from "./panel.tsx"

type Props<Item> = {
  readonly title: string
  /** Newest first. */
  readonly items: readonly Item[]
  /** Names an item, and orders it among the others. */
  readonly orderOf: (item: Item) => bigint
  /** Whether new ones come at once; otherwise pages ask for them now and then. */
  readonly live: boolean
  readonly children: (items: readonly Item[]) => ReactNode
  readonly foot?: ReactNode
}

/** The panel with its list. */
export function LiveTicker<Item>({ title, items, orderOf, live, children, foot }: Props<Item>) {
  const [held, setHeld] = useState<readonly Item[] | null>(null)
  const newest = held?.[0]
  const newer =
    held === null
      ? 0
      : items.filter((item) => newest === undefined || orderOf(item) > orderOf(newest)).length
  const actions = (
    <>
      {newer === 0 ? null : (
        <span className={styles.newer}>{tell("latest.newer", { count: newer })}</span>
      )}
      <span className={styles.state} data-live={live && held === null}>
        {tell(held !== null ? "latest.held" : live ? "latest.live" : "latest.asking")}
      </span>
      <Button
        look="quiet"
        icon={held === null ? "pause" : "play"}
        onClick={() => setHeld(held === null ? items : null)}
      >
        {tell(held === null ? "latest.pause" : "latest.resume")}
      </Button>
    </>
  )
  return (
    <Panel flush title={title} actions={actions}>
      {children(held ?? items)}
      {foot}
    </Panel>
  )
}
