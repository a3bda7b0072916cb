/**
 * The Chromium that browser tests drive: the system's, or installed from the distribution where we
 * may. Nothing is ever downloaded from elsewhere.
 */
import { existsSync } from "node:fs"
import { install, mayInstall } from "./apt.ts"
import type { Found } from "./found.ts"

const PLACES = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/snap/bin/chromium",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
]

/** Where Chromium is, without changing anything: `CONCORDAT_CHROMIUM` first, then usual places. */
function chromiumPath(): string | null {
  const named = process.env["CONCORDAT_CHROMIUM"]
  const places = named === undefined ? PLACES : [named]
  return places.find((place) => existsSync(place)) ?? null
}

/** Finds Chromium, or installs it: as root on Debian and its relatives, by apt-get. */
export function chromium(): Found {
  const path = chromiumPath()
  if (path !== null) return { path }
  const advice = "Browser tests need Chromium: `apt-get install chromium`, or CONCORDAT_CHROMIUM."
  if (!mayInstall()) return { path: null, missing: advice }
  const installed = install("chromium")
  const found = chromiumPath()
  if (installed && found !== null) return { path: found }
  return { path: null, missing: `apt-get could not install Chromium. ${advice}` }
}
