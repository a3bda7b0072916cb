/** What nodes hold in the end, against each other and against what their feeds told meanwhile. */
import type { Block, Chain, Followed, Placed } from "./record.ts"

const written = ({ height, index, id, outcomes }: Placed) =>
  `${id.slice(0, 12)} at ${height}.${index}: ${outcomes.map((one) => one ?? "done").join(", ")}`

/** A node tells the same transactions by its blocks and by its stream, each of them once. */
function* ownFaults({ node, blocks, placed }: Chain): Generator<string> {
  const ids = blocks.flatMap((block) => block.ids)
  if (new Set(ids).size < ids.length) {
    const seen = new Set<string>()
    const twice = ids.find((id) => seen.size === seen.add(id).size)
    yield `${twice?.slice(0, 12)} stands twice at node ${node}`
  }
  const streamed = placed.map(({ id }) => id)
  const at = ids.findIndex((id, i) => id !== streamed[i])
  if (at !== -1 || streamed.length !== ids.length) {
    yield `blocks and stream of node ${node} differ from transaction ${Math.max(at, 0)} on`
  }
}

const sealed = ({ hash, appHash }: Block) => `${hash} ${appHash}`

/** Two nodes tell one block and one outcome of everything, as far as both go. */
function* forks(one: Chain, other: Chain): Generator<string> {
  const blocks = new Map(other.blocks.map((block) => [block.height, block]))
  for (const block of one.blocks) {
    const same = blocks.get(block.height)
    if (same !== undefined && sealed(same) !== sealed(block)) {
      yield `height ${block.height} is another at nodes ${one.node} and ${other.node}`
    }
  }
  const places = new Map(other.placed.map((place) => [place.id, place]))
  for (const place of one.placed) {
    const same = places.get(place.id)
    if (same !== undefined && written(same) !== written(place)) {
      yield `${written(place)} at node ${one.node}, ${written(same)} at node ${other.node}`
    }
  }
}

/** Faults among nodes, and within one. */
export function chainFaults(chains: readonly Chain[]): readonly string[] {
  const [one, ...others] = chains
  return [...chains.flatMap((chain) => [...ownFaults(chain)])].concat(
    others.flatMap((other) => [...forks(one!, other)]),
  )
}

/** A feed told everything from its beginning on, in order, once, and as it is. */
export function* feedFaults({ node, from, items }: Followed, chain: Chain): Generator<string> {
  const due = chain.placed.filter(({ height }) => height >= from).map(written)
  const told = items.map(written)
  const at = due.findIndex((one, i) => one !== told[i])
  if (at !== -1) yield `the feed of node ${node} told ${told[at]}, and ${due[at]} was due`
  if (told.length > due.length) yield `the feed of node ${node} told ${told[due.length]} besides`
}
