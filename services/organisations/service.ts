/**
 * Organisations: who keeps this ledger together, who acts for them, with which keys and rights.
 * The specification is README.md beside this file; the other services read these tables.
 */
import { service } from "@concordat/kernel"
import { permit, signer } from "./authorise.ts"
import { decisions } from "./decisions.ts"
import * as happened from "./events.ts"
import { grant, grantOrganisation, revokeGrant, revokeOrganisation } from "./grants.ts"
import { invariants } from "./invariants.ts"
import { addKey, revokeKey, rotateKey } from "./key-commands.ts"
import { activate, admit, reinstate, suspend, update } from "./membership.ts"
import {
  addPrincipal,
  reinstatePrincipal,
  retirePrincipal,
  suspendPrincipal,
} from "./principals.ts"
import { refuse } from "./refusals.ts"
import { replaceKey } from "./replace-key.ts"
import { resetAdministrators } from "./reset-administrators.ts"
import * as kept from "./tables.ts"

export { decisions } from "./decisions.ts"
export { grantOrganisation, revokeOrganisation } from "./grants.ts"
export { admit, reinstate, suspend } from "./membership.ts"
export { POSSESSION_CONTEXT, possessionAhead, possessionClaim } from "./possession.ts"
export { endorsements, isPerson, personsBehind } from "./quorum.ts"
export { consortium, holderKeys, keys, organisations, principals } from "./readers.ts"
export { replaceKey } from "./replace-key.ts"
export { resetAdministrators } from "./reset-administrators.ts"
export { isActive, nameOf, principalOf, rightOf } from "./rights.ts"
export { invitationEnds, KEYS_OF_HOLDER_MAX, keyPurpose } from "./tables.ts"

const { administrators, grants } = kept

export const organisationsService = service({
  name: "organisations",
  version: 1,
  about: "Organisations, their principals, keys and rights",
  tables: {
    ...{ consortium: kept.consortium, organisations: kept.organisations },
    ...{ principals: kept.principals, keys: kept.keys, grants },
    ...{ holderKeys: kept.holderKeys, administrators },
  },
  events: {
    organisation_admitted: happened.organisationAdmitted,
    organisation_activated: happened.organisationActivated,
    organisation_suspended: happened.organisationSuspended,
    organisation_reinstated: happened.organisationReinstated,
    organisation_removed: happened.organisationRemoved,
    organisation_updated: happened.organisationUpdated,
    administrators_reset: happened.administratorsReset,
    administrators_short: happened.administratorsShort,
    principal_added: happened.principalAdded,
    principal_suspended: happened.principalSuspended,
    principal_reinstated: happened.principalReinstated,
    principal_retired: happened.principalRetired,
    key_added: happened.keyAdded,
    key_rotated: happened.keyRotated,
    key_revoked: happened.keyRevoked,
    grant_given: happened.grantGiven,
    grant_revoked: happened.grantRevoked,
  },
  commands: {
    admit,
    activate,
    suspend,
    reinstate,
    update,
    resetAdministrators,
    addPrincipal,
    suspendPrincipal,
    reinstatePrincipal,
    retirePrincipal,
    addKey,
    rotateKey,
    revokeKey,
    grantOrganisation,
    revokeOrganisation,
    grant,
    revokeGrant,
  },
  procedures: { ...decisions, replaceKey },
  refusals: refuse,
  authorise: { signer, permit },
  invariants,
})
