/**
 * Going on after more than a third of the power was lost: the ledger's next revision begins with
 * what the members signed, and does nothing but decide until they accepted it by a vote.
 */
import { ensure, type HookTx, manifestDigest, type Recovery, type Writer } from "@concordat/kernel"
import { consortium, keys } from "../organisations/service.ts"
import { judgeEndorsements } from "./endorsing.ts"
import { recovered, recoveryAccepted } from "./events.ts"
import { relist } from "./freezing.ts"
import { lastRecovery, UNACCEPTED } from "./recovered.ts"
import { refuse } from "./refusals.ts"
import { recoveries } from "./tables.ts"

/** Refuses a manifest that fewer than three quarters of the members signed, and writes it down. */
export function recover(tx: HookTx, recovery: Recovery): undefined {
  const { manifest } = recovery
  const members = consortium.get(tx, {})?.members ?? []
  const { by, need, fault } = judgeEndorsements(recovery, members, (key) => keys.get(tx, { key }))
  if (fault !== null) ensure(false, refuse[fault.code], { key: fault.key })
  const have = by.length
  ensure(have >= need, refuse.endorsement_insufficient, { have, need })

  const number = (lastRecovery(tx)?.key.number ?? 0) + 1
  const { chain: oldChain, successor: newChain, height, block, app: root, reason } = manifest
  const digest = manifestDigest(manifest)
  const row = { oldChain, newChain, height, block, root, reason, manifest: digest }
  recoveries.put(tx, { number }, { ...row, endorsed: [...by], accepted: null })
  relist(tx, UNACCEPTED)
  tx.emit(recovered, { number, oldChain, newChain, height, manifest: digest })
}

/** The members accept how the ledger was recovered: everything works again. */
export function acceptRecovery(tx: Writer, number: number): void {
  const last = lastRecovery(tx)
  const stands = last !== null && last.key.number === number && last.value.accepted === null
  ensure(stands, refuse.wrong_state, { recovery: number })

  recoveries.patch(tx, { number }, { accepted: tx.time })
  relist(tx, UNACCEPTED)
  tx.emit(recoveryAccepted, { number })
}
