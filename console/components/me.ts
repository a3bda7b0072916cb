/**
 * Who "me" is: the principal of the development sign-in, the person who signed in, or, where nobody
 * did, the organisation that was chosen in this browser to look for.
 */
import { useSyncExternalStore } from "react"
import { useActing } from "./acting.ts"
import { useSession } from "./session.ts"

const KEY = "concordat.mine"
const listeners = new Set<() => void>()

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

const chosen = () => localStorage.getItem(KEY)

/** Remembers an organisation to look for; null: none. */
function choose(organisation: string | null): void {
  if (organisation === null) localStorage.removeItem(KEY)
  else localStorage.setItem(KEY, organisation)
  for (const listener of listeners) listener()
}

/** Somebody, and how that is known. */
export type Me = {
  /** A principal, an organisation, or nobody. */
  readonly party: string | null
  readonly how: "acting" | "session" | "chosen"
  readonly choose: (organisation: string | null) => void
}

/** Who looks at the console. */
export function useMe(): Me {
  const { principal } = useActing()
  const { data } = useSession()
  const kept = useSyncExternalStore(subscribe, chosen)
  if (principal !== null) return { party: principal, how: "acting", choose }
  const caller = data?.caller ?? null
  if (caller !== null) return { party: caller.principal, how: "session", choose }
  return { party: kept, how: "chosen", choose }
}
