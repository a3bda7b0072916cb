/** What a final transaction made, as its commands call it: `proposal` and its id. */
import type { Command, Hash } from "@concordat/kernel"
import type { Receipt } from "@concordat/sdk"

/** An operation that was sent, with the definition of its command. */
type Sent = { readonly definition: Command; readonly input: unknown }

/** The names, an entry for each accepted operation that has some, in their order. */
export function madeBy(
  sent: readonly Sent[],
  { transaction, operations }: Receipt,
): readonly Readonly<Record<string, string>>[] {
  return sent.flatMap(({ definition, input }, operation) => {
    if (operations[operation]?.outcome !== "accepted") return []
    const place = { transaction: transaction as Hash, operation }
    const names = definition.made(input as never, place)
    return Object.keys(names).length === 0 ? [] : [names]
  })
}
