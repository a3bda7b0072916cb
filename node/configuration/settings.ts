/**
 * Every setting of `concordat.toml`: its form, default, bounds and meaning, in the order in which a
 * generated reference shows them. Nothing here can change a result: limits that matter to execution
 * are parameters in the state.
 */
import {
  address,
  choice,
  flag,
  listOf,
  path,
  pathOrNone,
  reserved,
  type Setting,
  someOf,
  textOf,
  textWith,
  whole,
  wholeOrNone,
} from "./setting.ts"

const HASH = /^[0-9a-f]{64}$/
const CHAIN = /^[a-z][a-z0-9-]{0,40}-[1-9][0-9]{0,5}$/
const keyStores = ["file", "memory", "pkcs11", "remote"] as const
const keys = (about: string) => ({ store: reserved(choice({ about }, "file", keyStores)) })
const PEER = /^[0-9a-f]{40}@[A-Za-z0-9.-]+:\d{1,5}$/
const NAME = /^[A-Za-z0-9][A-Za-z0-9.-]{0,62}$/

/** Sections and their settings. */
export const SETTINGS = {
  node: {
    name: textOf({ about: "How the engine's log calls this node." }, NAME, "a name such as mint-1"),
    profile: choice(
      { about: "A development ledger signs for its seeded principals; production never does." },
      "production",
      ["production", "development"],
    ),
    data: path({ about: "The data folder: block log, state, lock." }, "data"),
    batches: path({ about: "Leaf files of registered batches." }, "batches"),
  },
  chain: {
    id: textOf(
      { about: "The chain id; another ledger's data is refused." },
      CHAIN,
      "a chain id such as example-1",
    ),
    genesisHash: textOf(
      { about: "Digest of the genesis file; another one is refused." },
      HASH,
      "64 hex digits",
    ),
    genesis: path({ about: "The genesis file." }, "genesis.json"),
  },
  engine: {
    kind: choice({ about: "What puts transactions in order." }, "solo", ["solo", "cometbft"]),
    socket: textOf(
      { about: "Where the CometBFT engine finds this node." },
      /^\/.{1,102}$/,
      "an absolute path of at most 103 bytes",
    ),
    rpcSocket: textOf(
      { about: "Where this node asks the CometBFT engine; its folder is this node's alone." },
      /^\/.{1,102}$/,
      "an absolute path of at most 103 bytes",
    ),
    home: path({ about: "The engine's own folder, with the key that votes." }, "engine"),
    votes: flag(
      { about: "Whether this node may ever vote: one of a supervisor or an auditor never does." },
      true,
    ),
    binary: pathOrNone({ about: "The engine's program; found or named by CONCORDAT_COMETBFT." }),
    listen: address({ about: "Where the engine's peers connect." }, "0.0.0.0:26656"),
    metrics: address(
      { about: "Where the engine's metrics are answered." },
      "127.0.0.1:26660",
      true,
    ),
    peers: listOf(
      { about: "The engine's peers, by node id and address." },
      PEER,
      "a list of <40 hex digits>@host:port",
    ),
    sameHost: flag({ about: "Several nodes share one address: development only." }, false),
    timeoutCommitMs: whole(
      { about: "Wait for late votes after a block: 300 on a local network, 1,000 on a wide one." },
      1_000,
      100,
      10_000,
    ),
  },
  store: {
    kind: reserved(
      choice({ about: "Where the state lies." }, "classic-level", ["classic-level", "memory"]),
    ),
    flushBlocks: whole(
      { about: "Blocks that are written to the state store at once." },
      64,
      1,
      1_000,
    ),
  },
  verify: {
    workers: wholeOrNone(
      {
        about: "Threads that verify signatures; 0: in place; unset: one less than cores.",
      },
      0,
      64,
    ),
  },
  readModel: {
    kind: choice({ about: "The SQL read model." }, "none", ["none", "pglite", "postgres"]),
    urlFile: pathOrNone({ about: "File with the database's address, for postgres." }),
  },
  retain: {
    profile: reserved(
      choice({ about: "Which old blocks are kept." }, "archive", ["archive", "90d", "minimal"]),
    ),
  },
  snapshot: {
    everyBlocks: whole(
      {
        about:
          "Blocks between snapshots for joiners, alike on all nodes; the embedded engine has none.",
      },
      5_000,
      10,
      100_000,
    ),
  },
  stateSync: {
    servers: listOf(
      {
        about:
          "Gateways of others with their path /engine, two at least: a new node joins by them.",
      },
      /^https?:\/\/[^/\s,]+\/engine$/,
      "a list of addresses such as https://ledger.example.org/engine",
    ),
    trustHeight: whole(
      { about: "Height of the header that a joining node trusts: an anchor's." },
      1,
      1,
      Number.MAX_SAFE_INTEGER,
    ),
    trustHash: textOf({ about: "Hash of that header." }, HASH, "64 hex digits"),
  },
  mempool: {
    transactions: whole({ about: "Transactions that may wait." }, 40_000, 1, 1_000_000),
    bytes: whole({ about: "Bytes that may wait." }, 67_108_864, 262_144, 1_073_741_824),
  },
  gateway: {
    listen: address({ about: "Where the gateway listens." }, "127.0.0.1:4400"),
    console: pathOrNone({ about: "Folder of the built console; none: HTTP alone." }),
    schemas: pathOrNone({
      about: "Folder of ISO 20022's XML schemas, named by message id; none: none is judged by.",
    }),
    publicOrigin: textOf(
      { about: "The origin that browsers and clients see; tokens and sign-in are for it alone." },
      /^(https:\/\/[a-z0-9.-]+(:\d{1,5})?|http:\/\/(localhost|127\.0\.0\.1)(:\d{1,5})?)$/,
      "an origin such as https://ledger.example.org",
    ),
    trustedProxies: listOf(
      { about: "Proxies whose X-Forwarded-For tells who asks." },
      /^[0-9a-f.:/]+$/,
      "a list of addresses",
    ),
    bodyBytes: reserved(whole({ about: "Largest request body." }, 1_048_576, 1_024, 4_194_304)),
    requestSeconds: whole({ about: "Longest request." }, 30, 1, 60),
    headerBytes: reserved(whole({ about: "Largest request headers." }, 16_384, 1_024, 32_768)),
    socketMessageBytes: reserved(
      whole({ about: "Largest WebSocket message." }, 262_144, 1_024, 1_048_576),
    ),
    socketQueueBytes: reserved(
      whole({ about: "Most bytes a slow reader holds up." }, 1_048_576, 65_536, 8_388_608),
    ),
    perOrganisationPerSecond: whole(
      { about: "Questions of one organisation a second; profile production.", reload: true },
      200,
      1,
      1_000_000,
    ),
    burst: whole(
      { about: "How many questions it may ask at once after a rest.", reload: true },
      400,
      1,
      1_000_000,
    ),
    submissionsPerSecond: whole(
      { about: "Transactions of one organisation a second; profile production.", reload: true },
      200,
      1,
      1_000_000,
    ),
    submissionsBurst: whole(
      { about: "How many transactions it may send at once after a rest.", reload: true },
      2_000,
      1,
      1_000_000,
    ),
    subscriptionsPerSecond: whole(
      { about: "Subscriptions to the feed of one organisation a second.", reload: true },
      20,
      1,
      100_000,
    ),
    missesPerMinute: whole(
      { about: "Absent names and wrong credentials of one caller a minute.", reload: true },
      1_000,
      10,
      1_000_000,
    ),
  },
  access: {
    public: someOf(
      { about: "Audiences that need no credential; unset: all but read, in development all." },
      ["verify", "read", "send", "join"],
    ),
    tokens: path({ about: "Hashes of the API tokens that principals made." }, "tokens.json"),
  },
  signIn: {
    issuer: textOf(
      { about: "Where people sign in: an OpenID issuer. Unset: nobody does." },
      /^(https:\/\/[^\s?#]+|http:\/\/(localhost|127\.0\.0\.1)(:\d{1,5})?(\/[^\s?#]*)?)$/,
      "an address such as https://login.example.org",
    ),
    clientId: textOf(
      { about: "How the issuer knows this gateway." },
      /^[!-~]{1,256}$/,
      "the client id that the issuer gave",
    ),
    clientSecretFile: pathOrNone({
      about: "File with the client's secret, readable by its owner only; unset: PKCE alone.",
    }),
    scope: textWith(
      { about: "What is asked for of a person." },
      "openid profile",
      /^openid( [a-z_:.-]{1,64}){0,8}$/,
      "openid, and what else is asked for",
    ),
    claim: textWith(
      { about: "The claim that tells who a person is." },
      "concordat",
      /^[A-Za-z0-9_:./-]{1,128}$/,
      "the name of a claim",
    ),
    principals: listOf(
      { about: "Principals by values of the claim; none: the claim names the principal." },
      /^[^\s=,]{1,128}=[a-z][a-z0-9-]{1,30}\/[a-z0-9][a-z0-9-]{0,30}$/,
      "a list of <value>=<organisation>/<name>",
    ),
  },
  admin: {
    listen: address({ about: "Where health and metrics are answered." }, "127.0.0.1:9464", true),
  },
  log: {
    level: choice({ about: "The least important lines that are written.", reload: true }, "info", [
      "trace",
      "debug",
      "info",
      "warn",
      "error",
      "fatal",
    ]),
  },
  keys: {
    folder: path({ about: "The keystore." }, "keys"),
    passphraseFile: path(
      { about: "File with the keystore's passphrase, readable by its owner only." },
      "keys/passphrase",
    ),
  },
  "keys.consensus": keys("Where the consensus key lies."),
  "keys.sign": keys("Where the keys of administrators and services lie."),
  "keys.receipt": keys("Where the key of receipts lies."),
  "keys.node": keys("Where the node's network key lies."),
} as const

type Settings = typeof SETTINGS
type Value<S> = S extends Setting<infer T> ? T : never

/** The settings of a node, by section. */
export type Configuration = {
  readonly [Section in keyof Settings]: {
    readonly [Key in keyof Settings[Section]]: Value<Settings[Section][Key]>
  }
}

/** The full name of a setting: `gateway.listen`. */
export const nameOf = (section: string, key: string): string => `${section}.${key}`

/** Every setting by section and key, in the order of the reference. */
export function* allSettings(): Generator<{ section: string; key: string; of: Setting<unknown> }> {
  for (const [section, settings] of Object.entries(SETTINGS)) {
    for (const [key, of] of Object.entries(settings)) {
      yield { section, key, of: of as Setting<unknown> }
    }
  }
}

/** The variable that overrides a setting: `gateway.bodyBytes` is `CONCORDAT_GATEWAY_BODY_BYTES`. */
export function variableOf(section: string, key: string): string {
  const name = `${section}_${key}`.replaceAll(".", "_")
  return `CONCORDAT_${name.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()}`
}
