/** Where the node's read model stands; to ask this does not start it. */
import { getReadModel, queryBlocks } from "@concordat/sdk"
import { useState } from "react"
import { useAnswer, useClient } from "./ledger.tsx"

/**
 * Whether a list asks it: where it answers already, and where the address asks for what nothing
 * else can tell, which starts it; `patient` until it is there.
 */
export function useModelled(demanded: boolean): {
  readonly modelled: boolean
  readonly patient: boolean
} {
  const { state } = useReadModelState()
  const modelled = state === "ready" || (demanded && state !== "off")
  return { modelled, patient: modelled && state !== "ready" }
}

/** Its state, undefined until that is known; and what starts one that waits for a question. */
export function useReadModelState() {
  const client = useClient()
  const [started, setStarted] = useState(false)
  const { data, again } = useAnswer(["read-model"], () => getReadModel(client), { live: started })
  const start = () => {
    setStarted(true)
    // That it is not there yet is the answer of the first question, and no fault.
    queryBlocks(client, { limit: 1 })
      .catch(() => {})
      .finally(again)
  }
  return { state: data?.state, started, start }
}
