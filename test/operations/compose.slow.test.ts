/**
 * The four nodes of `network-4.yml`, founded by `found.sh` and started with their commands and
 * variables, without containers: keys, genesis, peers and ports of the files make one network.
 */
import { execFileSync } from "node:child_process"
import { cpSync, mkdtempSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join, resolve } from "node:path"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { parse } from "yaml"
import { FILE_NAME } from "../../cli/node/file.ts"
import { RunningNode } from "../../cli/node/running.testing.ts"
import { binaryPath, needed } from "../../engines/cometbft/machine.testing.ts"

const COMPOSE = "deploy/compose"
/**
 * Other ports than those of the files, which may be taken on the machine of the test; below 32,768,
 * from where on the system gives ports to who connects.
 */
const SHIFT = -7_000

const folder = mkdtempSync(join(tmpdir(), "concordat-compose-"))
const nodes: RunningNode[] = []

const shifted = (text: string) =>
  text.replaceAll(
    /(\d+\.\d+\.\d+\.\d+):(\d+)/g,
    (_, host, port) => `${host}:${Number(port) + SHIFT}`,
  )

/** The variables of a service, as the file has them, in a world without its mounts. */
function variablesOf(name: string): Record<string, string> {
  const file = parse(readFileSync(`${COMPOSE}/network-4.yml`, "utf8"), { merge: true })
  const own = file.services[name].environment as Record<string, string>
  const peers = readFileSync(join(folder, "nodes", `${name}.env`), "utf8").trim()
  const all = { ...own, CONCORDAT_ENGINE_PEERS: peers.slice(peers.indexOf("=") + 1) }
  const entries = Object.entries(all).map(([key, value]) => [key, shifted(value)])
  return {
    ...Object.fromEntries(entries),
    CONCORDAT_ENGINE_SOCKET: join(folder, name, "a.sock"),
    CONCORDAT_ENGINE_RPC_SOCKET: join(folder, name, "r.sock"),
    CONCORDAT_GATEWAY_LISTEN: "127.0.0.1:0",
    CONCORDAT_GATEWAY_CONSOLE: "absent",
    CONCORDAT_COMETBFT: binaryPath(),
  }
}

const names = ["mint", "hall", "port", "ward"]
const statusOf = async (node: RunningNode) =>
  (await (await fetch(`${await node.url()}/v1/status`)).json()) as {
    height: string
    appHash: string
    validators: { organisation: string }[]
  }

describe.skipIf(needed !== "")(`the compose file of four${needed}`, () => {
  beforeAll(async () => {
    cpSync(COMPOSE, folder, { recursive: true })
    const run = `${process.execPath} --conditions=source ${resolve("cli/main.ts")}`
    execFileSync("sh", ["./found.sh", "4"], {
      cwd: folder,
      env: { ...process.env, CONCORDAT: run },
      stdio: "pipe",
    })
    for (const name of names) {
      const path = join(folder, "nodes", name, FILE_NAME)
      nodes.push(new RunningNode(path, null, variablesOf(name)))
    }
    await Promise.all(nodes.map((node) => node.url()))
  })
  afterAll(async () => {
    await Promise.all(nodes.map((node) => node.end()))
    rmSync(folder, { recursive: true, force: true })
  })

  it("is one network of four organisations that closes blocks", async () => {
    for (;;) {
      const all = await Promise.all(nodes.map(statusOf))
      if (all.every(({ height }) => BigInt(height) >= 2n)) break
      await new Promise((next) => setTimeout(next, 200))
    }
    const [first] = await Promise.all(nodes.map(statusOf))
    const organisations = first!.validators.map(({ organisation }) => organisation).sort()
    expect(organisations).toEqual([...names].sort())
  })

  it("answers its operators: ready, with the engine's metrics beside the node's", async () => {
    const { url } = await nodes[1]!.said("admin_ready")
    const asked = async () => (await fetch(`${url}/metrics`)).text()
    // A vote that came after the block was decided is missing in it, and counted with the next.
    let text = await asked()
    while (!/^concordat_quorum_margin 1$/m.test(text)) {
      await new Promise((next) => setTimeout(next, 200))
      text = await asked()
    }
    const told = new Set(text.match(/^[a-z]\w+/gm))
    const page = readFileSync("docs/operations/metrics.md", "utf8")
    const named = [...page.matchAll(/^\| `(cometbft_\w+)`/gm)].map(([, name]) => name!)
    expect(named.filter((name) => !told.has(name) && !told.has(`${name}_count`))).toEqual([])
    expect((await fetch(`${url}/readyz`)).status).toBe(200)
  })
})
