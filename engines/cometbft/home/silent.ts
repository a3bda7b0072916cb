/**
 * An engine that never votes. Its program does not run without a key file, so there is one; no set
 * of validators may ever hold that key. It is looked for before the engine starts, and two blocks
 * before a new set would vote.
 */
import { ConcordatError, type Validators } from "@concordat/kernel"
import type { Disk } from "../../seams.ts"
import { votingKeyIn } from "./keys.ts"

/** Throws `ConcordatError` `configuration_invalid` where one of the sets holds this home's key. */
export async function ensureSilent(
  disk: Disk,
  home: string,
  sets: readonly Validators[],
): Promise<void> {
  const key = await votingKeyIn(disk, home)
  const votes = sets.some((set) => set.some((one) => one.key.ed25519 === key))
  if (key === null || !votes) return
  throw new ConcordatError(
    "configuration_invalid",
    `This node never votes, and the key in ${home} is that of a validator.`,
    {
      hint: "Take the key to the node that votes, or let engine.votes be true; never run both.",
      details: { key, home },
    },
  )
}
