/** What an action of a proposal does, as a sentence. */
import { plainText, shortened } from "@concordat/console/components"
import type { Action, ActionName, ActionOf } from "../action-kind.ts"
import { tell } from "./tell.ts"

type Sentences = { readonly [Name in ActionName]: (input: ActionOf<Name>) => string }

const scopeText = (scope: string) =>
  scope === "" ? tell("action.everywhere") : tell("action.for", { scope })

function valueText(value: ActionOf<"setParameter">["value"]): string {
  if ("number" in value) return plainText(value.number)
  return "text" in value ? value.text : String(value.switch)
}

const SENTENCES: Sentences = {
  setConstitution: () => tell("action.setConstitution"),
  admit: ({ organisation, name, class: of, administrators }) =>
    tell("action.admit", { organisation, name, class: of, count: administrators.length }),
  suspend: (input) => tell("action.suspend", input),
  reinstate: (input) => tell("action.reinstate", input),
  removeOrganisation: (input) => tell("action.removeOrganisation", input),
  resetAdministrators: ({ organisation, administrators }) => {
    const names = administrators.map(({ name }) => name).join(", ")
    return tell("action.resetAdministrators", { organisation, names })
  },
  addValidator: (input) => tell("action.addValidator", input),
  removeValidator: ({ organisation, validator }) =>
    tell("action.removeValidator", { organisation, validator: shortened(validator) }),
  setPower: ({ organisation, validator, power }) =>
    tell("action.setPower", { organisation, validator: shortened(validator), power }),
  grantOrganisation: ({ organisation, role, scope }) =>
    tell("action.grantOrganisation", { organisation, role, scope: scopeText(scope) }),
  revokeOrganisation: ({ organisation, role, scope }) =>
    tell("action.revokeOrganisation", { organisation, role, scope: scopeText(scope) }),
  setParameter: ({ module, name, value }) =>
    tell("action.setParameter", { module, name, value: valueText(value) }),
  setModule: ({ module, enabled }) =>
    tell(enabled ? "action.switchOn" : "action.switchOff", { module }),
  freeze: (input) => tell("action.freeze", input),
  scheduleUpgrade: ({ name, height }) => tell("action.scheduleUpgrade", { name, height }),
  cancelUpgrade: (input) => tell("action.cancelUpgrade", input),
  acceptRecovery: (input) => tell("action.acceptRecovery", input),
}

/** The sentence. */
export function actionSentence(action: Action): string {
  const [[name, input]] = Object.entries(action) as [[ActionName, never]] // one variant
  return SENTENCES[name](input)
}
