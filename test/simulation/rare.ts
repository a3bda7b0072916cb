/**
 * Rare states that a run must have visited, or it did not look. The short list is asked of the
 * seeds of `npm test`, both of a long run (`npm run simulate`).
 */

/** What so few worlds as `npm test` has must come by. */
export const EVERY_RUN: readonly string[] = [
  "a block is executed that was never judged",
  "a client waits in vain",
  "a connection ends inside a transaction",
  "a late vote is in the next block's commit",
  "a node joins by a snapshot",
  "a proposal is refused",
  "a proposal without two thirds",
  "a read model fails and is started again",
  "a read model is read from the state",
  "a read model takes blocks together",
  "a node is open with a planned program",
  "a node stops: upgrade_needed",
  "a retry finds its transaction",
  "a round is lost though all accept",
  "decided after more than one round",
  "decided after more than three rounds",
  "an upgrade begins",
  "start with nothing",
  "start: store at state, application at state",
  "start: store at state, application below state",
]

/** What hundreds of worlds must come by. */
export const EVERY_NIGHT: readonly string[] = [
  ...EVERY_RUN,
  "a block after the empty interval",
  "a block with evidence",
  "a chunk is fetched again",
  "a client gives up",
  "a damaged block log is fetched again",
  "a locked block is proposed again",
  "a node stops: disk_full",
  "a node stops: store_damaged",
  "a read model goes on from an older copy",
  "a recheck drops a transaction",
  "a replay of more than 20 blocks",
  "a torn tail is cut off the block log",
  "more than 20 blocks behind",
  "start: store at state, application empty",
  "start: store one above state, application above state",
  "start: store one above state, application at state",
  "start: store one above state, application below state",
  "the state is found damaged and built again",
]

/** Names of a list that nothing came by. */
export function missed(list: readonly string[], count: (name: string) => number): string[] {
  return list.filter((name) => count(`sometimes: ${name}`) === 0)
}
