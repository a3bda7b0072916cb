/** A list whose wrong number of items has a code of its own, in bytes, JSON and memory alike. */
import { type Details, Invalid } from "../failures.ts"
import { lengthReason } from "../schema/fault.ts"
import { defineKind, type Kind } from "../schema/kind.ts"
import { list } from "../schema/list.ts"

/** What is counted, how many of it there may be, and the code of any other number. */
export type Counted = {
  readonly what: string
  readonly min: number
  readonly max: number
  readonly code: string
}

/** `list(of, max, min)`, but another number of items is `code`. */
export function countedList<T>(of: Kind<T>, counted: Counted): Kind<readonly T[]> {
  const { what, min, max, code } = counted
  const all = list(of, max, min)
  const isOutside = (count: number) => count < min || count > max
  const fault = (count: number): readonly [string, string, Details] => {
    const [reason, details] = lengthReason(what, count, min, max)
    return [code, reason, details]
  }
  const inRange = <V>(value: V): V => {
    if (!Array.isArray(value) || !isOutside(value.length)) return value
    const [, reason, details] = fault(value.length)
    throw new Invalid(code, "", reason, details)
  }
  return defineKind<readonly T[]>({
    ...all,
    check: (value) => all.check(inRange(value)),
    fromJson: (json) => all.fromJson(inRange(json)),
    read(reader) {
      const { at } = reader
      const count = reader.array()
      if (isOutside(count)) throw reader.fail(...fault(count), at)
      reader.at = at
      return all.read(reader)
    },
  })
}
