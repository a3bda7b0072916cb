/** English: what happens in the register of organisations, and what is asked of it. */

/** What happened, by event. */
export const events = {
  organisation_admitted: "{organisation} was invited as {class}.",
  organisation_activated: "{organisation} joined the consortium.",
  organisation_suspended: "{organisation} was suspended: {reason}.",
  organisation_reinstated: "{organisation} was reinstated: {reason}.",
  organisation_removed: "{organisation} was removed for good: {reason}.",
  organisation_updated: "{organisation} changed what is known of it.",
  administrators_reset: "{organisation} was given new administrators.",
  administrators_short: "{organisation} has {have} of the {need} administrators that it needs.",
  principal_added: "{principal} may act from now on.",
  principal_suspended: "{principal} was suspended.",
  principal_reinstated: "{principal} was reinstated.",
  principal_retired: "{principal} retired.",
  key_added: "{holder} has a new key to {purpose}.",
  key_rotated: "{holder} replaced the key {old}.",
  key_revoked: "The key {key} of {holder} was revoked.",
  grant_given: "{grantor} gave {holder} the right {role}.",
  grant_revoked: "{holder} lost the right {role}.",
} as const

/** What is asked for, by command. */
export const commands = {
  admit: "Invite {organisation} as {class}",
  activate: "Join the consortium",
  suspend: "Suspend {organisation}: {reason}",
  reinstate: "Reinstate {organisation}",
  update: "Change what is known of the own organisation",
  resetAdministrators: "Give {organisation} new administrators",
  addPrincipal: "Let {name} act",
  suspendPrincipal: "Suspend {name}",
  reinstatePrincipal: "Reinstate {name}",
  retirePrincipal: "Retire {name}",
  addKey: "Give {holder} a key to {purpose}",
  rotateKey: "Replace the key {old}",
  revokeKey: "Revoke the key {key}",
  grantOrganisation: "Give {organisation} the right {role}",
  revokeOrganisation: "Take the right {role} from {organisation}",
  grant: "Give {holder} the right {role}",
  revokeGrant: "Take the right {role} from {holder}",
} as const
