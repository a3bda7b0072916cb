/** What a text that somebody searches for may be: told from its form, before anything is asked. */
import { codeRow, type TableShape } from "@concordat/kernel"
import type { KnownService } from "../../components/ledger.tsx"
import type { TablePlace } from "../../components/row-path.ts"

/** A table whose rows a digest may name: by itself, or as one field of their key. */
type DigestTable = { readonly place: TablePlace; readonly field: string; readonly alone: boolean }

/** One thing that the text may be. Names are known here; for the others the ledger is asked. */
export type Guess =
  | { readonly kind: "block"; readonly height: string }
  | { readonly kind: "event"; readonly position: string }
  | { readonly kind: "transaction"; readonly id: string }
  | { readonly kind: "row"; readonly place: TablePlace; readonly key: readonly string[] }
  /** Rows of which this is one field of the key: the read model knows them by its index. */
  | {
      readonly kind: "part"
      readonly place: TablePlace
      readonly field: string
      readonly of: string
    }
  | { readonly kind: "organisation" | "principal"; readonly key: readonly string[] }
  | { readonly kind: "service"; readonly name: string }
  | { readonly kind: "command"; readonly service: string; readonly name: string }
  | { readonly kind: "table"; readonly service: string; readonly name: string }
  | { readonly kind: "code"; readonly code: string }

/** Shorter texts fit too many names. */
const NAME_MIN = 2
/** Digits of a transaction's id. */
const DIGEST_DIGITS = 64
const NUMBER = /^#?(0|[1-9]\d{0,18})$/
const DIGEST = /^(?:0x)?((?:[0-9a-f]{2}){16,32})$/
const PARTY = /^[a-z][a-z0-9-]*(?:\/[a-z0-9][a-z0-9-]*)?$/

/** The text as it is compared: grouping of heights and of hex falls away. */
function plain(text: string): string {
  const trimmed = text.trim()
  const joined = trimmed.replaceAll(/[\s,.’']/g, "").toLowerCase()
  const hex = joined.replaceAll("-", "") // As UUIDs are written.
  return NUMBER.test(joined) ? joined : DIGEST.test(hex) ? hex : trimmed
}

/** Tables whose key is one identifier of so many bytes, or has an indexed one in it. */
function digestTables(services: readonly KnownService[], bytes: number): readonly DigestTable[] {
  const fieldIn = ({ raw, keyFields, indexes }: TableShape) =>
    raw === null
      ? keyFields.find(({ name, kind: { field } }) => {
          const isOne = keyFields.length === 1 || indexes.includes(name)
          return isOne && field.control === "hex" && field.bytes === bytes
        })
      : undefined
  return services.flatMap(({ definition: { name: service, tables } }) =>
    Object.entries(tables).flatMap(([table, shape]): readonly DigestTable[] => {
      const field = fieldIn(shape)?.name
      if (field === undefined) return []
      return [{ place: { service, table }, field, alone: shape.keyFields.length === 1 }]
    }),
  )
}

/** A name without what people leave out or add: `set class`, `set-class`, `setClass`. */
const compared = (name: string) => name.toLowerCase().replaceAll(/[\s_-]+/g, "")

/** Services, commands and tables whose name holds the text; `service.name` is a name too. */
function named(text: string, services: readonly KnownService[]): readonly Guess[] {
  const wanted = compared(text)
  if (wanted.length < NAME_MIN) return []
  const whole = wanted.includes(".")
  const fits = (service: string, name: string) =>
    compared(whole ? `${service}.${name}` : name).includes(wanted)
  return services.flatMap(({ definition: { name: service, commands, tables } }): Guess[] => [
    ...(compared(service).includes(wanted) ? [{ kind: "service", name: service } as const] : []),
    ...Object.keys(commands)
      .filter((name) => fits(service, name))
      .map((name) => ({ kind: "command", service, name }) as const),
    ...Object.keys(tables)
      .filter((name) => fits(service, name))
      .map((name) => ({ kind: "table", service, name }) as const),
  ])
}

/** Everything that the text may be, the most likely first. */
export function classify(text: string, services: readonly KnownService[]): readonly Guess[] {
  const wanted = plain(text)
  const figure = NUMBER.exec(wanted)?.[1]
  if (figure !== undefined) {
    return [
      { kind: "block", height: figure },
      { kind: "event", position: figure },
    ]
  }
  const digest = DIGEST.exec(wanted)?.[1]
  if (digest !== undefined) {
    const rows = digestTables(services, digest.length / 2).map(({ place, field, alone }): Guess => {
      return alone
        ? { kind: "row", place, key: [digest] }
        : { kind: "part", place, field, of: digest }
    })
    return digest.length === DIGEST_DIGITS ? [{ kind: "transaction", id: digest }, ...rows] : rows
  }
  const guesses: Guess[] = [...named(wanted, services)]
  if (isCode(wanted, services)) guesses.unshift({ kind: "code", code: wanted })
  if (PARTY.test(wanted)) {
    const key = wanted.split("/")
    guesses.unshift({ kind: key.length === 1 ? "organisation" : "principal", key })
  }
  return guesses
}

function isCode(text: string, services: readonly KnownService[]): boolean {
  if (codeRow(text) !== undefined) return true
  return services.some(({ definition }) => Object.hasOwn(definition.refusals, text))
}
