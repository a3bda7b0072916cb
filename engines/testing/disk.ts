/**
 * Files in memory with a durable and a volatile image, and the faults that disks have: writes lost
 * or torn by a power cut, flipped bits, no room, failing reads and writes, a sync that lies.
 */
import { ConcordatError } from "@concordat/kernel"
import type { Disk, DiskFile } from "../seams.ts"
import type { SeededRandom } from "./random.ts"

const SECTOR_BYTES = 512

type Change = { readonly at: number; readonly bytes: Uint8Array } | { readonly size: number }

/** A file: what is durable, in a buffer that grows by doubling, and the changes not yet synced. */
class Image {
  private buffer: Uint8Array
  private size: number
  pending: Change[] = []
  readonly mode: number

  constructor(bytes: Uint8Array, mode: number) {
    this.buffer = bytes.slice()
    this.size = bytes.length
    this.mode = mode
  }

  private resize(size: number): void {
    if (size > this.buffer.length) {
      const grown = new Uint8Array(Math.max(size, this.buffer.length * 2))
      grown.set(this.buffer.subarray(0, this.size))
      this.buffer = grown
    }
    if (size < this.size) this.buffer.fill(0, size, this.size)
    this.size = size
  }

  apply(change: Change): void {
    if ("size" in change) {
      this.resize(change.size)
    } else {
      this.resize(Math.max(this.size, change.at + change.bytes.length))
      this.buffer.set(change.bytes, change.at)
    }
  }

  sync(): void {
    for (const change of this.pending.splice(0)) this.apply(change)
  }

  /** The durable bytes. */
  get durable(): Uint8Array {
    return this.buffer.slice(0, this.size)
  }

  /** What a reader sees: the changes count at once. */
  read(at: number, length: number): Uint8Array {
    if (this.pending.length === 0) return this.buffer.slice(at, Math.min(at + length, this.size))
    return this.current().read(at, length)
  }

  private current(): Image {
    const copy = new Image(this.durable, this.mode)
    for (const change of this.pending) copy.apply(change)
    return copy
  }

  get length(): number {
    return this.pending.length === 0 ? this.size : this.current().size
  }
}

/** A disk in memory; its fields choose its faults. */
export class TestDisk implements Disk {
  private files = new Map<string, Image>()
  private folders = new Set<string>()
  /** Bytes that may still be written before `disk_full`. */
  room = Number.POSITIVE_INFINITY
  /** `sync` returns without making anything durable. */
  lies = false
  /** Paths (parts of) whose reads and writes fail. */
  failing: RegExp | null = null
  /** Files that are open. */
  held = 0
  /** Writes and syncs since the start, to choose when to cut the power. */
  steps = 0
  /** Called before each write and sync with the number of the step; may throw to stop there. */
  onStep: (step: number) => void = () => {}

  private image(path: string): Image {
    const image = this.files.get(path)
    if (image === undefined) throw this.failure(path)
    return image
  }

  private failure(path: string): ConcordatError {
    return new ConcordatError("store_damaged", `The system cannot read or write ${path}: EIO.`, {
      details: { path, reason: "EIO" },
    })
  }

  private check(path: string): void {
    if (this.failing?.test(path)) throw this.failure(path)
  }

  private take(path: string, bytes: number): void {
    this.onStep(this.steps++)
    this.check(path)
    if (bytes > this.room) {
      throw new ConcordatError("disk_full", `No room to write ${path}.`, { details: { path } })
    }
    this.room -= bytes
  }

  private change(path: string, change: Change): void {
    this.image(path).pending.push(change)
  }

  async open(path: string): Promise<DiskFile> {
    this.check(path)
    if (!this.files.has(path)) this.put(path, new Uint8Array())
    this.held++
    return {
      size: async () => this.image(path).length,
      read: async (at, length) => {
        this.check(path)
        return this.image(path).read(at, length)
      },
      write: async (at, bytes) => {
        this.take(path, bytes.length)
        this.change(path, { at, bytes: bytes.slice() })
      },
      sync: async () => {
        this.take(path, 0)
        if (!this.lies) this.image(path).sync()
      },
      truncate: async (size) => {
        this.take(path, 0)
        this.change(path, { size })
      },
      close: async () => {
        this.held--
      },
    }
  }

  async read(path: string): Promise<Uint8Array | null> {
    this.check(path)
    return this.files.get(path)?.read(0, Number.POSITIVE_INFINITY) ?? null
  }

  async replace(path: string, bytes: Uint8Array, mode = 0o644): Promise<void> {
    this.take(path, bytes.length)
    this.put(path, bytes, mode)
  }

  async list(folder: string): Promise<readonly string[]> {
    const names = new Set<string>()
    for (const path of [...this.files.keys(), ...this.folders]) {
      if (path.startsWith(`${folder}/`)) names.add(path.slice(folder.length + 1).split("/")[0]!)
    }
    return [...names].sort()
  }

  async makeFolder(path: string): Promise<void> {
    this.folders.add(path)
  }

  async remove(path: string): Promise<void> {
    for (const name of [...this.files.keys(), ...this.folders]) {
      if (name !== path && !name.startsWith(`${path}/`)) continue
      this.files.delete(name)
      this.folders.delete(name)
    }
  }

  async rename(from: string, to: string): Promise<void> {
    this.take(to, 0)
    const moved = (name: string) =>
      name === from || name.startsWith(`${from}/`) ? to + name.slice(from.length) : name
    this.files = new Map([...this.files].map(([name, image]) => [moved(name), image]))
    this.folders = new Set([...this.folders].map(moved))
  }

  async mode(path: string): Promise<number | null> {
    return this.files.get(path)?.mode ?? null
  }

  /** Puts a file there, durable. */
  put(path: string, bytes: Uint8Array, mode = 0o644): void {
    this.files.set(path, new Image(bytes, mode))
  }

  /** Every path with a file, sorted. */
  paths(): string[] {
    return [...this.files.keys()].sort()
  }

  /** One bit turned over, in both images. `bit` counts from the file's start. */
  flip(path: string, bit: number): void {
    const image = this.image(path)
    const bytes = image.read(0, image.length)
    bytes[bit >> 3]! ^= 1 << (bit & 7)
    this.put(path, bytes, image.mode)
  }

  /**
   * The power goes. Of what was not synced, each sector of each write survives or not as `random`
   * says; sizes grow only as far as what survived.
   */
  cutPower(random: SeededRandom): void {
    for (const image of this.files.values()) {
      for (const change of image.pending.splice(0)) {
        if ("size" in change) {
          if (random.below(2) === 0) image.apply(change)
          continue
        }
        for (let at = 0; at < change.bytes.length; at += SECTOR_BYTES) {
          if (random.below(3) === 0) continue
          const bytes = change.bytes.subarray(at, at + SECTOR_BYTES)
          image.apply({ at: change.at + at, bytes })
        }
      }
    }
  }
}
