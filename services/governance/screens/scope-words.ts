/** A scope that can be frozen, in words: `service:money` is the service money. */
import { tell } from "./tell.ts"

const KINDS = ["service", "command", "organisation", "asset", "channel"] as const

/** The words; a scope of no known kind stays as it is written. */
export function scopeWords(scope: string): string {
  const at = scope.indexOf(":")
  const kind = KINDS.find((one) => one === scope.slice(0, at))
  return kind === undefined ? scope : tell(`scope.${kind}`, { name: scope.slice(at + 1) })
}
