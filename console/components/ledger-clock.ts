/** The ledger's own time as it goes on: last told, plus what elapsed; never this machine's. */
import { ledgerTime } from "@concordat/sdk"
import { useEffect, useState } from "react"
import { useClient, useStatus } from "./ledger.tsx"

const SECOND_MS = 1_000
const MINUTE_MS = 60_000

/** Whether the person wants things to stand still: then it goes on by minutes. */
const wantsRest = () => matchMedia("(prefers-reduced-motion: reduce)").matches

/** Milliseconds of 1970, anew every second; null before the ledger told any. */
export function useLedgerClock(): number | null {
  const client = useClient()
  const told = useStatus().data?.now
  const [now, setNow] = useState<number | null>(() => ledgerTime(client))
  // biome-ignore lint/correctness/useExhaustiveDependencies: what was told anew counts at once.
  useEffect(() => {
    const tick = () => setNow(ledgerTime(client))
    tick()
    const timer = setInterval(tick, wantsRest() ? MINUTE_MS : SECOND_MS)
    document.addEventListener("visibilitychange", tick)
    return () => {
      clearInterval(timer)
      document.removeEventListener("visibilitychange", tick)
    }
  }, [client, told])
  return now
}
