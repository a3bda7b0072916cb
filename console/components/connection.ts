/** Whether the live feed is connected: then pages need not ask again and again. */
import { type Client, watchConnection } from "@concordat/sdk"
import { useCallback, useRef, useSyncExternalStore } from "react"

/** True while a feed of the client is open. */
export function useConnected(client: Client): boolean {
  const isUp = useRef(false)
  const subscribe = useCallback(
    (changed: () => void) =>
      watchConnection(client, (state) => {
        isUp.current = state
        changed()
      }),
    [client],
  )
  return useSyncExternalStore(subscribe, () => isUp.current)
}
