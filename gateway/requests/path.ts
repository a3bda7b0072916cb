/** The path and the query of a request, before any route sees them. */
import { Invalid } from "@concordat/kernel"
import { readSegment } from "@concordat/sdk"
import { URL_BYTES_MAX } from "../limits.ts"

const FORBIDDEN = ["..", "%2f", "%2e%2e", "%00", "%5c", "\\", "//"]

/** Refuses a path that could mean two things: traversal, encoded separators, NUL, backslashes. */
export function ensurePath(url: string): void {
  const limit = URL_BYTES_MAX
  if (url.length > limit) {
    const actual = url.length
    throw new Invalid("url_too_long", "", "The address is too long.", { limit, actual })
  }
  const start = url.indexOf("/", url.indexOf("://") + 3)
  const query = url.indexOf("?")
  const path = (start < 0 ? "/" : url.slice(start, query < 0 ? undefined : query)).toLowerCase()
  if (FORBIDDEN.some((part) => path.includes(part))) {
    throw new Invalid("path_invalid", "", "The path holds a part that is never part of a route.")
  }
}

/** The text of one segment of a path, with a slash as `~1` and the empty text as `~`. */
export function segment(text: string): string {
  try {
    return readSegment(text)
  } catch {
    throw new Invalid("path_invalid", "", "A percent sign of the path begins no UTF-8.")
  }
}
