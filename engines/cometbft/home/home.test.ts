/** The engine's folder: what is written once, what each time, and what must never be made anew. */
import { DEFAULT_PARAMETERS, type Hash, sha256, toHex } from "@concordat/kernel"
import { describe, expect, it } from "vitest"
import { SeededRandom, TestDisk } from "../../testing/index.ts"
import { configText, type EngineConfig } from "./config.ts"
import type { EngineGenesis } from "./genesis.ts"
import { writeHome } from "./home.ts"
import { ensureKeys } from "./keys.ts"

const HOME = "/engine"
const CONFIG: EngineConfig = {
  ...{ name: "one", abci: "/run/a.sock", rpc: "/run/r.sock", listen: "127.0.0.1:26610" },
  metrics: "127.0.0.1:26611",
  peers: [`${"ab".repeat(20)}@127.0.0.1:26620`, `${"cd".repeat(20)}@127.0.0.1:26630`],
  sameHost: true,
  timeoutCommitMs: 300,
}
const GENESIS: EngineGenesis = {
  ...{ chain: "example-1", time: Date.UTC(2026, 0, 1), height: 1n, parameters: DEFAULT_PARAMETERS },
  validators: ["01", "02"].map((byte, index) => ({
    key: { ed25519: byte.repeat(32) as Hash },
    power: BigInt(index + 1),
  })),
  digest: "aa".repeat(32) as Hash,
}

const text = async (disk: TestDisk, path: string) =>
  new TextDecoder().decode((await disk.read(`${HOME}/${path}`)) ?? new Uint8Array())

describe("keys", () => {
  it("are made once, for their owner only, in the engine's own form", async () => {
    const disk = new TestDisk()
    const keys = await ensureKeys(disk, HOME, new SeededRandom(1))
    expect(await ensureKeys(disk, HOME, new SeededRandom(2))).toEqual(keys)
    const path = `${HOME}/config/priv_validator_key.json`
    expect(await disk.mode(path)).toBe(0o600)
    const file = JSON.parse(await text(disk, "config/priv_validator_key.json"))
    const bytes = Buffer.from(file.priv_key.value, "base64")
    expect(bytes).toHaveLength(64)
    expect(toHex(bytes.subarray(32))).toBe(keys.validator)
    expect(file.pub_key.value).toBe(bytes.subarray(32).toString("base64"))
    expect(file.address).toBe(toHex(sha256(bytes.subarray(32)).subarray(0, 20)).toUpperCase())
    const node = JSON.parse(await text(disk, "config/node_key.json"))
    const key = Buffer.from(node.priv_key.value, "base64").subarray(32)
    expect(keys.nodeId).toBe(toHex(sha256(key).subarray(0, 20)))
  })
})

describe("the folder", () => {
  it("has a genesis with 64-bit integers as texts, and ours by its digest alone", async () => {
    const disk = new TestDisk()
    await writeHome(disk, HOME, CONFIG, GENESIS)
    const genesis = JSON.parse(await text(disk, "config/genesis.json"))
    expect(genesis).toMatchObject({
      ...{ genesis_time: "2026-01-01T00:00:00.000Z", chain_id: "example-1", initial_height: "1" },
      app_state: { genesis: GENESIS.digest },
      consensus_params: {
        block: { max_bytes: "4194304", max_gas: "-1" },
        evidence: { max_age_num_blocks: "100000", max_age_duration: "172800000000000" },
        abci: { vote_extensions_enable_height: "0" },
      },
    })
    expect(genesis.validators.map(({ power }: { power: string }) => power)).toEqual(["2", "1"])
    expect(JSON.parse(await text(disk, "data/priv_validator_state.json"))).toMatchObject({
      step: 0,
    })
  })

  it("gets its settings at each start, everything else once", async () => {
    const disk = new TestDisk()
    await writeHome(disk, HOME, CONFIG, GENESIS)
    await writeHome(disk, HOME, { ...CONFIG, listen: "127.0.0.1:1" }, GENESIS)
    expect(await text(disk, "config/config.toml")).toContain('laddr = "tcp://127.0.0.1:1"')
  })

  it("genesis_mismatch: of another ledger is left alone", async () => {
    const disk = new TestDisk()
    await writeHome(disk, HOME, CONFIG, GENESIS)
    const other = { ...GENESIS, chain: "other-1" }
    await expect(writeHome(disk, HOME, CONFIG, other)).rejects.toMatchObject({
      code: "genesis_mismatch",
    })
  })

  it("signer_state_missing: what was signed last is never made anew", async () => {
    const disk = new TestDisk()
    await writeHome(disk, HOME, CONFIG, GENESIS)
    disk.put(`${HOME}/data/blockstore.db/CURRENT`, new Uint8Array(1))
    await disk.remove(`${HOME}/data/priv_validator_state.json`)
    await expect(writeHome(disk, HOME, CONFIG, GENESIS)).rejects.toMatchObject({
      code: "signer_state_missing",
    })
  })
})

describe("config.toml of a node that joins", () => {
  it("has state sync from the trusted header, and looks for its own votes", () => {
    const servers = ["https://mint.example/engine", "https://hall.example/engine"]
    const trust = { height: 41_000n, hash: "ab".repeat(32) as Hash }
    const lines = configText({ ...CONFIG, join: { servers, trust } }).split("\n")
    for (const line of [
      "enable = true",
      `rpc_servers = "${servers.join(",")}"`,
      "trust_height = 41000",
      `trust_hash = "${"ab".repeat(32)}"`,
      'trust_period = "168h0m0s"',
      'discovery_time = "5s"',
      "max_snapshot_chunks = 4096",
      "double_sign_check_height = 10",
    ]) {
      expect(lines).toContain(line)
    }
  })
})

describe("config.toml", () => {
  it("has what we set, and no network port for the RPC", () => {
    const lines = configText(CONFIG).split("\n")
    for (const line of [
      'proxy_app = "unix:///run/a.sock"',
      "filter_peers = true",
      'laddr = "unix:///run/r.sock"',
      "max_body_bytes = 8000000",
      "max_request_batch_size = 500",
      "pex = false",
      "allow_duplicate_ip = true",
      `unconditional_peer_ids = "${"ab".repeat(20)},${"cd".repeat(20)}"`,
      "max_tx_bytes = 262144",
      "adaptive_sync = false",
      'timeout_commit = "300ms"',
      'create_empty_blocks_interval = "10s"',
      "double_sign_check_height = 0",
      "discard_abci_responses = true",
      'indexer = "null"',
      'prometheus_listen_addr = "127.0.0.1:26611"',
    ]) {
      expect(lines).toContain(line)
    }
    expect(configText(CONFIG)).not.toContain("tcp://0.0.0.0")
    expect(lines.some((line) => line.startsWith("enable ="))).toBe(false)
  })
})
