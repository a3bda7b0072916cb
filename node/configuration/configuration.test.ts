/** S01: unknown settings, bad values; defaults; the environment. */
import { describe, expect, it } from "vitest"
import { loadConfiguration, readConfiguration } from "./configuration.ts"
import { allSettings, variableOf } from "./settings.ts"

const FILE = `# a node
[chain]
id = "example-1"

[gateway]
listen = "0.0.0.0:4400"
bodyBytes = 2097152
trustedProxies = ["10.0.0.1"]

[keys.consensus]
store = "remote"
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
      CONCORDAT_GATEWAY_BODY_BYTES: "4096",
      CONCORDAT_GATEWAY_TRUSTED_PROXIES: "10.0.0.2,10.0.0.3",
      CONCORDAT_CRASH: "commit.after",
      PATH: "/bin",
    })
    expect(faults).toEqual([])
    expect(configuration.chain.id).toBe("example-1")
    expect(configuration.gateway.bodyBytes).toBe(4_096)
    expect(configuration.gateway.trustedProxies).toEqual(["10.0.0.2", "10.0.0.3"])
    expect(configuration["keys.consensus"].store).toBe("remote")
    expect(variableOf("keys.consensus", "store")).toBe("CONCORDAT_KEYS_CONSENSUS_STORE")
  })

  it.each([
    ["[gateway]\nlisten = 4400", 2, "gateway.listen", null],
    ["\n[gateway]\n\nlistn = 'x:1'", 4, "gateway.listn", "gateway.listen"],
    ["[engine]\nkind = 'sol'", 2, "engine.kind", "solo"],
    ["[store]\nflushBlocks = 0", 2, "store.flushBlocks", null],
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

  it("the message names the file, the line and the bounds", () => {
    expect(() => loadConfiguration("concordat.toml", "[log]\nlevel = 'loud'")).toThrow(
      'concordat.toml:2: log.level must be one of "trace", "debug", "info"',
    )
    expect(loadConfiguration("concordat.toml", null).log.level).toBe("info")
  })
})
