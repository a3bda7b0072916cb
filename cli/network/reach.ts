/** Which nodes of a network reach each other, with the faults that are in force. */
import { type Faults, faultOf } from "./wires/faults.ts"

/** The largest group of nodes that reach each other, directly or through others of it. */
export function largestGroup(names: readonly string[], faults: Faults): readonly string[] {
  const joined = (one: string, other: string) =>
    !faultOf(faults, one, other).cut && !faultOf(faults, other, one).cut
  let largest: readonly string[] = []
  let rest = [...names]
  while (rest.length > 0) {
    const group = [rest[0]!]
    for (const one of group) {
      group.push(...rest.filter((other) => !group.includes(other) && joined(one, other)))
    }
    if (group.length > largest.length) largest = group
    rest = rest.filter((name) => !group.includes(name))
  }
  return largest
}
