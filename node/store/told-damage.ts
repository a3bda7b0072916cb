/**
 * A store that tells when a value of it turns out to be damaged, whoever asked: a question is where
 * most of what rots is read first, and whoever asks can neither put it aside nor build it again.
 */
import { ConcordatError } from "@concordat/kernel"
import type { StateStore, StoreReader } from "./state-store.ts"

type OnDamage = (failure: ConcordatError) => void

function told(failure: unknown, onDamage: OnDamage): unknown {
  if (failure instanceof ConcordatError && failure.code === "store_damaged") onDamage(failure)
  return failure
}

function tellingReader(reader: StoreReader, onDamage: OnDamage): StoreReader {
  return {
    location: reader.location,
    get(key) {
      try {
        return reader.get(key)
      } catch (failure) {
        throw told(failure, onDamage)
      }
    },
    async *entries(from, to) {
      try {
        yield* reader.entries(from, to)
      } catch (failure) {
        throw told(failure, onDamage)
      }
    },
  }
}

/** The same store; `onDamage` hears of each value that is not as it was written. */
export function tellingDamage(store: StateStore, onDamage: OnDamage): StateStore {
  return {
    ...tellingReader(store, onDamage),
    write: (changes, durable) => store.write(changes, durable),
    keys: (from, to) => store.keys(from, to),
    clear: () => store.clear(),
    view() {
      const view = store.view()
      return { ...tellingReader(view, onDamage), close: () => view.close() }
    },
    close: () => store.close(),
  }
}
