/**
 * The PostgreSQL that the read model is tested with: the system's, or installed from the
 * distribution where we may. PGlite, which needs nothing, is tested besides.
 */
import { existsSync, readdirSync } from "node:fs"
import { join } from "node:path"
import { install, mayInstall } from "./apt.ts"
import type { Found } from "./found.ts"

const VERSIONS = "/usr/lib/postgresql"

/**
 * The folder of PostgreSQL's programs, without changing anything: `CONCORDAT_POSTGRES` first, then
 * the newest of Debian's.
 */
export function postgresPath(): string | null {
  const named = process.env["CONCORDAT_POSTGRES"]
  const versions = existsSync(VERSIONS) ? readdirSync(VERSIONS).map(Number) : []
  const newest = versions.sort((a, b) => b - a).map((each) => join(VERSIONS, `${each}`, "bin"))
  const places = named === undefined ? newest : [named]
  return places.find((place) => existsSync(join(place, "initdb"))) ?? null
}

/** Finds PostgreSQL, or installs it: as root on Debian and its relatives, by apt-get. */
export function postgres(): Found {
  const path = postgresPath()
  if (path !== null) return { path }
  const advice = "Tests of PostgreSQL need it: `apt-get install postgresql`, or CONCORDAT_POSTGRES."
  if (!mayInstall()) return { path: null, missing: advice }
  const installed = install("postgresql")
  const found = postgresPath()
  if (installed && found !== null) return { path: found }
  return { path: null, missing: `apt-get could not install PostgreSQL. ${advice}` }
}
