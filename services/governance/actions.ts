/** What each action of a proposal needs, by which class it is decided, and what it does. */
import { assert, type Hash, type Party, type View, type Writer } from "@concordat/kernel"
import { decisions } from "../organisations/service.ts"
import {
  addValidator,
  ensureWithoutValidators,
  removeValidator,
  setPower,
} from "../validators/service.ts"
import type { Action, ActionName, ActionOf } from "./action-kind.ts"
import {
  BY_STRICTNESS,
  ensureConstitution,
  type RuleClass,
  setConstitution,
} from "./constitution.ts"
import { freezeScope, setModule } from "./freezing.ts"
import { dropOthers } from "./life.ts"
import { ensureParameter, setParameter } from "./parameters.ts"
import { acceptRecovery } from "./recovering.ts"
import { cancelUpgrade, scheduleUpgrade } from "./upgrade.ts"

/** The proposal that an action is of, and the organisation that made it. */
export type Origin = { readonly proposal: Hash; readonly by: Party }

type Doing<Name extends ActionName> = {
  readonly class: RuleClass
  /** Refuses what is out of bounds by itself, before anything is tried. */
  bounds?(view: View, input: ActionOf<Name>): void
  run(tx: Writer, input: ActionOf<Name>, origin: Origin): void
}

/** All actions. */
const DOINGS: { readonly [Name in ActionName]: Doing<Name> } = {
  setConstitution: {
    class: "a",
    bounds: ensureConstitution,
    run(tx, input, { proposal }) {
      ensureConstitution(tx, input)
      setConstitution(tx, input)
      dropOthers(tx, proposal)
    },
  },
  removeOrganisation: {
    class: "a",
    run(tx, input) {
      ensureWithoutValidators(tx, input.organisation)
      decisions.remove(tx, input)
    },
  },
  resetAdministrators: { class: "a", run: decisions.resetAdministrators },
  acceptRecovery: { class: "a", run: (tx, { number }) => acceptRecovery(tx, number) },
  admit: { class: "b", run: decisions.invite },
  suspend: { class: "b", run: decisions.suspend },
  reinstate: { class: "b", run: decisions.reinstate },
  addValidator: { class: "b", run: addValidator },
  removeValidator: { class: "b", run: removeValidator },
  setPower: { class: "b", run: setPower },
  grantOrganisation: { class: "c", run: (tx, input, { by }) => decisions.grant(tx, input, by) },
  revokeOrganisation: { class: "c", run: decisions.revoke },
  setParameter: {
    class: "c",
    bounds: (_view, { module, name, value }) => ensureParameter(module, name, value),
    run: (tx, input, { proposal }) => setParameter(tx, { ...input, by: proposal }),
  },
  setModule: {
    class: "c",
    run: (tx, input, { proposal }) => setModule(tx, { ...input, by: proposal }),
  },
  freeze: {
    class: "c",
    run: (tx, input) => freezeScope(tx, { ...input, by: [], voted: true }),
  },
  scheduleUpgrade: {
    class: "d",
    run: (tx, input, { proposal }) => scheduleUpgrade(tx, { ...input, proposal }),
  },
  cancelUpgrade: {
    class: "d",
    run: (tx, { name }, { proposal }) => cancelUpgrade(tx, name, proposal),
  },
}

/** The names of all actions, in the order of the table above. */
export const ACTION_NAMES = Object.keys(DOINGS) as readonly ActionName[] // order: as written above

/** Which action this is. */
function nameOfAction(action: Action): ActionName {
  const name = ACTION_NAMES.find((one) => one in action)
  assert(name !== undefined, "an action is one of those that are declared")
  return name
}

function doingOf(action: Action): { doing: Doing<ActionName>; input: ActionOf<ActionName> } {
  const name = nameOfAction(action)
  const input = (action as Readonly<Record<string, unknown>>)[name]
  return { doing: DOINGS[name] as Doing<ActionName>, input: input as ActionOf<ActionName> }
}

/** The class that decides one action. */
export function classOfAction(name: ActionName): RuleClass {
  return DOINGS[name].class
}

/** The class that decides a proposal: the strictest of its actions. */
export function classOf(actions: readonly Action[]): RuleClass {
  const classes = actions.map((action) => classOfAction(nameOfAction(action)))
  const found = BY_STRICTNESS.find((one) => classes.includes(one))
  assert(found !== undefined, "a proposal has an action")
  return found
}

/** Refuses actions that are out of their bounds, whatever the state. */
export function ensureBounds(view: View, actions: readonly Action[]): void {
  for (const action of actions) {
    const { doing, input } = doingOf(action)
    doing.bounds?.(view, input)
  }
}

/** Carries out actions in order. The first refusal is the answer; the caller undoes the rest. */
export function carryOut(tx: Writer, actions: readonly Action[], origin: Origin): void {
  for (const action of actions) {
    const { doing, input } = doingOf(action)
    doing.run(tx, input, origin)
  }
}
