/** Who of the ledger a person is, by a claim of the issuer and the node's own mapping. */
import { Invalid, type Party, party, Refusal } from "@concordat/kernel"
import type { Claims, SignInOptions } from "./issuer.ts"

const valuesOf = (claim: unknown): readonly string[] =>
  (Array.isArray(claim) ? claim : [claim]).filter((one) => typeof one === "string")

function partyIn(text: string): Party | null {
  try {
    const found = party.check(text)
    return found.includes("/") ? found : null
  } catch (failure) {
    if (failure instanceof Invalid) return null
    throw failure
  }
}

/** The principal that claims name; no value is repeated. Throws `permission_missing`. */
export function principalOf(
  claims: Claims,
  { claim, principals }: Pick<SignInOptions, "claim" | "principals">,
): Party {
  const values = valuesOf(claims[claim])
  const mapped = principals.find(([value]) => values.includes(value))?.[1]
  const [own, another] = values
  // Several values name nobody: which one counts would be the issuer's order.
  const named = principals.length > 0 ? mapped : another === undefined ? own : undefined
  const found = named === undefined ? null : partyIn(named)
  if (found !== null) return found
  const message = "The issuer knows you, and this node was not told which principal you are."
  throw new Refusal("permission_missing", message, { expected: `a principal by "${claim}"` }, 403)
}
