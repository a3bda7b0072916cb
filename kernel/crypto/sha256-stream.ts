/**
 * SHA-256 that can stop and go on: a *midstate* is what a table keeps of a list that grows for
 * days, so that each addition costs its own bytes only.
 */
import { concat } from "../bytes.ts"
import { assert } from "../failures.ts"
import { BLOCK_BYTES, compress, initialState, writeState } from "./sha256-block.ts"

/** chaining value (32) ‖ bytes taken in so far (u64) ‖ those of the open block (0..63). */
const HEAD_BYTES = 40
/** The longest midstate. */
export const MIDSTATE_BYTES_MAX = HEAD_BYTES + BLOCK_BYTES - 1
/** Digest padding needs the length in bits as a u64; we stay below 2^53 bytes. */
const LENGTH_BYTES = 8

/** A SHA-256 under way. */
export class Sha256Stream {
  readonly #state: Int32Array
  readonly #open = new Uint8Array(BLOCK_BYTES)
  #length: number

  private constructor(state: Int32Array, length: number) {
    this.#state = state
    this.#length = length
  }

  /** A stream that has taken in nothing yet. */
  static start(): Sha256Stream {
    return new Sha256Stream(initialState(), 0)
  }

  /** The stream that `midstate` was taken from. Anything else than a midstate is a `Bug`. */
  static resume(midstate: Uint8Array): Sha256Stream {
    assert(midstate.length >= HEAD_BYTES, "a midstate has at least 40 bytes")
    const view = new DataView(midstate.buffer, midstate.byteOffset, midstate.byteLength)
    const state = initialState().map((_, i) => view.getInt32(4 * i))
    const length = Number(view.getBigUint64(32))
    assert(Number.isSafeInteger(length), "a midstate counts fewer than 2^53 bytes")
    assert(midstate.length === HEAD_BYTES + (length % BLOCK_BYTES), "a midstate of another length")
    const stream = new Sha256Stream(state, length)
    stream.#open.set(midstate.subarray(HEAD_BYTES))
    return stream
  }

  /** Takes in more bytes. */
  update(bytes: Uint8Array): this {
    let at = 0
    const held = this.#length % BLOCK_BYTES
    if (held > 0) {
      at = Math.min(BLOCK_BYTES - held, bytes.length)
      this.#open.set(bytes.subarray(0, at), held)
      if (held + at === BLOCK_BYTES) compress(this.#state, this.#open, 0)
    }
    for (; at + BLOCK_BYTES <= bytes.length; at += BLOCK_BYTES) compress(this.#state, bytes, at)
    if (at < bytes.length) this.#open.set(bytes.subarray(at))
    this.#length += bytes.length
    return this
  }

  /** What is needed to go on later: 40 to 103 bytes, the same for the same bytes taken in. */
  midstate(): Uint8Array {
    const midstate = new Uint8Array(HEAD_BYTES + (this.#length % BLOCK_BYTES))
    writeState(this.#state, midstate, 0)
    new DataView(midstate.buffer).setBigUint64(32, BigInt(this.#length))
    midstate.set(this.#open.subarray(0, this.#length % BLOCK_BYTES), HEAD_BYTES)
    return midstate
  }

  /** The digest of all bytes so far, 32 bytes; the stream may go on. */
  digest(): Uint8Array {
    const held = this.#length % BLOCK_BYTES
    const blocks = held + 1 + LENGTH_BYTES > BLOCK_BYTES ? 2 : 1
    const padding = new Uint8Array(blocks * BLOCK_BYTES - held)
    padding[0] = 0x80
    new DataView(padding.buffer).setBigUint64(
      padding.length - LENGTH_BYTES,
      BigInt(this.#length) * 8n,
    )
    const last = concat(this.#open.subarray(0, held), padding)
    const state = this.#state.slice()
    for (let at = 0; at < last.length; at += BLOCK_BYTES) compress(state, last, at)
    const digest = new Uint8Array(32)
    writeState(state, digest, 0)
    return digest
  }
}
