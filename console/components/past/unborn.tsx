/** That there was no ledger yet at the moment that is asked for. */
import { tell } from "../../texts/tell.ts"
import { absolute } from "../times.ts"
import { VerdictBanner } from "../verdict-banner.tsx"

/** The banner; `began` is RFC 3339 of the first block. */
export function UnbornBanner({ began }: { readonly began: string }) {
  const time = absolute(Date.parse(began))
  return <VerdictBanner tone="unknown" calm sentence={tell("past.unborn", { time })} />
}
