/**
 * The development sign-in: which seeded principal acts. Kept for this tab alone; a production
 * ledger offers none, and then nothing can be sent from here.
 */
import { type DevelopmentAnswer, getDevelopment, SdkError } from "@concordat/sdk"
import { useSyncExternalStore } from "react"
import { useAnswer, useClient } from "./ledger.tsx"

const KEY = "concordat.acting"
const listeners = new Set<() => void>()

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** Who was chosen to act in this tab; null: nobody in particular. */
export function actingNow(): string | null {
  return sessionStorage.getItem(KEY)
}

function choose(principal: string): void {
  sessionStorage.setItem(KEY, principal)
  for (const listener of listeners) listener()
}

/** Who acts. `offered` is null on a ledger without development sign-in. */
export type Acting = {
  readonly offered: DevelopmentAnswer | null
  readonly principal: string | null
  readonly choose: (principal: string) => void
}

/** The acting principal, and the choice among those offered. */
export function useActing(): Acting {
  const client = useClient()
  const kept = useSyncExternalStore(subscribe, actingNow)
  const { data = null } = useAnswer<DevelopmentAnswer | null>(["development"], () =>
    getDevelopment(client).catch((failure: unknown) => {
      if (failure instanceof SdkError && failure.code === "unknown_route") return null
      throw failure
    }),
  )
  const known = data?.principals.includes(kept ?? "") ?? false
  return { offered: data, principal: known ? kept : (data?.default ?? null), choose }
}
