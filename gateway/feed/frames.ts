/** Messages of the feed's WebSockets: JSON texts, each with its kind. */
import {
  Invalid,
  isJsonObject,
  type Json,
  nearestName,
  parseJson,
  timeText,
} from "@concordat/kernel"
import { ECHO_MAX, SUBSCRIPTION_NAME_MAX } from "../limits.ts"
import type { Problem } from "../requests/problem.ts"
import { cursorText } from "./cursor.ts"
import type { Item } from "./items.ts"
import type { Subscription } from "./subscription.ts"
import { PARAMETERS } from "./wanted.ts"

/** What a client may say. */
export type Request =
  | {
      readonly kind: "subscribe"
      readonly id: string
      readonly asked: Readonly<Record<string, string>>
    }
  | { readonly kind: "unsubscribe"; readonly id: string }

const KINDS = ["subscribe", "unsubscribe"]
const MEMBERS = ["kind", "id", ...PARAMETERS]
const NAME = new RegExp(`^[!-~]{1,${SUBSCRIPTION_NAME_MAX}}$`)

/** A message that is none of ours; three of them end a connection. */
export function malformedMessage(reason: string): Invalid {
  return new Invalid("message_malformed", "", reason, { expected: KINDS.join(", ") })
}

function membersOf(text: string): Readonly<Record<string, Json>> {
  let json: Json
  try {
    json = parseJson(text)
  } catch (failure) {
    if (!(failure instanceof Invalid)) throw failure
    throw malformedMessage(failure.message)
  }
  if (isJsonObject(json)) return json
  throw malformedMessage("A message is a JSON object.")
}

function ensureMembers(members: Readonly<Record<string, Json>>): void {
  for (const [name, value] of Object.entries(members)) {
    if (!MEMBERS.includes(name)) {
      const guess = nearestName(name, MEMBERS)
      const help = guess === null ? "" : ` Did you mean "${guess}"?`
      const shown = name.slice(0, ECHO_MAX)
      const reason = `A message has no member "${shown}".${help}`
      throw new Invalid("unknown_parameter", `/${shown}`, reason)
    }
    if (typeof value !== "string") throw malformedMessage(`"${name}" is a text.`)
  }
}

/** The name by which a message speaks of a subscription, if it has one that can be repeated. */
export function nameIn(text: string): string | null {
  try {
    const { id } = membersOf(text)
    return typeof id === "string" && NAME.test(id) ? id : null
  } catch {
    return null
  }
}

/** Reads a message. Throws `Invalid` `message_malformed` and `unknown_parameter`. */
export function readMessage(text: string): Request {
  const members = membersOf(text)
  const { kind, id, ...asked } = members
  if (!KINDS.includes(String(kind))) throw malformedMessage("The message is of no known kind.")
  ensureMembers(members)
  if (typeof id !== "string" || !NAME.test(id)) {
    const reason = `"id" has 1 to ${SUBSCRIPTION_NAME_MAX} visible ASCII characters.`
    throw malformedMessage(reason)
  }
  if (kind === "unsubscribe") return { kind, id }
  return { kind: "subscribe", id, asked: asked as Readonly<Record<string, string>> }
}

/** A subscription began behind `cursor`, with the ledger at `height`. */
export function subscribedText(id: string, { cursor }: Subscription, height: bigint): string {
  const at = { cursor: cursorText(cursor), height: height.toString() }
  return JSON.stringify({ kind: "subscribed", id, ...at })
}

/** Items of a subscription; `cursor` may stand behind the last one. */
export function itemsText(id: string, cursor: string, items: readonly Item[]): string {
  const list = items.map((item) => `{"cursor":"${cursorText(item.at)}","item":${item.text()}}`)
  const head = JSON.stringify({ kind: "items", id, cursor })
  return `${head.slice(0, -1)},"items":[${list.join(",")}]}`
}

/** Nothing more up to `cursor`. */
export function reachedText(id: string, cursor: string): string {
  return JSON.stringify({ kind: "reached", id, cursor })
}

/** Nothing has happened, and the connection lives: browsers cannot see pings. */
export function aliveText(height: bigint): string {
  return JSON.stringify({ kind: "alive", height: height.toString() })
}

/** What the connection was opened with ends soon: come again with another one. */
export function endingText(ends: number): string {
  return JSON.stringify({ kind: "ending", code: "token_expired", ends: timeText(ends) })
}

/** What is wrong, with a subscription or, where `id` is null, with the connection. */
export function errorText(id: string | null, problem: Problem): string {
  const { type: _, title: __, status: ___, ...told } = problem
  return JSON.stringify({ kind: "error", id, ...told })
}
