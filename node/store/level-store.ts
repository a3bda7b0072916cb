/**
 * The default store: classic-level (LevelDB, prebuilt). Batches are written off the main thread and
 * not synced, as the block log is what is durable; LevelDB keeps a prefix of them after a power
 * cut. It checks no checksums on reading, so every value carries a CRC-32 of key and value of our
 * own.
 */
import { crc32 } from "node:zlib"
import { ConcordatError } from "@concordat/kernel"
import { ClassicLevel } from "classic-level"
import { type Change, type StateStore, type StoreView, storeDamaged } from "./state-store.ts"

const CRC_BYTES = 4
/** LevelDB's own cache of table blocks; rows that are in use are cached decoded above. */
const CACHE_BYTES = 32 * 1024 * 1024
const WRITE_BUFFER_BYTES = 16 * 1024 * 1024
const FILE_BYTES_MAX = 16 * 1024 * 1024
const PAGE_ENTRIES = 5_000
const PAGE_BYTES = 4 * 1024 * 1024

/** How LevelDB says ENOSPC, EDQUOT and EFBIG. */
const NO_ROOM = /no space|quota exceeded|file too large/i

type Level = ClassicLevel<Uint8Array, Uint8Array>

/** The failure of opening, by what is to be done: another process has it, or it is damaged. */
function openError(location: string, cause: unknown): ConcordatError {
  const inner = cause instanceof Error ? cause.cause : undefined
  const code = inner instanceof Error && "code" in inner ? inner.code : null
  if (code !== "LEVEL_LOCKED") return storeDamaged(location, "does not open", cause)
  return new ConcordatError("store_in_use", `The store ${location} is in use.`, {
    cause,
    hint: "Stop the other process first, or name another folder with --data.",
    details: { path: location },
  })
}

const guarded = (key: Uint8Array, value: Uint8Array): Uint8Array => {
  const stored = Buffer.allocUnsafe(CRC_BYTES + value.length)
  stored.writeUInt32BE(crc32(value, crc32(key)))
  stored.set(value, CRC_BYTES)
  return stored
}

/** A database as it is, or as it was when a snapshot of it was taken. */
type Source = {
  readonly location: string
  readonly level: Level
  readonly of: { readonly snapshot?: ReturnType<Level["snapshot"]> }
}

function unguarded({ location }: Source, key: Uint8Array, stored: Uint8Array): Uint8Array {
  if (stored.length >= CRC_BYTES) {
    const { buffer, byteOffset, length } = stored
    // Not a Buffer, whose `slice` would share memory.
    const value = new Uint8Array(buffer, byteOffset + CRC_BYTES, length - CRC_BYTES)
    const crc = new DataView(buffer, byteOffset, CRC_BYTES).getUint32(0)
    if (crc === crc32(value, crc32(key))) return value
  }
  throw storeDamaged(location, "holds a value that is not as it was written")
}

function valueIn(source: Source, key: Uint8Array): Uint8Array | undefined {
  let stored: Uint8Array | undefined
  try {
    stored = source.level.getSync(key, source.of)
  } catch (cause) {
    throw storeDamaged(source.location, "cannot be read", cause)
  }
  return stored === undefined ? undefined : unguarded(source, key, stored)
}

const rangeOf = (from: Uint8Array, to: Uint8Array) => ({
  ...{ gte: from, lt: to, highWaterMarkBytes: PAGE_BYTES, fillCache: false },
})

async function* entriesIn(
  source: Source,
  from: Uint8Array,
  to: Uint8Array,
): AsyncIterable<readonly Change[]> {
  const pages = source.level.iterator({ ...rangeOf(from, to), ...source.of })
  try {
    for (;;) {
      const page = await pages.nextv(PAGE_ENTRIES)
      if (page.length === 0) return
      yield page.map(([key, stored]): Change => [key, unguarded(source, key, stored)])
    }
  } catch (cause) {
    throw cause instanceof ConcordatError
      ? cause
      : storeDamaged(source.location, "cannot be read", cause)
  } finally {
    await pages.close()
  }
}

class LevelStore implements StateStore {
  readonly location: string
  private readonly level: Level
  private readonly source: Source

  constructor(location: string, level: Level) {
    this.location = location
    this.level = level
    this.source = { location, level, of: {} }
  }

  get(key: Uint8Array): Uint8Array | undefined {
    return valueIn(this.source, key)
  }

  entries(from: Uint8Array, to: Uint8Array): AsyncIterable<readonly Change[]> {
    return entriesIn(this.source, from, to)
  }

  async write(changes: readonly Change[], durable = false): Promise<void> {
    const batch = this.level.batch()
    for (const [key, value] of changes) {
      if (value === null) batch.del(key)
      else batch.put(key, guarded(key, value))
    }
    try {
      await batch.write({ sync: durable })
    } catch (cause) {
      if (NO_ROOM.test(String(cause))) {
        throw new ConcordatError("disk_full", `No room to write ${this.location}.`, {
          cause,
          hint: "Free some space, then start the node again.",
          details: { path: this.location },
        })
      }
      throw storeDamaged(this.location, "cannot be written", cause)
    }
  }

  async clear(): Promise<void> {
    try {
      await this.level.clear()
    } catch (cause) {
      throw storeDamaged(this.location, "cannot be written", cause)
    }
  }

  view(): StoreView {
    const { location, level } = this
    const snapshot = level.snapshot()
    const source: Source = { location, level, of: { snapshot } }
    return {
      location,
      get: (key) => valueIn(source, key),
      entries: (from, to) => entriesIn(source, from, to),
      close: () => snapshot.close(),
    }
  }

  async *keys(from: Uint8Array, to: Uint8Array): AsyncIterable<readonly Uint8Array[]> {
    const pages = this.level.keys(rangeOf(from, to))
    try {
      for (;;) {
        const page = await pages.nextv(PAGE_ENTRIES)
        if (page.length === 0) return
        yield page
      }
    } catch (cause) {
      throw storeDamaged(this.location, "cannot be read", cause)
    } finally {
      await pages.close()
    }
  }

  close(): Promise<void> {
    return this.level.close()
  }
}

/**
 * Opens the store in a folder, or makes one. Throws `ConcordatError` `store_in_use` or
 * `store_damaged`.
 */
export async function openLevelStore(location: string): Promise<StateStore> {
  const level: Level = new ClassicLevel(location, {
    keyEncoding: "view",
    valueEncoding: "view",
    cacheSize: CACHE_BYTES,
    writeBufferSize: WRITE_BUFFER_BYTES,
    maxFileSize: FILE_BYTES_MAX,
  })
  try {
    await level.open()
  } catch (cause) {
    throw openError(location, cause)
  }
  return new LevelStore(location, level)
}
