/** In an emergency two persons of two organisations stop something; half of the members lift it. */
import {
  ascii,
  command,
  ensure,
  organisationOf,
  type Party,
  type Tx,
  text,
  u16,
} from "@concordat/kernel"
import { endorsements } from "../organisations/service.ts"
import { constitutionOf } from "./constitution.ts"
import { scopeUnfrozen } from "./events.ts"
import { freezeScope, relist } from "./freezing.ts"
import { refuse } from "./refusals.ts"
import { needOf, type Share } from "./shares.ts"
import { freezes } from "./tables.ts"

const MORE_THAN_HALF: Share = { num: 1, den: 2, strict: true }
const SIGNERS = 2

const signersOf = ({ caller, cosigners }: Tx): readonly Party[] => [caller, ...cosigners]

/** The first two of the emergency group who signed, of two organisations; refuses fewer. */
function emergencySigners(tx: Tx): Party[] {
  const { emergency } = constitutionOf(tx)
  const found: Party[] = []
  for (const signer of signersOf(tx)) {
    const another = !found.some((one) => organisationOf(one) === organisationOf(signer))
    if (emergency.includes(signer) && another && found.length < SIGNERS) found.push(signer)
  }
  const have = found.length
  ensure(have === SIGNERS, refuse.endorsement_insufficient, { have, need: SIGNERS })
  return found
}

export const freeze = command({
  about: "Stop a service, command, asset, channel or organisation for some hours.",
  role: null,
  input: { scope: ascii(80), reason: text(40, 1), hours: u16 },
  run(tx, input) {
    const by = emergencySigners(tx)
    freezeScope(tx, { ...input, by, voted: false })
  },
})

export const unfreeze = command({
  about: "Lift a freeze before it ends: administrators of more than half of the members sign.",
  role: null,
  input: { scope: ascii(80) },
  run(tx, { scope }) {
    const { have, members } = endorsements(tx, signersOf(tx), "")
    const need = needOf(MORE_THAN_HALF, members)
    ensure(have >= need, refuse.endorsement_insufficient, { have, need })
    const row = freezes.get(tx, { scope })
    const stands = row !== undefined && tx.time < row.until
    ensure(stands, refuse.unknown_freeze, { scope })

    freezes.patch(tx, { scope }, { until: tx.time })
    relist(tx, scope)
    tx.emit(scopeUnfrozen, { scope, by: tx.caller })
  },
})
