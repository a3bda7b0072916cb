/**
 * The engine's `config.toml`: what we set and why; all else is its default.
 * Source of truth: CometBFT v0.40.0, `config/config.go`.
 */
import { ABSENT_BLOCKS } from "../join/absence.ts"
import type { JoinChoice } from "../join/headers.ts"
import { BATCH_CALLS_MAX, BODY_BYTES_MAX } from "../rpc/client.ts"

/** What differs between engines. */
export type EngineConfig = {
  /** For people, in the engine's log. */
  readonly name: string
  /** Absolute paths of the two sockets. */
  readonly abci: string
  readonly rpc: string
  /** Where peers connect: `host:port`. */
  readonly listen: string
  /** Where its metrics are answered, on loopback: `host:port`; null: nowhere. */
  readonly metrics: string | null
  /** Peers as `id@host:port`. */
  readonly peers: readonly string[]
  /** Several nodes may have one address: on a development network only. */
  readonly sameHost: boolean
  /** State sync from a snapshot, while this engine has no block; null: by blocks alone. */
  readonly join?: JoinChoice | null
  /** Wait after a commit for stragglers' votes: 300 on a local network, 1,000 on a wide one. */
  readonly timeoutCommitMs: number
}

const TRANSACTION_BYTES_MAX = 262_144
const BYTES_A_SECOND = 20_480_000

type Value = string | number | boolean
type Section = Readonly<Record<string, Value>>

const idsOf = (peers: readonly string[]) => peers.map((peer) => peer.split("@")[0]).join(",")

function stateSync({ join = null }: EngineConfig): Section {
  const most = { max_snapshot_chunks: 4_096 }
  if (join === null) return most
  return {
    ...most,
    enable: true,
    rpc_servers: join.servers.join(","),
    trust_height: Number(join.trust.height),
    trust_hash: join.trust.hash,
    trust_period: "168h0m0s",
    discovery_time: "5s",
  }
}

function sections(config: EngineConfig, remembers: boolean): Readonly<Record<string, Section>> {
  const { peers, metrics } = config
  return {
    rpc: {
      laddr: `unix://${config.rpc}`, // Never a network port: it is unsafe, for `dial_peers`.
      unsafe: true,
      max_body_bytes: BODY_BYTES_MAX,
      max_request_batch_size: BATCH_CALLS_MAX,
    },
    p2p: {
      laddr: `tcp://${config.listen}`,
      pex: false, // Who may be a peer is decided on the ledger, not learnt from peers.
      addr_book_strict: false,
      persistent_peers: peers.join(","),
      unconditional_peer_ids: idsOf(peers),
      allow_duplicate_ip: config.sameHost,
      send_rate: BYTES_A_SECOND, // A block of 4 MiB in 0.2 s.
      recv_rate: BYTES_A_SECOND,
    },
    mempool: {
      size: 40_000,
      max_txs_bytes: 67_108_864,
      cache_size: 100_000,
      max_tx_bytes: TRANSACTION_BYTES_MAX,
    },
    statesync: stateSync(config),
    blocksync: { adaptive_sync: false }, // A validator could vote twice.
    consensus: {
      timeout_commit: `${config.timeoutCommitMs}ms`,
      create_empty_blocks: true,
      create_empty_blocks_interval: "10s", // Bounds how far a quiet ledger's time lags.
      // Who remembers its votes looks for none: else all that stopped together never start again.
      double_sign_check_height: config.join || !remembers ? ABSENT_BLOCKS : 0,
    },
    storage: { discard_abci_responses: true },
    tx_index: { indexer: "null" },
    instrumentation: {
      prometheus: metrics !== null,
      prometheus_listen_addr: metrics ?? "",
    },
  }
}

const lines = (section: Section) =>
  Object.entries(section).map(([key, value]) => `${key} = ${JSON.stringify(value)}`)

/** The text of `config.toml`; `remembers`: what this engine signed last is known. */
export function configText(config: EngineConfig, remembers: boolean): string {
  const top = {
    proxy_app: `unix://${config.abci}`,
    moniker: config.name,
    abci: "socket",
    filter_peers: true,
    log_format: "json",
    log_level: "info",
  }
  const parts = Object.entries(sections(config, remembers)).map(([name, section]) =>
    [`[${name}]`, ...lines(section)].join("\n"),
  )
  const head = ["# Written at every start by the node.", ...lines(top)].join("\n")
  return `${[head, ...parts].join("\n\n")}\n`
}
