/** Packages of the distribution, where we may install them: as root on Debian and its relatives. */
import { spawnSync } from "node:child_process"
import { existsSync } from "node:fs"

/** Whether packages can be installed here at all. */
export function mayInstall(): boolean {
  return process.getuid?.() === 0 && existsSync("/usr/bin/apt-get")
}

/** Installs one package; whether that went well. */
export function install(name: string): boolean {
  process.stdout.write(`Installing ${name} by apt-get…\n`)
  return apt(["update", "-qq"]) && apt(["install", "-y", "-qq", "--no-install-recommends", name])
}

function apt(args: readonly string[]): boolean {
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" }
  const { status } = spawnSync("apt-get", args, { env, stdio: ["ignore", "ignore", "inherit"] })
  return status === 0
}
