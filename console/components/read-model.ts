/** Whether the node's read model runs; asking this does not start it. */
import { getReadModel } from "@concordat/sdk"
import { useAnswer, useClient } from "./ledger.tsx"

/** True once it answers. */
export function useReadModel(): boolean {
  const client = useClient()
  const { data } = useAnswer(["read-model"], () => getReadModel(client))
  return data?.state === "ready"
}
