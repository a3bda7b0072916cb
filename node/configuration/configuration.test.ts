/** S01: unknown settings, bad values; defaults; the environment. */
import { describe, expect, it } from "vitest"
import { loadConfiguration, readConfiguration } from "./configuration.ts"
import { allSettings, variableOf } from "./settings.ts"

const FILE = `# a node
[chain]
id = "example-1"

[gateway]
listen = "0.0.0.0:4400"
requestSeconds = 20

[engine]
kind = "cometbft"
peers = ["${"1".repeat(40)}@10.0.0.2:26656"]

[keys.consensus]
store = "file"
`

describe("a configuration", () => {
  it("is defaults where nothing is said", () => {
    const { configuration, faults } = readConfiguration("")
    expect(faults).toEqual([])
    expect(configuration.gateway.listen).toBe("127.0.0.1:4400")
    expect(configuration.mempool).toEqual({ transactions: 40_000, bytes: 67_108_864 })
    expect(configuration.chain.id).toBeNull()
    for (const { of } of allSettings()) expect(of.about).toMatch(/^[A-Z].*\.$/)
  })

  it("is what the file says, and the environment above it", () => {
    const { configuration, faults } = readConfiguration(FILE, {
      CONCORDAT_GATEWAY_REQUEST_SECONDS: "10",
      CONCORDAT_ENGINE_PEERS: `${"2".repeat(40)}@b:1,${"3".repeat(40)}@c:2`,
      CONCORDAT_ENGINE_SAME_HOST: "true",
      CONCORDAT_CRASH: "commit.after",
      PATH: "/bin",
    })
    expect(faults).toEqual([])
    expect(configuration.chain.id).toBe("example-1")
    expect(configuration.gateway.requestSeconds).toBe(10)
    expect(configuration.engine.peers.map((peer) => peer.split("@")[1])).toEqual(["b:1", "c:2"])
    expect(configuration.engine.sameHost).toBe(true)
    expect(configuration["keys.consensus"].store).toBe("file")
    expect(variableOf("keys.consensus", "store")).toBe("CONCORDAT_KEYS_CONSENSUS_STORE")
  })

  it.each([
    ["[gateway]\nlisten = 4400", 2, "gateway.listen", null],
    ["\n[gateway]\n\nlistn = 'x:1'", 4, "gateway.listn", "gateway.listen"],
    ["[engine]\nkind = 'sol'", 2, "engine.kind", "solo"],
    ["[store]\nflushBlocks = 0", 2, "store.flushBlocks", null],
    ["[node]\n[engine]\nsameHost = 'no'", 3, "engine.sameHost", null],
    ["[admin]\nlisten = '0.0.0.0:9464'", 2, "admin.listen", null],
    ["[admin]\nlisten = '127.0.0.1:4400'", 2, "admin.listen", null],
    ["[retain]\nprofile = 'minimal'", 2, "retain.profile", null],
    ["[store]\nflushBlocks = 1.5", 2, "store.flushBlocks", null],
    ["[gatway]\nlisten = 'x:1'", 1, "gatway", null],
    ["[keys.consensus]\nstor = 'file'", 2, "keys.consensus.stor", "keys.consensus.store"],
    ["[chain]\nid = 'Example'", 2, "chain.id", null],
    ["level = 'info'", 1, "level", null],
    ["[log\nlevel = 1", 1, "", null],
  ])("S01: %j is refused with line and nearest name", (text, line, setting, nearest) => {
    const { faults } = readConfiguration(text)
    expect(faults).toHaveLength(1)
    expect(faults[0]).toMatchObject({ line, setting, ...(nearest === null ? {} : { nearest }) })
    expect(() => loadConfiguration("concordat.toml", text)).toThrow(
      expect.objectContaining({ code: "configuration_invalid" }),
    )
  })

  it("S01: a wrong variable of one of our sections is refused, and all faults are found", () => {
    const { faults } = readConfiguration("[log]\nlevel = 'loud'", {
      CONCORDAT_GATEWAY_LISTN: "x:1",
      CONCORDAT_STORE_FLUSH_BLOCKS: "many",
    })
    expect(faults.map(({ setting }) => setting).sort()).toEqual([
      "CONCORDAT_GATEWAY_LISTN",
      "CONCORDAT_STORE_FLUSH_BLOCKS",
      "log.level",
    ])
    expect(faults.find(({ line }) => line === null)?.nearest).toBe("CONCORDAT_GATEWAY_LISTEN")
  })

  it("ports of the engine count where it runs; any port clashes with none", () => {
    const same = "[engine]\nlisten = 'a:4400'\nkind = "
    expect(readConfiguration(`${same}'solo'`).faults).toEqual([])
    expect(readConfiguration(`${same}'cometbft'`).faults).toMatchObject([{ line: 2 }])
    const any = "[gateway]\nlisten = '127.0.0.1:0'\n[admin]\nlisten = '127.0.0.1:0'"
    expect(readConfiguration(any).faults).toEqual([])
  })

  it("a reserved setting takes its default alone, and says so", () => {
    const { faults } = readConfiguration("[retain]\nprofile = 'archive'")
    expect(faults).toEqual([])
    const [fault] = readConfiguration("[retain]\nprofile = '90d'").faults
    expect(fault?.reason).toContain("nothing else in this version")
  })

  it("the message names the file, the line and the bounds", () => {
    expect(() => loadConfiguration("concordat.toml", "[log]\nlevel = 'loud'")).toThrow(
      'concordat.toml:2: log.level must be one of "trace", "debug", "info"',
    )
    expect(loadConfiguration("concordat.toml", null).log.level).toBe("info")
  })
})
