/** What a person chose for this browser: theme, time zone, keys. Kept in `localStorage`. */

/** `auto` follows the system. */
export type Theme = "auto" | "light" | "dark"
/** Times in the zone of this machine, or in UTC. */
export type Zone = "local" | "utc"

const THEME = "concordat.theme"
const ZONE = "concordat.zone"
const KEYS = "concordat.keys"
const THEMES: readonly Theme[] = ["auto", "light", "dark"]

/** The theme chosen last. */
export function chosenTheme(): Theme {
  const kept = localStorage.getItem(THEME)
  return THEMES.find((theme) => theme === kept) ?? "auto"
}

/** Shows a theme and remembers it. */
export function chooseTheme(theme: Theme): void {
  localStorage.setItem(THEME, theme)
  showTheme()
}

/** Puts the chosen theme on the page; the tokens follow it. */
export function showTheme(): void {
  const theme = chosenTheme()
  const { dataset } = document.documentElement
  if (theme === "auto") delete dataset["theme"]
  else dataset["theme"] = theme
}

/** The theme after this one, in the order of the switch. */
export function nextTheme(theme: Theme): Theme {
  return THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length]!
}

/** The zone in which times are shown. */
export function chosenZone(): Zone {
  return localStorage.getItem(ZONE) === "utc" ? "utc" : "local"
}

/** Remembers the zone; pages read it when they are drawn. */
export function chooseZone(zone: Zone): void {
  localStorage.setItem(ZONE, zone)
}

/** Whether single keys act: `/`, `?` and the like. */
export function keysAct(): boolean {
  return localStorage.getItem(KEYS) !== "off"
}

/** Switches single keys on or off. */
export function letKeysAct(on: boolean): void {
  localStorage.setItem(KEYS, on ? "on" : "off")
}
