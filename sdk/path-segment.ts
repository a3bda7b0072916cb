/**
 * Texts as segments of a path, after the escapes of JSON pointers (RFC 6901): the gateway refuses
 * an encoded slash, as proxies read it in two ways, but parties such as `education/registrar` stand
 * in keys. `~` is `~0`, `/` is `~1`, and the empty text is `~`.
 */

/** The segment of a text: `education/registrar` → `education~1registrar`. */
export function writeSegment(text: string): string {
  if (text === "") return "~"
  return encodeURIComponent(text.replaceAll("~", "~0").replaceAll("/", "~1"))
}

/** The text of a segment; throws `URIError` where a percent sign begins no UTF-8. */
export function readSegment(segment: string): string {
  if (segment === "~") return ""
  return decodeURIComponent(segment).replaceAll("~1", "/").replaceAll("~0", "~")
}
