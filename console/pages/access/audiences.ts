/** Audiences in words. */
import { LOCALE } from "../../texts/language.ts"
import { tell } from "../../texts/tell.ts"

/** What a token may be for. */
export const AUDIENCES = ["verify", "read", "send", "join"] as const
export type Audience = (typeof AUDIENCES)[number]

/** One of them in words. */
export function audienceTitle(audience: Audience): string {
  return tell(`access.audience.${audience}`)
}

/** All that are named, in words. */
export function audienceWords(names: readonly string[]): string {
  const known = AUDIENCES.filter((one) => names.includes(one)).map(audienceTitle)
  return new Intl.ListFormat(LOCALE).format(known)
}
