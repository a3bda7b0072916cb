/** Which single key does what, and when it must not: while somebody types. */

/** What a key may ask for. */
export type Wish =
  | { readonly does: "search" | "help" | "wait" }
  | { readonly does: "go"; readonly key: string }

/** A key as it was pressed. */
export type Pressed = Pick<KeyboardEvent, "key" | "ctrlKey" | "metaKey" | "altKey">

/** The wish of a key; `led` is whether `g` was pressed just before. Null: none of ours. */
export function wishOf(pressed: Pressed, led: boolean): Wish | null {
  const { key, ctrlKey, metaKey, altKey } = pressed
  if ((ctrlKey || metaKey) && key.toLowerCase() === "k") return { does: "search" }
  if (ctrlKey || metaKey || altKey) return null
  if (led) return /^[a-z]$/.test(key) ? { does: "go", key } : null
  if (key === "/") return { does: "search" }
  if (key === "?") return { does: "help" }
  if (key === "g") return { does: "wait" }
  return null
}

/** Whether keys go into a field, where they are text. */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  return target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName)
}
