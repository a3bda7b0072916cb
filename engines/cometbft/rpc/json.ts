/**
 * The JSON of the engine's answers, field by field. A form that is not the expected one is another
 * version. Source of truth: CometBFT v0.40.0, `libs/json`.
 */
import { ConcordatError, type Hash, type Hex, type Stamp } from "@concordat/kernel"

/** How keys are called that validators vote with. */
export const ED25519 = "tendermint/PubKeyEd25519"
/** An object of JSON. */
export type Json = Readonly<Record<string, unknown>>

/** The engine answered something else than its version does. */
export function unexpected(what: string): ConcordatError {
  return new ConcordatError("engine_unsupported", `The engine answered ${what}.`, {
    hint: "Install the engine version that the node names.",
  })
}

/** The object of this name. Throws `engine_unsupported`, as all here. */
export function object(json: unknown, name: string): Json {
  const value = (json as Json | null)?.[name]
  if (typeof value === "object" && value !== null) return value as Json
  throw unexpected(`without ${name}`)
}

/** The text of this name. */
export function text(json: Json, name: string): string {
  const value = json[name]
  if (typeof value === "string") return value
  throw unexpected(`with a ${name} that is no text`)
}

/** A whole number that is not negative. */
export const whole = (json: Json, name: string) => {
  const value = json[name]
  if (/^\d{1,19}$/.test(String(value))) return BigInt(String(value))
  throw unexpected(`with a ${name} that is no number`)
}

/** A whole number of either sign. */
export function integer(json: Json, name: string): bigint {
  const value = String(json[name])
  if (/^-?\d{1,19}$/.test(value)) return BigInt(value)
  throw unexpected(`with a ${name} that is no number`)
}

/** A whole number, or -1 for none. */
export const signed = (json: Json, name: string) => (json[name] === "-1" ? -1n : whole(json, name))

/** Bytes as hex digits, in lower case here. */
export const hex = (json: Json, name: string) => text(json, name).toLowerCase() as Hex & Hash

/** Bytes in base64; null is none. */
export function base64(json: Json, name: string): Uint8Array {
  return new Uint8Array(Buffer.from((json[name] as string | null) ?? "", "base64"))
}

/** An instant from RFC 3339 with up to nine digits of a second. Year 1 is an absent vote's. */
export function stampOfText(value: string): Stamp {
  const [, instant, fraction = ""] =
    /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?Z$/.exec(value) ?? []
  if (instant === undefined) throw unexpected("with a time of another form")
  const seconds = BigInt(Date.parse(`${instant}Z`)) / 1_000n
  return { seconds, nanos: Number(fraction.padEnd(9, "0")) }
}
