/**
 * What was read of a file beside what was sealed of it. The seal is over the number and the root of
 * all items in their order, so any other byte shows; the index, which repeats their digests, tells
 * where. It has one form too: as many digests in each part as go in, and no item behind it.
 */
import {
  appendToLog,
  EMPTY_LOG,
  fromHex,
  type Hash,
  hashOf,
  Invalid,
  leafHashOf,
  logRoot,
  toHex,
} from "@concordat/kernel"
import { Fault, type Place } from "./fault.ts"
import { type Found, INDEX_HASHES_MAX, type Item, type Manifest } from "./items.ts"
import { AUDIT_VERSION, readSeal } from "./seal.ts"

/** A seal whose manifest is that of the items. */
export type Sealed = {
  readonly manifest: Manifest
  readonly kid: Hash
  readonly bytes: Uint8Array
  readonly place: Place
}

type IndexPart = { readonly digests: readonly string[]; readonly place: Place }

/** Where an item was found. */
export const placeOf = ({ number, from, to }: Found): Place => ({ item: number, from, to })

const rootOf = (leaves: readonly Hash[]): Hash =>
  hashOf(
    logRoot(
      appendToLog(
        EMPTY_LOG,
        leaves.map((leaf) => fromHex(leaf)),
      ),
    ),
  )

function readable(bytes: Uint8Array, place: Place): ReturnType<typeof readSeal> {
  try {
    return readSeal(bytes)
  } catch (failure) {
    if (!(failure instanceof Invalid)) throw failure
    throw new Fault(failure.code, `The seal cannot be read: ${failure.message}`, place)
  }
}

/** Items, index and seal, as they were read. */
export class Contents {
  private readonly leaves: Hash[] = []
  private readonly places: Place[] = []
  private readonly index: IndexPart[] = []
  /** The first item that stands behind the index. */
  private behind: Place | null = null
  private seal: { readonly bytes: Uint8Array; readonly place: Place } | null = null

  /** One item in its order; null is one that cannot be read. Throws `Fault` behind the seal. */
  add(item: Item | null, found: Found): void {
    const place = placeOf(found)
    if (this.seal !== null) throw new Fault("trailing_bytes", "Something follows the seal.", place)
    if (item !== null && "index" in item) this.index.push({ digests: item.index, place })
    else if (item !== null && "seal" in item) this.seal = { bytes: item.seal, place }
    else {
      if (this.index.length > 0) this.behind ??= place
      this.leaves.push(toHex(leafHashOf(found.bytes)) as Hash)
      this.places.push(place)
    }
  }

  /** The seal, once all was read; null: there is none. Throws `Fault` for what is not as sealed. */
  sealed(): Sealed | null {
    const { seal } = this
    if (seal === null) return null
    const { manifest, kid } = readable(seal.bytes, seal.place)
    if (manifest.v !== AUDIT_VERSION) {
      const reason = `Its form is of version ${manifest.v}; this program reads ${AUDIT_VERSION}.`
      throw new Fault("bundle_unsupported", reason, seal.place)
    }
    const { leaves } = this
    const whole = leaves.length === manifest.items && rootOf(leaves) === manifest.root
    if (!whole) throw this.alteredItem(manifest, seal.place)
    const part = this.alteredPart(seal.place)
    if (part === null) return { manifest, kid, ...seal }
    throw new Fault("export_altered", `The index, item ${part.item}, was altered.`, part)
  }

  /** The first item that is not what the index says; where there is none, the seal's own place. */
  private alteredItem({ items, root }: Manifest, seal: Place): Fault {
    const { leaves, places } = this
    const index = this.index.flatMap(({ digests }) => digests)
    // A part of the index that cannot be read counts as an item behind those that were sealed.
    const more = leaves.length > items && rootOf(leaves.slice(0, items)) === root
    const place = places[more ? items : leaves.findIndex((leaf, i) => leaf !== index[i])]
    const reason =
      place === undefined
        ? `It has ${leaves.length} items, and ${items} others were sealed.`
        : `Item ${place.item}, bytes ${place.from} to ${place.to - 1}, is not what was sealed.`
    return new Fault("export_altered", reason, place ?? seal)
  }

  /** Where the index of items that are whole has another form; null where it has the one due. */
  private alteredPart(seal: Place): Place | null {
    const { leaves, index, behind } = this
    if (behind !== null) return behind
    for (let i = 0; i * INDEX_HASHES_MAX < leaves.length; i++) {
      const due = leaves.slice(i * INDEX_HASHES_MAX, (i + 1) * INDEX_HASHES_MAX)
      const part = index[i]
      if (part === undefined) return seal
      const same =
        part.digests.length === due.length && due.every((one, j) => one === part.digests[j])
      if (!same) return part.place
    }
    return index[Math.ceil(leaves.length / INDEX_HASHES_MAX)]?.place ?? null
  }
}
