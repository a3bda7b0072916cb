/**
 * A store that tells when a value of it turns out to be damaged, whoever asked: a question is where
 * most of what rots is read first, and whoever asks can neither put it aside nor build it again.
 */
import { ConcordatError } from "@concordat/kernel"
import type { StateStore } from "./state-store.ts"

/** The same store; `onDamage` hears of each value that is not as it was written. */
export function tellingDamage(
  store: StateStore,
  onDamage: (failure: ConcordatError) => void,
): StateStore {
  return {
    location: store.location,
    get(key) {
      try {
        return store.get(key)
      } catch (failure) {
        if (failure instanceof ConcordatError && failure.code === "store_damaged") onDamage(failure)
        throw failure
      }
    },
    write: (changes, durable) => store.write(changes, durable),
    entries: (from, to) => store.entries(from, to),
    keys: (from, to) => store.keys(from, to),
    clear: () => store.clear(),
    view: () => store.view(),
    close: () => store.close(),
  }
}
