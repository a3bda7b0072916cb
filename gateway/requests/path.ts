/** The path and the query of a request, before any route sees them. */
import { Invalid } from "@concordat/kernel"
import { readSegment } from "@concordat/sdk"
import { URL_BYTES_MAX } from "../limits.ts"

/** Parts that could mean two things to two programs: traversal, separators, NUL. */
const FORBIDDEN = /\.\.|\/\.(\/|$)|\/\/|\\|%2e|%2f|%5c|%00/i

/** Path and query of a URL or of a request line's target, "/" at least. */
export function targetOf(url: string): string {
  if (url.startsWith("/")) return url
  const start = url.indexOf("/", url.indexOf("://") + 3)
  return start < 0 ? "/" : url.slice(start)
}

/** The path of a target, as it was sent. */
export function pathOf(target: string): string {
  const query = target.indexOf("?")
  return query < 0 ? target : target.slice(0, query)
}

/** Refuses a target that is too long, or whose path could mean two things. Never echoed. */
export function ensureTarget(target: string): void {
  if (target.length > URL_BYTES_MAX) {
    const details = { limit: URL_BYTES_MAX, actual: target.length }
    throw new Invalid("url_too_long", "", "The address is too long.", details)
  }
  if (FORBIDDEN.test(pathOf(target))) {
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
