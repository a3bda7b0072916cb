/**
 * Prometheus, with its `promtool`: the system's, or installed from the distribution where we may.
 * Tests hold the alerts against it, and let it look at a network that runs.
 */
import { existsSync } from "node:fs"
import { join } from "node:path"
import { install, mayInstall } from "./apt.ts"
import type { Found } from "./found.ts"

/** The folder of both programs, without changing anything; `CONCORDAT_PROMETHEUS` first. */
export function prometheusPath(): string | null {
  const named = process.env["CONCORDAT_PROMETHEUS"]
  const places = named === undefined ? ["/usr/bin", "/usr/local/bin"] : [named]
  return places.find((place) => existsSync(join(place, "promtool"))) ?? null
}

/** Finds it, or installs it: as root on Debian and its relatives, by apt-get. */
export function prometheus(): Found {
  const path = prometheusPath()
  if (path !== null) return { path }
  const advice = "Tests of alerts need it: `apt-get install prometheus`, or CONCORDAT_PROMETHEUS."
  if (!mayInstall()) return { path: null, missing: advice }
  const installed = install("prometheus")
  const found = prometheusPath()
  if (installed && found !== null) return { path: found }
  return { path: null, missing: `apt-get could not install Prometheus. ${advice}` }
}
