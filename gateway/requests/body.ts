/** Request bodies: their type, their size before they are held, the time they may take. */
import { ConcordatError, Invalid, type Json, joined, parseJson } from "@concordat/kernel"
import { BODIES_BYTES_MAX, BODY_MS_MAX } from "../limits.ts"

/** Runs a task after so many milliseconds, unless what it answers is called before. */
export type Later = (ms: number, task: () => void) => () => void

function tooLarge(limit: number): Invalid {
  return new Invalid("body_too_large", "", `The body has more than ${limit} bytes.`, { limit })
}

/** The media type of a body, without parameters; refuses one that the route does not take. */
export function mediaType(headers: Headers, accepted: readonly string[]): string {
  const encoding = headers.get("content-encoding")
  if (encoding !== null && encoding.toLowerCase() !== "identity") {
    const reason = "A compressed body is not accepted; send it plain."
    throw new Invalid("content_encoding_unsupported", "", reason)
  }
  const given = headers.get("content-type") ?? ""
  if (accepted.includes(given)) return given
  const [type = "", ...rest] = given.toLowerCase().split(";")
  const charset = rest.map((part) => part.trim()).find((part) => part.startsWith("charset="))
  const utf8 = charset === undefined || /^charset="?utf-8"?$/.test(charset)
  if (accepted.includes(type.trim()) && utf8) return type.trim()
  const reason = `This route takes ${accepted.join(" or ")}.`
  throw new Invalid("content_type_unsupported", "", reason, { expected: accepted.join(", ") })
}

/** How many bytes of bodies may be held at a time, and how many are. */
export class BodyRoom {
  private held = 0
  private readonly most: number

  constructor(most = BODIES_BYTES_MAX) {
    this.most = most
  }

  /** Takes room for a body, or throws `ConcordatError` `node_busy`. */
  take(bytes: number): void {
    if (this.held + bytes > this.most) {
      const hint = "Send the same request again in a few seconds."
      throw new ConcordatError("node_busy", "Too many requests are arriving.", { hint })
    }
    this.held += bytes
  }

  give(bytes: number): void {
    this.held -= bytes
  }
}

/** Bytes that a body says it has; null where it is sent in chunks, 0 where there is none. */
function declaredLength(request: Request, limit: number): number | null {
  const text = request.headers.get("content-length")
  if (text === null) return request.headers.has("transfer-encoding") || request.body ? null : 0
  const length = Number(text)
  if (!Number.isSafeInteger(length) || length > limit) throw tooLarge(limit)
  return length
}

/** A body of unknown length, piece by piece. */
async function readPieces(
  body: ReadableStream<Uint8Array>,
  limit: number,
  late: Promise<never>,
): Promise<Uint8Array> {
  const reader = body.getReader()
  const pieces: Uint8Array[] = []
  let size = 0
  try {
    for (;;) {
      const { done, value } = await Promise.race([reader.read(), late])
      if (done) return joined(pieces)
      size += value.length
      if (size > limit) throw tooLarge(limit)
      pieces.push(value)
    }
  } catch (failure) {
    void reader.cancel().catch(() => {})
    throw failure
  }
}

/** A body whose length is declared: the server reads no byte beyond it. */
async function readWhole(request: Request, late: Promise<never>): Promise<Uint8Array> {
  return new Uint8Array(await Promise.race([request.arrayBuffer(), late]))
}

/** What a failure while reading means: a timeout, a size, or a caller that is gone. */
function bodyFailure(failure: unknown): unknown {
  if (failure instanceof Invalid || failure instanceof ConcordatError) return failure
  const hint = "Send the whole body; nothing of this request was used."
  return new ConcordatError("upload_incomplete", "The body ended early.", { cause: failure, hint })
}

/**
 * All bytes of a body, `limit` at most, within the time that a body may take. Throws `Invalid`
 * `body_too_large`, `ConcordatError` `request_timeout`, `upload_incomplete` or `node_busy`.
 */
export async function readBody(
  request: Request,
  { after, room, limit }: { after: Later; room: BodyRoom; limit: number },
): Promise<Uint8Array> {
  const declared = declaredLength(request, limit)
  if (declared === 0) return new Uint8Array()

  room.take(declared ?? limit)
  const { promise: late, reject } = Promise.withResolvers<never>()
  late.catch(() => {}) // It is raced below; nobody waits for it where the body came in time.
  const stop = after(BODY_MS_MAX, () => {
    const message = `The body took more than ${BODY_MS_MAX / 1000} seconds.`
    reject(new ConcordatError("request_timeout", message, { hint: "Send it again, at once." }))
  })
  try {
    if (declared !== null) return await readWhole(request, late)
    return await readPieces(request.body!, limit, late)
  } catch (failure) {
    throw bodyFailure(failure)
  } finally {
    stop()
    room.give(declared ?? limit)
  }
}

/** The JSON value of a body, by the platform's strict reader. */
export function jsonOf(body: Uint8Array): Json {
  return parseJson(body)
}
