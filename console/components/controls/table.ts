/** The one table from controls to what the console does with them. */
import type { FormField, Json } from "@concordat/kernel"
import { bytesControl } from "./bytes.tsx"
import { choiceControl } from "./choice.tsx"
import type { Control, ControlName, Draft } from "./control.ts"
import { groupControl } from "./group.tsx"
import { hexControl } from "./hex.tsx"
import { integerControl } from "./integer.tsx"
import { listControl } from "./list.tsx"
import { optionalControl } from "./optional.tsx"
import { partyControl } from "./party.tsx"
import { switchControl } from "./switch.tsx"
import { textControl } from "./text.tsx"
import { timeControl } from "./time.tsx"
import { variantsControl } from "./variants.tsx"

/** Every control. A kind with a new control needs a row here, and nothing else. */
const CONTROLS: { readonly [C in ControlName]: Control<C> } = {
  bytes: bytesControl,
  choice: choiceControl,
  group: groupControl,
  hex: hexControl,
  integer: integerControl,
  list: listControl,
  optional: optionalControl,
  party: partyControl,
  switch: switchControl,
  text: textControl,
  time: timeControl,
  variants: variantsControl,
}

/** The entry of a field's control, for any field. */
export function controlOf(field: FormField): Control {
  return CONTROLS[field.control] as unknown as Control
}

/** A field's draft before anything was entered. */
export function blank(field: FormField): Draft {
  return controlOf(field).blank(field, controlOf)
}

/** The JSON of a field's draft. */
export function draftToJson(field: FormField, draft: Draft): Json {
  return controlOf(field).toJson(field, draft, controlOf)
}

/** The draft of a field's value. */
export function draftFromJson(field: FormField, value: Json): Draft {
  return controlOf(field).fromJson(field, value, controlOf)
}
