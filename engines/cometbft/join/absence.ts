/**
 * A validator whose memory of what it signed is gone could sign twice. Before its engine starts
 * again, its key must have been absent from the last blocks: whatever it signed before then is long
 * decided.
 */
import { toHex, VOTE } from "@concordat/kernel"
import type { Disk, Scheduler } from "../../seams.ts"
import type { Headers } from "./headers.ts"

/** Blocks without a vote of the key; the engine itself looks at as many when it starts. */
export const ABSENT_BLOCKS = 10
const AGAIN_MS = 500
const UNREACHABLE_MS = 5_000

/** The address of the key that votes, hex, as the engine's own file names it. */
export async function ownAddress(disk: Disk, home: string): Promise<string> {
  const file = await disk.read(`${home}/config/priv_validator_key.json`)
  const { address } = JSON.parse(new TextDecoder().decode(file ?? new Uint8Array()))
  return String(address).toLowerCase()
}

/** Whether one of the last blocks holds a vote of this address. */
async function signedLately(headers: Headers, address: string): Promise<boolean> {
  const tip = await headers.ask((server) => server.height())
  for (let back = 0n; back < ABSENT_BLOCKS && tip - back > 0n; back++) {
    const { commit } = await headers.ask((server) => server.header(tip - back))
    const own = commit.signatures.some(
      (entry) => entry.flag !== VOTE.absent && toHex(entry.address) === address,
    )
    if (own) return true
  }
  return false
}

/**
 * Returns once none of the last blocks has a vote of this address, or `stopped` says so. Where no
 * gateway answers, it is not known, and asked again.
 */
export async function awaitAbsence(
  headers: Headers,
  address: string,
  scheduler: Scheduler,
  stopped: () => boolean,
): Promise<void> {
  for (;;) {
    const lately = await signedLately(headers, address).catch(() => null)
    if (stopped() || lately === false) return
    const ms = lately === null ? UNREACHABLE_MS : AGAIN_MS
    await new Promise<void>((resolve) => scheduler.after(ms, resolve))
  }
}
