/**
 * Frames of the socket protocol: a length as an unsigned varint, then that many bytes. Frames span
 * reads and share them. Source of truth: CometBFT v0.40.0, `libs/protoio`.
 */
import { ConcordatError, Invalid } from "@concordat/kernel"

/** The engine would read 2^31 - 1 bytes; nothing that it sends us comes near this. */
export const FRAME_BYTES_MAX = 67_108_864
/** Bytes of a length: 2^35 is past every limit. */
const LENGTH_BYTES_MAX = 5

/** Takes bytes as they come and gives frames; keeps a list of pieces and joins them only once. */
export class FrameReader {
  private pieces: Uint8Array[] = []
  /** Bytes that were added and are in no frame yet. */
  held = 0
  /** Length of the frame that is being read; null: not known yet. */
  private length: number | null = null

  /** Adds what was read. The bytes must stay as they are until their frames are used. */
  push(bytes: Uint8Array): void {
    if (bytes.length === 0) return
    this.pieces.push(bytes)
    this.held += bytes.length
  }

  /**
   * The next whole frame, or null. Throws `ConcordatError` `frame_too_large`, `Invalid`
   * `record_malformed` for a length that is none.
   */
  next(): Uint8Array | null {
    this.length ??= this.readLength()
    if (this.length === null || this.held < this.length) return null
    const frame = this.take(this.length)
    this.length = null
    return frame
  }

  private readLength(): number | null {
    let length = 0
    let scale = 1
    for (let count = 1; count <= Math.min(this.held, LENGTH_BYTES_MAX); count++) {
      const byte = this.byteAt(count - 1)
      length += (byte & 0x7f) * scale
      scale *= 128
      if (byte >= 0x80) continue
      if (length > FRAME_BYTES_MAX) throw tooLarge(length)
      this.take(count)
      return length
    }
    if (this.held < LENGTH_BYTES_MAX) return null
    throw new Invalid("record_malformed", "", "The length of a frame has no end.")
  }

  private byteAt(at: number): number {
    let offset = at
    for (const piece of this.pieces) {
      if (offset < piece.length) return piece[offset]!
      offset -= piece.length
    }
    return 0
  }

  private take(length: number): Uint8Array {
    this.held -= length
    const [first] = this.pieces
    if (first !== undefined && first.length > length) {
      this.pieces[0] = first.subarray(length)
      return first.subarray(0, length)
    }
    if (first?.length === length) return this.pieces.shift()!
    const taken = new Uint8Array(length)
    let filled = 0
    let used = 0
    for (const piece of this.pieces) {
      if (filled + piece.length > length) break
      taken.set(piece, filled)
      filled += piece.length
      used++
    }
    const rest = this.pieces[used]
    this.pieces = this.pieces.slice(used)
    if (rest === undefined || filled === length) return taken
    taken.set(rest.subarray(0, length - filled), filled)
    this.pieces[0] = rest.subarray(length - filled)
    return taken
  }
}

function tooLarge(bytes: number): ConcordatError {
  return new ConcordatError("frame_too_large", `A frame of ${bytes} bytes is too large.`, {
    hint: "Check that only the engine connects to this socket.",
    details: { bytes, max: FRAME_BYTES_MAX },
  })
}
