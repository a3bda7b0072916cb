/** Frames, however the bytes come: whole, in pieces, many in one read, too long, without an end. */
import { delimited, fromHex, toHex } from "@concordat/kernel"
import { describe, expect, it } from "vitest"
import { runs } from "../../../test/runs.ts"
import { SeededRandom } from "../../testing/index.ts"
import { decodeRequest, encodeRequest } from "./envelope.ts"
import { FRAME_BYTES_MAX, FrameReader } from "./frames.ts"
import { METHOD_NAMES, REQUESTS } from "./samples.testing.ts"

const FRAMES = METHOD_NAMES.map((name) => encodeRequest(name, REQUESTS[name]))
const STREAM = Buffer.concat(FRAMES.map(delimited))

function allOf(reader: FrameReader): Uint8Array[] {
  const frames: Uint8Array[] = []
  for (let frame = reader.next(); frame !== null; frame = reader.next()) frames.push(frame)
  return frames
}

const hexes = (frames: readonly Uint8Array[]) => frames.map((frame) => toHex(frame))

describe("frames", () => {
  it("cut in two at every byte are the same frames", () => {
    for (let at = 0; at <= STREAM.length; at++) {
      const reader = new FrameReader()
      reader.push(STREAM.subarray(0, at))
      const before = allOf(reader)
      reader.push(STREAM.subarray(at))
      expect(hexes([...before, ...allOf(reader)])).toEqual(hexes(FRAMES))
    }
  })

  it("in pieces of one byte are the same frames", () => {
    const reader = new FrameReader()
    const frames: Uint8Array[] = []
    for (const byte of STREAM) {
      reader.push(Uint8Array.of(byte))
      frames.push(...allOf(reader))
    }
    expect(hexes(frames)).toEqual(hexes(FRAMES))
  })

  it("five hundred in one read are five hundred frames", () => {
    const reader = new FrameReader()
    reader.push(Buffer.concat(Array.from({ length: 500 }, (_, i) => delimited(frameOf(i)))))
    expect(hexes(allOf(reader))).toEqual(Array.from({ length: 500 }, (_, i) => toHex(frameOf(i))))
  })

  it("in pieces of any size are the same frames, a million of them", () => {
    const random = new SeededRandom(1)
    const reader = new FrameReader()
    const wanted = runs(1_000_000)
    const block = Buffer.concat(Array.from({ length: 512 }, (_, i) => delimited(frameOf(i))))
    let count = 0
    while (count < wanted) {
      for (let at = 0; at < block.length; ) {
        const size = 1 + random.below(random.below(9) === 0 ? 40 : 4_000)
        reader.push(block.subarray(at, at + size))
        at += size
        for (const frame of allOf(reader)) {
          if (frame.length !== frameOf(count % 512).length) expect.unreachable(`frame ${count}`)
          if (count % 97 === 0) expect(decodeRequest(frame).method).toBe(methodOf(count % 512))
          count++
        }
      }
    }
    expect(reader.next()).toBeNull()
  })

  it("may be empty", () => {
    const reader = new FrameReader()
    reader.push(fromHex("0000"))
    expect(allOf(reader)).toHaveLength(2)
  })

  it("E04: of more than 64 MiB are frame_too_large, told by the length alone", () => {
    const reader = new FrameReader()
    reader.push(delimited(new Uint8Array()))
    reader.push(lengthOf(FRAME_BYTES_MAX + 1))
    expect(reader.next()).toHaveLength(0)
    expect(() => reader.next()).toThrow(
      expect.objectContaining({
        code: "frame_too_large",
        details: { bytes: FRAME_BYTES_MAX + 1, max: FRAME_BYTES_MAX },
      }),
    )
    const huge = new FrameReader()
    huge.push(lengthOf(2 ** 31))
    expect(() => huge.next()).toThrow(expect.objectContaining({ code: "frame_too_large" }))
  })

  it("of exactly 64 MiB are read", () => {
    const reader = new FrameReader()
    reader.push(lengthOf(FRAME_BYTES_MAX))
    const piece = new Uint8Array(65_536)
    for (let read = 0; read < FRAME_BYTES_MAX; read += piece.length) {
      expect(reader.next()).toBeNull()
      reader.push(piece)
    }
    expect(reader.next()).toHaveLength(FRAME_BYTES_MAX)
  })

  it("whose length has no end are malformed", () => {
    const reader = new FrameReader()
    reader.push(fromHex("ffffffff"))
    expect(reader.next()).toBeNull()
    reader.push(fromHex("ff"))
    expect(() => reader.next()).toThrow(expect.objectContaining({ code: "record_malformed" }))
  })

  function methodOf(index: number) {
    return METHOD_NAMES[index % METHOD_NAMES.length]!
  }
  function frameOf(index: number): Uint8Array {
    return FRAMES[index % FRAMES.length]!
  }
  function lengthOf(length: number): Uint8Array {
    const bytes: number[] = []
    let rest = length
    for (; rest > 0x7f; rest = Math.floor(rest / 128)) bytes.push((rest & 0x7f) | 0x80)
    return Uint8Array.of(...bytes, rest)
  }
})
