/** The engine's folder: what is written once, what each time, and what must never be made anew. */
import {
  addressOf,
  DEFAULT_PARAMETERS,
  type Hash,
  sha256,
  toHex,
  utf8,
  VOTE,
} from "@concordat/kernel"
import { describe, expect, it } from "vitest"
import type { ArchivedBlock, BlockArchive } from "../../port.ts"
import { SeededRandom, TestDisk } from "../../testing/index.ts"
import { configText, type EngineConfig } from "./config.ts"
import type { EngineGenesis } from "./genesis.ts"
import { writeHome } from "./home.ts"
import { ensureKeys } from "./keys.ts"
import { ensureFresh } from "./memory.ts"

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

describe("what was signed last", () => {
  const path = `${HOME}/data/priv_validator_state.json`
  const guard = async (disk: TestDisk) => {
    await writeHome(disk, HOME, CONFIG, GENESIS)
    return /double_sign_check_height = (\d+)/.exec(await text(disk, "config/config.toml"))?.[1]
  }
  const signed = (disk: TestDisk, height: bigint) =>
    disk.put(path, utf8(`{"height":"${height}","round":0,"step":3}`))

  it("is looked for in the last blocks by an engine that knows of nothing", async () => {
    const disk = new TestDisk()
    expect([await guard(disk), await guard(disk)]).toEqual(["10", "10"])
    signed(disk, 7n)
    expect(await guard(disk)).toBe("0")
  })

  it("signer_state_stale: is not of before what the blocks here show", async () => {
    const disk = new TestDisk()
    const { validator } = await ensureKeys(disk, HOME, new SeededRandom(1))
    await writeHome(disk, HOME, CONFIG, GENESIS)
    const address = addressOf({ key: { ed25519: validator }, power: 1n })
    const block = (height: bigint, flag: number) =>
      ({ height, commit: { signatures: [{ flag, address }] } }) as unknown as ArchivedBlock
    let flag: number = VOTE.commit
    const archive = {
      ...{ first: 1n, last: 30n },
      block: async (height: bigint) => block(height, height <= 28n ? flag : VOTE.absent),
    } as unknown as BlockArchive
    for (const height of [0n, 20n, 27n]) {
      signed(disk, height)
      await expect(ensureFresh(disk, HOME, archive)).rejects.toMatchObject({
        ...{ code: "signer_state_stale", details: { height: "28", signed: String(height) } },
      })
    }
    for (const height of [28n, 31n]) {
      signed(disk, height)
      await ensureFresh(disk, HOME, archive)
    }
    signed(disk, 0n)
    flag = VOTE.absent
    await ensureFresh(disk, HOME, archive)
  })
})

describe("config.toml of a node that joins", () => {
  it("has state sync from the trusted header, and looks for its own votes", () => {
    const servers = ["https://mint.example/engine", "https://hall.example/engine"]
    const trust = { height: 41_000n, hash: "ab".repeat(32) as Hash }
    const lines = configText({ ...CONFIG, join: { servers, trust } }, true).split("\n")
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
    const lines = configText(CONFIG, true).split("\n")
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
    expect(configText(CONFIG, true)).not.toContain("tcp://0.0.0.0")
    expect(lines.some((line) => line.startsWith("enable ="))).toBe(false)
  })
})
