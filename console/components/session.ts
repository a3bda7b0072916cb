/** Who asks, as the gateway of this page sees it. */
import { getSession, type SessionAnswer } from "@concordat/sdk"
import { type Answer, useAnswer, useClient } from "./ledger.tsx"

/** The session of this browser. */
export function useSession(): Answer<SessionAnswer> {
  const client = useClient()
  return useAnswer(["session"], () => getSession(client))
}

/** Where to sign in, and come back to a page of the console. */
export function signInPath(next: string): string {
  return `/v1/sign-in?${new URLSearchParams({ next })}`
}
