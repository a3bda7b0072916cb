/** What the rows of validators and nodes come to: counted at genesis, and to check the sums. */
import { type Hex, type Party, sorted, type View } from "@concordat/kernel"
import { type Named, type NodeRow, nodes, validators } from "./tables.ts"

const PAGE = 500

/** Every validator that there ever was. */
function* everyValidator(view: View): Generator<Named> {
  let after: { address: Hex } | undefined
  for (;;) {
    const page = validators.scan(view, {}, { limit: PAGE, ...(after && { after }) })
    for (const { key, value } of page) yield { address: key.address, row: value }
    after = page.at(-1)?.key
    if (page.length < PAGE) return
  }
}

/** The validators that have power. */
export function withPower(view: View): readonly Named[] {
  return [...everyValidator(view)].filter(({ row }) => row.power > 0n)
}

/** Every node that there ever was. */
export function* everyNode(view: View): Generator<{ key: { node: Hex }; value: NodeRow }> {
  let after: { node: Hex } | undefined
  for (;;) {
    const page = nodes.scan(view, {}, { limit: PAGE, ...(after && { after }) })
    yield* page
    after = page.at(-1)?.key
    if (page.length < PAGE) return
  }
}

/** Power, and how many validators have it. */
export type Count = { power: bigint; validators: number }
type Counted<T> = readonly (readonly [Party, T])[]

/** Power by organisation, in the order of names, and that of all. */
export function countPower(view: View): { readonly all: Count; readonly of: Counted<Count> } {
  const of = new Map<Party, Count>()
  const all: Count = { power: 0n, validators: 0 }
  for (const { row } of withPower(view)) {
    const { organisation, power } = row
    const own = of.get(organisation) ?? { power: 0n, validators: 0 }
    for (const count of [own, all]) {
      count.power += power
      count.validators += 1
    }
    of.set(organisation, own)
  }
  return { all, of: sorted([...of], ([name]) => name) }
}

/** Active nodes by organisation, in the order of names. */
export function countNodes(view: View): Counted<number> {
  const of = new Map<Party, number>()
  for (const { value } of everyNode(view)) {
    const { organisation, state } = value
    if (state === "active") of.set(organisation, (of.get(organisation) ?? 0) + 1)
  }
  return sorted([...of], ([name]) => name)
}
