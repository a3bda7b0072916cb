/** Bodies: read whole or not at all, within their size, their time, and the room that there is. */
import { type ConcordatError, concat } from "@concordat/kernel"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { BodyRoom, type Later, mediaType, readBody } from "./body.ts"

const LIMIT = 100
const never: Later = () => () => {}

/** A request whose body comes in these pieces. */
function inPieces(pieces: readonly Uint8Array[], end: "close" | "error" | "wait" = "close") {
  const left = [...pieces]
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      const next = left.shift()
      if (next !== undefined) controller.enqueue(next)
      else if (end === "close") controller.close()
      else if (end === "error") controller.error(new Error("gone"))
    },
  })
  return new Request("http://localhost/", { method: "POST", body, duplex: "half" } as RequestInit)
}

const declared = (length: string, body: Uint8Array) =>
  new Request("http://localhost/", {
    ...{ method: "POST", headers: { "Content-Length": length } },
    body: body as Uint8Array<ArrayBuffer>,
  })

const read = (request: Request, room = new BodyRoom(), after = never) =>
  readBody(request, { after, room, limit: LIMIT })

describe("a body", () => {
  it("is the same in whatever pieces it comes", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.uint8Array({ maxLength: 20 }), { maxLength: 5 }),
        async (all) => {
          expect(await read(inPieces(all))).toEqual(concat(...all))
        },
      ),
    )
  })

  it("may be absent", async () => {
    const none = new Request("http://localhost/", { method: "POST" })
    expect(await read(none)).toEqual(new Uint8Array())
  })

  it("has at most so many bytes, by its word or by count", async () => {
    expect(await read(inPieces([new Uint8Array(LIMIT)]))).toHaveLength(LIMIT)
    for (const request of [
      inPieces([new Uint8Array(LIMIT), new Uint8Array(1)], "wait"),
      declared(String(LIMIT + 1), new Uint8Array(1)),
      declared("1e3", new Uint8Array(1)),
    ]) {
      await expect(read(request)).rejects.toMatchObject({ code: "body_too_large" })
    }
  })

  it("that is cut off or late is told apart", async () => {
    const cut = inPieces([new Uint8Array(3)], "error")
    await expect(read(cut)).rejects.toMatchObject({ code: "upload_incomplete" })
    let late = () => {}
    const waiting = read(inPieces([new Uint8Array(3)], "wait"), new BodyRoom(), (_, task) => {
      late = task
      return () => {}
    })
    late()
    await expect(waiting).rejects.toMatchObject({ code: "request_timeout" })
  })

  it("waits where there is no room, and leaves its room to others when it is read", async () => {
    const room = new BodyRoom(150)
    const first = read(inPieces([new Uint8Array(3)], "wait"), room)
    first.catch(() => {})
    const second = read(inPieces([new Uint8Array(3)]), room)
    await expect(second).rejects.toMatchObject({
      code: "node_busy",
    } satisfies Partial<ConcordatError>)
    const other = new BodyRoom(LIMIT)
    for (let i = 0; i < 3; i++) await read(inPieces([new Uint8Array(3)]), other)
    for (let i = 0; i < 3; i++) {
      await expect(read(inPieces([], "error"), other)).rejects.toBeDefined()
    }
    expect(await read(inPieces([new Uint8Array(3)]), other)).toHaveLength(3)
  })
})

describe("a media type", () => {
  const typeOf = (type: string, encoding?: string) =>
    mediaType(
      new Headers({ "Content-Type": type, ...(encoding && { "Content-Encoding": encoding }) }),
      ["application/json"],
    )

  it("is accepted in any case, and with UTF-8", () => {
    for (const type of ["application/json", "Application/JSON; charset=UTF-8"]) {
      expect(typeOf(type)).toBe("application/json")
    }
    expect(typeOf("application/json", "identity")).toBe("application/json")
  })

  it("is refused otherwise", () => {
    for (const type of ["", "text/json", "application/json; charset=latin1"]) {
      expect(() => typeOf(type)).toThrow(
        expect.objectContaining({ code: "content_type_unsupported" }),
      )
    }
    for (const encoding of ["gzip", "br", "identity, gzip"]) {
      expect(() => typeOf("application/json", encoding)).toThrow(
        expect.objectContaining({ code: "content_encoding_unsupported" }),
      )
    }
  })
})
