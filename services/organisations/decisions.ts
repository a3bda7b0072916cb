/**
 * What the members decide together, for the service that counts their ballots: it calls these in
 * process once a proposal was carried. The commands of the same effect, by signatures of members,
 * are for development ledgers.
 */
import { procedure } from "@concordat/kernel"
import { grantToOrganisation, revokeFromOrganisation } from "./grants.ts"
import {
  inviteOrganisation,
  reinstateOrganisation,
  removeOrganisation,
  suspendOrganisation,
} from "./membership.ts"
import { seatNewAdministrators } from "./reset-administrators.ts"

/** All of them; each refuses as the command of the same effect does. */
export const decisions = {
  invite: procedure(inviteOrganisation),
  suspend: procedure(suspendOrganisation),
  reinstate: procedure(reinstateOrganisation),
  remove: procedure(removeOrganisation),
  resetAdministrators: procedure(seatNewAdministrators),
  grant: procedure(grantToOrganisation),
  revoke: procedure(revokeFromOrganisation),
}
