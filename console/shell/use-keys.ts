/** Listens for the single keys of the console, unless they are switched off. */
import { useEffect, useRef } from "react"
import { useGo } from "../components/link.tsx"
import { keysAct } from "../components/settings.ts"
import { isTyping, wishOf } from "./keys.ts"
import { usePlaces } from "./places.ts"

type Acts = { readonly onSearch: () => void; readonly onHelp: () => void }

/** From here on keys act, as long as the component stands. */
export function useKeys({ onSearch, onHelp }: Acts): void {
  const go = useGo()
  const places = usePlaces()
  const led = useRef(false)
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      const wish = wishOf(event, led.current)
      const held = event.ctrlKey || event.metaKey
      led.current = wish?.does === "wait"
      if (wish === null || (!held && (isTyping(event.target) || !keysAct()))) return
      if (wish.does === "wait") return
      event.preventDefault()
      if (wish.does === "search") onSearch()
      if (wish.does === "help") onHelp()
      if (wish.does !== "go") return
      const place = places.find(({ key }) => key === wish.key)
      if (place?.apart) location.assign(place.path)
      else if (place !== undefined) go(place.path)
    }
    document.addEventListener("keydown", listen)
    return () => document.removeEventListener("keydown", listen)
  }, [go, places, onSearch, onHelp])
}
