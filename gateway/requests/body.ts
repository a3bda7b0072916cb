/** Request bodies: their type, their size before they are held, the time they may take. */
import { ConcordatError, Invalid, type Json, parseJson } from "@concordat/kernel"
import { BODY_BYTES_MAX, BODY_MS_MAX } from "../limits.ts"

export type Later = (ms: number, task: () => void) => () => void

function tooLarge(limit: number): Invalid {
  return new Invalid("body_too_large", "", `The body has more than ${limit} bytes.`, { limit })
}

/** The media type of a request, without parameters; refuses one that the route does not take. */
export function mediaType(request: Request, accepted: readonly string[]): string {
  const encoding = request.headers.get("content-encoding") ?? "identity"
  if (encoding.toLowerCase() !== "identity") {
    const reason = "A compressed body is not accepted; send it plain."
    throw new Invalid("content_encoding_unsupported", "", reason)
  }
  const given = request.headers.get("content-type") ?? ""
  const [type = "", ...rest] = given.toLowerCase().split(";")
  const charset = rest.map((part) => part.trim()).find((part) => part.startsWith("charset="))
  const utf8 = charset === undefined || charset === "charset=utf-8"
  if (!accepted.includes(type.trim()) || !utf8) {
    const reason = `This route takes ${accepted.join(" or ")}.`
    throw new Invalid("content_type_unsupported", "", reason, { expected: accepted.join(", ") })
  }
  return type.trim()
}

/** All bytes of a body, as many as `limit`, within the time that a body may take. */
export async function readBody(
  request: Request,
  after: Later,
  limit = BODY_BYTES_MAX,
): Promise<Uint8Array> {
  const declared = Number(request.headers.get("content-length") ?? 0)
  if (declared > limit) throw tooLarge(limit)
  if (request.body === null) return new Uint8Array(0)

  const reader = request.body.getReader()
  let late = false
  const stop = after(BODY_MS_MAX, () => {
    late = true
    void reader.cancel()
  })
  const chunks: Uint8Array[] = []
  let size = 0
  try {
    for (;;) {
      const { done, value } = await reader.read()
      if (done) break
      size += value.length
      if (size > limit) throw tooLarge(limit)
      chunks.push(value)
    }
  } catch (error) {
    if (error instanceof Invalid) throw error
    const hint = "Send the whole body; nothing of this request was used."
    throw new ConcordatError("upload_incomplete", "The body ended early.", { cause: error, hint })
  } finally {
    stop()
    reader.releaseLock()
  }
  if (late) {
    const message = `The body took more than ${BODY_MS_MAX / 1000} seconds.`
    throw new ConcordatError("request_timeout", message, { hint: "Send it again, at once." })
  }
  const bytes = new Uint8Array(size)
  let at = 0
  for (const chunk of chunks) {
    bytes.set(chunk, at)
    at += chunk.length
  }
  return bytes
}

/** The JSON value of a body, by the platform's strict reader. */
export async function readJson(request: Request, after: Later): Promise<Json> {
  mediaType(request, ["application/json"])
  const bytes = await readBody(request, after)
  return parseJson(bytes)
}
