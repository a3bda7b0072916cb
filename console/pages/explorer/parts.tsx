/** The lists of the explorer, one beside the other. */
import { Tabs } from "../../components/tabs.tsx"
import { tell } from "../../texts/tell.ts"

/** Links to all of them. */
export function ExplorerParts() {
  return (
    <Tabs
      label={tell("explorer.parts")}
      tabs={[
        { title: tell("explorer.blocks"), path: "/blocks" },
        { title: tell("explorer.transactions"), path: "/transactions" },
        { title: tell("explorer.events"), path: "/events" },
      ]}
    />
  )
}
