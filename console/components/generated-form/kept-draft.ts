/** Drafts of forms, kept for this tab: they survive reload and refusal, but no secret is kept. */
import type { Command, FormField } from "@concordat/kernel"
import { type Drafts, fieldsOf } from "./form-input.ts"

/** Longer drafts, such as files read into a field, are not kept. */
const CHARACTERS_MAX = 100_000

/** The part of `sessionStorage` that is needed. */
export type DraftStore = Pick<Storage, "getItem" | "setItem" | "removeItem">

const keyOf = (name: string) => `concordat.draft.${name}`

/** Whether a field holds a secret, at any depth. */
function isSecret(field: FormField): boolean {
  if (field.secret === true) return true
  if (field.control === "optional" || field.control === "list") return isSecret(field.of)
  if (field.control === "group") return Object.values(field.fields).some(isSecret)
  return field.control === "variants" && Object.values(field.variants).some(isSecret)
}

/** Keeps drafts under a command's full name, without fields that hold a secret. */
export function keepDrafts(store: DraftStore, name: string, command: Command, drafts: Drafts) {
  const fields = fieldsOf(command)
  const open = Object.entries(drafts).filter(([field]) => fields[field] && !isSecret(fields[field]))
  const text = JSON.stringify(Object.fromEntries(open)) // why: our own record
  if (text.length <= CHARACTERS_MAX) store.setItem(keyOf(name), text)
  else store.removeItem(keyOf(name))
}

/** What was kept, of fields that the command has; null for nothing. */
export function keptDrafts(store: DraftStore, name: string, command: Command): Drafts | null {
  const text = store.getItem(keyOf(name))
  if (text === null) return null
  try {
    const kept = Object.entries(JSON.parse(text) as Drafts)
    const fields = fieldsOf(command)
    return Object.fromEntries(kept.filter(([field]) => Object.hasOwn(fields, field)))
  } catch {
    return null
  }
}

/** Drops what was kept. */
export function dropDrafts(store: DraftStore, name: string): void {
  store.removeItem(keyOf(name))
}
