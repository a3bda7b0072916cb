/**
 * SHA-256 block by block (FIPS 180-4 sections 4.2.2, 5.3.3 and 6.2.2), for what a one-shot hash
 * cannot do: stop and resume at a midstate, and hash many 64-byte pairs without an object each.
 */

/** The first 32 bits of the fractional parts of the cube roots of the first 64 primes. */
const K = Int32Array.from([
  0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
  0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
  0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
  0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
  0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
  0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
  0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
  0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
])

/** The first 32 bits of the fractional parts of the square roots of the first 8 primes. */
const INITIAL = Int32Array.from([
  0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19,
])

/** Bytes that one compression takes in. */
export const BLOCK_BYTES = 64

/** A fresh chaining value: eight 32-bit words. */
export function initialState(): Int32Array {
  return INITIAL.slice()
}

const schedule = new Int32Array(64)

function expand(w: Int32Array): void {
  for (let t = 16; t < 64; t++) {
    const a = w[t - 15]!
    const b = w[t - 2]!
    const s0 = ((a >>> 7) | (a << 25)) ^ ((a >>> 18) | (a << 14)) ^ (a >>> 3)
    const s1 = ((b >>> 17) | (b << 15)) ^ ((b >>> 19) | (b << 13)) ^ (b >>> 10)
    w[t] = (s1 + w[t - 7]! + s0 + w[t - 16]!) | 0
  }
}

function loadBlock(bytes: Uint8Array, offset: number): void {
  for (let t = 0, i = offset; t < 16; t++, i += 4) {
    schedule[t] = (bytes[i]! << 24) | (bytes[i + 1]! << 16) | (bytes[i + 2]! << 8) | bytes[i + 3]!
  }
  expand(schedule)
}

function rounds(state: Int32Array, w: Int32Array): void {
  let a = state[0]!
  let b = state[1]!
  let c = state[2]!
  let d = state[3]!
  let e = state[4]!
  let f = state[5]!
  let g = state[6]!
  let h = state[7]!
  for (let t = 0; t < 64; t++) {
    const s1 = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7))
    const t1 = (h + s1 + (g ^ (e & (f ^ g))) + K[t]! + w[t]!) | 0
    const s0 = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10))
    const t2 = (s0 + ((a & b) | (c & (a | b)))) | 0
    h = g
    g = f
    f = e
    e = (d + t1) | 0
    d = c
    c = b
    b = a
    a = (t1 + t2) | 0
  }
  state[0] = (state[0]! + a) | 0
  state[1] = (state[1]! + b) | 0
  state[2] = (state[2]! + c) | 0
  state[3] = (state[3]! + d) | 0
  state[4] = (state[4]! + e) | 0
  state[5] = (state[5]! + f) | 0
  state[6] = (state[6]! + g) | 0
  state[7] = (state[7]! + h) | 0
}

/** Takes the 64 bytes at `offset` into `state`. */
export function compress(state: Int32Array, bytes: Uint8Array, offset: number): void {
  loadBlock(bytes, offset)
  rounds(state, schedule)
}

/** Writes the eight words of `state` as 32 bytes, big-endian. */
export function writeState(state: Int32Array, output: Uint8Array, offset: number): void {
  for (let t = 0, i = offset; t < 8; t++, i += 4) {
    const word = state[t]!
    output[i] = word >>> 24
    output[i + 1] = word >>> 16
    output[i + 2] = word >>> 8
    output[i + 3] = word
  }
}

/** The schedule of the second block of every 64-byte message: 1 bit, zeros, length 512. */
const PAIR_PADDING = new Int32Array(64)
PAIR_PADDING[0] = 0x80000000 | 0
PAIR_PADDING[15] = 512
expand(PAIR_PADDING)

const pairState = new Int32Array(8)

/** SHA-256 of each 64 bytes of `input`, 32 bytes each into `output`. */
export function hashPairs(input: Uint8Array, output: Uint8Array): void {
  for (let from = 0, to = 0; from < input.length; from += BLOCK_BYTES, to += 32) {
    pairState.set(INITIAL)
    compress(pairState, input, from)
    rounds(pairState, PAIR_PADDING)
    writeState(pairState, output, to)
  }
}
