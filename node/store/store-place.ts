/** Where the state store of a node lies, and how a damaged one is put aside. */
import { existsSync, renameSync, rmSync } from "node:fs"
import type { Disk } from "@concordat/engines/seams"
import { utf8 } from "@concordat/kernel"
import { openLevelStore } from "./level-store.ts"
import { MemoryStore } from "./memory-store.ts"
import type { StateStore } from "./state-store.ts"

/**
 * Opens the state store; a damaged one is kept aside, one generation, for whoever looks into it.
 */
export interface StorePlace {
  readonly location: string
  /** Throws `store_damaged`, `store_in_use`. */
  open(): Promise<StateStore>
  setAside(): Promise<void>
}

/** classic-level in a folder. */
export function levelPlace(location: string): StorePlace {
  return {
    location,
    open: () => openLevelStore(location),
    async setAside() {
      const aside = `${location}.damaged`
      rmSync(aside, { recursive: true, force: true })
      if (existsSync(location)) renameSync(location, aside)
    },
  }
}

/** A store in memory, which outlives the node that uses it: for tests. */
export function memoryPlace(): StorePlace & { store: MemoryStore } {
  const place = {
    location: "memory",
    store: new MemoryStore(),
    open: async () => place.store,
    setAside: async () => {
      place.store = new MemoryStore()
    },
  }
  return place
}

/** Remembers over a restart that the store was found damaged while it was in use. */
export function damageMark(disk: Disk, data: string) {
  const path = `${data}/state.damaged-mark`
  return {
    isSet: async () => (await disk.read(path)) !== null,
    set: (reason: string) => disk.replace(path, utf8(`${reason}\n`)),
    clear: () => disk.remove(path),
  }
}
