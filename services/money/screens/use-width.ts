/** How wide a place on the page is, so that drawings are sharp at every width. */
import { useEffect, useRef, useState } from "react"

/** A reference for the place, and its width in pixels; 0 until it is measured. */
export function useWidth() {
  const place = useRef<HTMLDivElement>(null)
  const [width, setWidth] = useState(0)
  useEffect(() => {
    if (place.current === null) return
    const observer = new ResizeObserver(([entry]) => setWidth(entry?.contentRect.width ?? 0))
    observer.observe(place.current)
    return () => observer.disconnect()
  }, [])
  return [place, width] as const
}
