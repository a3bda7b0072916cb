/** The switch of the theme: system, light, dark, one after the other. */
import { useState } from "react"
import { shown } from "../texts/shown.ts"
import { IconButton } from "./button.tsx"
import { chooseTheme, chosenTheme, nextTheme } from "./settings.ts"

/** A button that says which theme is on and changes to the next. */
export function ThemeSwitch() {
  const [theme, setTheme] = useState(chosenTheme)
  const change = () => {
    const next = nextTheme(theme)
    chooseTheme(next)
    setTheme(next)
  }
  return <IconButton icon="theme" label={shown(`theme.${theme}`)} onClick={change} />
}
