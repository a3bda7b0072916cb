/** What happens once a block is durable, when it is new and when it is replayed. */
import { Bug, type ConcordatError, equalBytes, resultsHash } from "@concordat/kernel"
import { perturb } from "../perturb.ts"
import type { Application, NamedProposal } from "../port.ts"
import { canSign, type Signer } from "./closing.ts"
import type { Schedule } from "./schedule.ts"

/** What the application said after the last block. */
export type Standing = {
  readonly appHash: Uint8Array
  readonly resultsHash: Uint8Array
  /** A block more is due: the last one changed the app hash, and only a header above proves it. */
  readonly proofDue: boolean
  /** Why the application executes no block above; null: it goes on. */
  readonly end: ConcordatError | null
}

export type Execution = {
  readonly application: Application
  readonly schedule: Schedule
  readonly signers: readonly Signer[]
}

/**
 * Has a block executed and committed. What it changes in the schedule is durable before the commit,
 * so that an application which has this block never needs it again for the sets.
 */
export async function execute(
  { application, schedule, signers }: Execution,
  proposal: NamedProposal,
  before: Uint8Array,
): Promise<Standing> {
  perturb("finalize.before")
  const answer = await application.finalizeBlock(proposal)
  perturb("finalize.after")
  const { appHash, results, validatorUpdates, parameters } = answer
  if (schedule.update(proposal.height, validatorUpdates, parameters)) {
    if (!canSign(schedule.validators(proposal.height + 2n), signers)) {
      throw new Bug("the keys at hand cannot sign for the next validator set")
    }
    await schedule.save()
  }
  perturb("commit.before")
  const { end = null } = await application.commit()
  perturb("commit.after")
  const hashed = results.map(({ code, data, gasUsed }) => ({ code, data, cost: gasUsed }))
  const proofDue = !equalBytes(before, appHash)
  return { appHash, resultsHash: resultsHash(hashed), proofDue, end }
}
