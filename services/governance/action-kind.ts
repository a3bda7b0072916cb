/**
 * What a proposal may do. Each action is typed data, decided by a class of its own; what several of
 * them do takes place in order, all or nothing.
 */
import {
  ascii,
  bool,
  list,
  record,
  text,
  type UnionOf,
  u16,
  u32,
  u64,
  union,
} from "@concordat/kernel"
import {
  admit,
  grantOrganisation,
  reinstate,
  resetAdministrators,
  revokeOrganisation,
  suspend,
} from "../organisations/service.ts"
import { add, remove, setPowerCommand } from "../validators/service.ts"
import { artifact, constitutionFields, parameterValue } from "./kinds.ts"

const variants = {
  setConstitution: record(constitutionFields),
  admit: admit.input,
  suspend: suspend.input,
  reinstate: reinstate.input,
  removeOrganisation: suspend.input,
  resetAdministrators: resetAdministrators.input,
  addValidator: add.input,
  removeValidator: remove.input,
  setPower: setPowerCommand.input,
  grantOrganisation: grantOrganisation.input,
  revokeOrganisation: revokeOrganisation.input,
  setParameter: record({ module: ascii(24), name: ascii(40), value: parameterValue }),
  setModule: record({ module: ascii(24), enabled: bool }),
  freeze: record({ scope: ascii(80), reason: text(40), hours: u16 }),
  scheduleUpgrade: record({
    name: ascii(40),
    height: u64,
    protocol: u32,
    artifacts: list(artifact, 8, 1),
    node: text(16, 1),
    source: text(64, 1),
  }),
  cancelUpgrade: record({ name: ascii(40) }),
  acceptRecovery: record({ number: u16 }),
}

/** The kind of an action. */
export const actionKind = union(variants)
export type Action = UnionOf<typeof variants>
export type ActionName = keyof typeof variants
/** What one kind of action says. */
export type ActionOf<Name extends ActionName> = Extract<
  Action,
  { readonly [N in Name]: unknown }
>[Name]
