/** Links inside the console: ordinary addresses, followed without loading the page anew. */
import { readSegment } from "@concordat/sdk"
import { useLocation, useMatch, useRouter } from "@tanstack/react-router"
import { type ComponentProps, type MouseEvent, useRef } from "react"

type Props = Omit<ComponentProps<"a">, "href"> & {
  /** A path of the console, encoded, perhaps with a query. */
  readonly to: string
}

/** A link. Modified clicks open as the browser does. */
export function Link({ to, onClick, ...rest }: Props) {
  const router = useRouter()
  const follow = (event: MouseEvent<HTMLAnchorElement>) => {
    onClick?.(event)
    const modified = event.metaKey || event.ctrlKey || event.shiftKey || event.altKey
    if (event.defaultPrevented || modified || event.button !== 0) return
    event.preventDefault()
    router.history.push(to)
  }
  return <a {...rest} href={to} onClick={follow} />
}

/** Goes to a path. */
export function useGo(): (to: string) => void {
  const router = useRouter()
  return (to) => router.history.push(to)
}

/** The path of this page as it stands in the address, its segments still encoded. */
export function usePath(): string {
  const { href } = useLocation()
  return new URL(href, "http://page").pathname
}

/**
 * The segments of a page's own path, as texts: `/blocks/12` → `blocks`, `12`. While the page after
 * it is loading, the address is that one's already: then they are the last that were its own.
 */
export function useSegments(): readonly string[] {
  const path = usePath()
  const { fullPath }: { readonly fullPath: string } = useMatch({ strict: false })
  const section = fullPath.split("/")[1]
  const own = useRef(path)
  if (path.split("/")[1] === section) own.current = path
  return own.current.split("/").slice(1).map(segmentText)
}

/** The text of a segment; one that is no encoding of a text stays as it is. */
function segmentText(segment: string): string {
  try {
    return readSegment(segment)
  } catch {
    return segment
  }
}

/** Parameters of the address, and a way to change them in place. */
export function useParameters(): readonly [URLSearchParams, (next: URLSearchParams) => void] {
  const { href } = useLocation()
  const router = useRouter()
  const { pathname, searchParams } = new URL(href, "http://page")
  const replace = (next: URLSearchParams) => {
    const query = next.toString()
    router.history.replace(query === "" ? pathname : `${pathname}?${query}`)
  }
  return [searchParams, replace]
}
