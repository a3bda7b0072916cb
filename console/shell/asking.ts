/**
 * As whom pages ask. A development ledger may be closed: where people sign in, they do; where they
 * do not, pages ask as whoever acts, with every question and over the live feed.
 */
import type { ClientOptions } from "@concordat/sdk"
import { actingNow } from "../components/acting.ts"

/** Nobody is known, and somebody must be. */
const NOBODY_KNOWN = 401

type Known = { readonly signIn?: boolean; readonly default?: string }

async function known(path: string): Promise<Known | null> {
  const response = await fetch(path)
  return response.ok ? ((await response.json()) as Known) : null
}

/** The principal that acts unless another is chosen; null where people sign in, or nobody acts. */
async function actingDefault(): Promise<string | null> {
  const session = await known("/v1/session")
  if (session?.signIn === true) return null
  return (await known("/v1/development"))?.default ?? null
}

/** What a client of the page's own ledger is made of. */
export function asking(): Pick<ClientOptions, "fetch" | "as"> {
  let acts: Promise<string | null> | null = null
  let fallback: string | null = null
  const as = () => (fallback === null ? null : (actingNow() ?? fallback))
  return {
    as,
    async fetch(url, init) {
      const response = await fetch(url, init)
      if (response.status !== NOBODY_KNOWN || fallback !== null) return response
      acts ??= actingDefault()
      fallback = await acts
      const who = as()
      if (who === null) return response
      const headers = new Headers(init?.headers)
      headers.set("Concordat-As", who)
      return fetch(url, { ...init, headers })
    },
  }
}
