/** Which of the offered media types a caller takes (RFC 9110, section 12.5.1). */
import { Invalid } from "@concordat/kernel"

/** A range of `Accept`: how much of a type it names, and how much it is wanted. */
type Range = { readonly type: string; readonly weight: number }

function rangeOf(text: string): Range {
  const [type = "", ...parameters] = text.split(";").map((part) => part.trim().toLowerCase())
  const quality = parameters.find((parameter) => parameter.startsWith("q="))
  const weight = quality === undefined ? 1 : Number(quality.slice(2))
  return { type, weight: Number.isFinite(weight) ? weight : 0 }
}

/** The weight that the most specific range gives to a type. */
function weightOf(ranges: readonly Range[], type: string): number {
  const group = `${type.slice(0, type.indexOf("/"))}/*`
  for (const wanted of [type, group, "*/*"]) {
    const found = ranges.find((range) => range.type === wanted)
    if (found !== undefined) return found.weight
  }
  return 0
}

/**
 * The offered type with the greatest weight; of equal ones the first. Without `Accept` it is the
 * first one. Throws `Invalid` `accept_unsupported`.
 */
export function acceptedType(accept: string | null, offered: readonly string[]): string {
  const [first = ""] = offered
  if (accept === null || accept === "*/*" || accept === first) return first
  const ranges = accept.split(",").map(rangeOf)
  let best = ""
  let most = 0
  for (const type of offered) {
    const weight = weightOf(ranges, type)
    if (weight > most) {
      best = type
      most = weight
    }
  }
  if (best !== "") return best
  const expected = offered.join(", ")
  const reason = "None of the accepted types is offered here."
  throw new Invalid("accept_unsupported", "", reason, { expected })
}
