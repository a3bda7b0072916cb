/**
 * Every setting of `concordat.toml`: its form, default, bounds and meaning, in the order in which a
 * generated reference shows them. Nothing here can change a result: limits that matter to execution
 * are parameters in the state.
 */

/** One setting. `parse` answers the value, or in words what would be right. */
export type Setting<T> = {
  readonly about: string
  readonly default: T
  /** Bounds or choices, for people. */
  readonly bounds: string
  /** Takes effect by SIGHUP. */
  readonly reload: boolean
  readonly choices: readonly string[]
  /** `value` is what TOML gave, or a text of the environment. */
  parse(value: unknown): { readonly value: T } | { readonly expected: string }
}

type About = { readonly about: string; readonly reload?: boolean }

function setting<T>(
  { about, reload = false }: About,
  fallback: T,
  bounds: string,
  take: (value: unknown) => T | undefined,
  choices: readonly string[] = [],
): Setting<T> {
  return {
    about,
    default: fallback,
    bounds,
    reload,
    choices,
    parse(value) {
      const taken = take(value)
      return taken === undefined ? { expected: bounds } : { value: taken }
    },
  }
}

function textOf(about: About, form: RegExp, bounds: string): Setting<string | null> {
  const take = (value: unknown) =>
    typeof value === "string" && form.test(value) ? value : undefined
  return setting<string | null>(about, null, bounds, take)
}

function whole(about: About, fallback: number, min: number, max: number): Setting<number> {
  return setting(about, fallback, `a whole number, ${min} to ${max}`, (value) => {
    const number = typeof value === "string" && /^\d+$/.test(value) ? Number(value) : value
    const fits = Number.isSafeInteger(number) && Number(number) >= min && Number(number) <= max
    return fits ? Number(number) : undefined
  })
}

function choice<const Name extends string>(
  about: About,
  fallback: Name,
  names: readonly Name[],
): Setting<Name> {
  const bounds = `one of ${names.map((name) => `"${name}"`).join(", ")}`
  const take = (value: unknown) => names.find((name) => name === value)
  return setting(about, fallback, bounds, take, names)
}

function listOf(about: About, form: RegExp, bounds: string): Setting<readonly string[]> {
  return setting<readonly string[]>(about, [], bounds, (value) => {
    const list = typeof value === "string" ? value.split(",") : value
    const fits = Array.isArray(list) && list.every((one) => form.test(String(one)))
    return fits ? list.map(String) : undefined
  })
}

function address(about: About, fallback: string): Setting<string> {
  const bounds = 'host:port, such as "127.0.0.1:4400"'
  const form = /^(\[[0-9a-f:]+\]|[A-Za-z0-9.-]+):(\d{1,5})$/
  return setting(about, fallback, bounds, (value) => {
    const port = typeof value === "string" ? form.exec(value)?.[2] : undefined
    return port !== undefined && Number(port) <= 65_535 ? String(value) : undefined
  })
}

const HASH = /^[0-9a-f]{64}$/
const CHAIN = /^[a-z][a-z0-9-]{0,40}-[1-9][0-9]{0,5}$/
const keyStores = ["file", "memory", "pkcs11", "remote"] as const
const keys = (about: string) => ({ store: choice({ about }, "file", keyStores) })

/** Sections and their settings. */
export const SETTINGS = {
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
  },
  engine: {
    kind: choice({ about: "What puts transactions in order." }, "solo", ["solo", "cometbft"]),
    socket: textOf(
      { about: "Where the CometBFT engine finds this node." },
      /^\/.{1,102}$/,
      "an absolute path of at most 103 bytes",
    ),
  },
  store: {
    kind: choice({ about: "Where the state lies; memory is for tests." }, "classic-level", [
      "classic-level",
      "memory",
    ]),
    flushBlocks: whole(
      { about: "Blocks that are written to the state store at once." },
      64,
      1,
      1_000,
    ),
  },
  verify: {
    workers: whole({ about: "Threads that verify signatures; 0 verifies in place." }, 1, 0, 64),
  },
  readModel: {
    kind: choice({ about: "The SQL read model." }, "pglite", ["pglite", "postgres", "none"]),
    urlFile: textOf({ about: "File with the database's address." }, /^.{1,4096}$/, "a path"),
  },
  retain: {
    profile: choice({ about: "Which old blocks are kept." }, "archive", [
      "archive",
      "90d",
      "minimal",
    ]),
  },
  snapshot: {
    everyBlocks: whole({ about: "Blocks between snapshots for joiners." }, 5_000, 10, 100_000),
  },
  mempool: {
    transactions: whole({ about: "Transactions that may wait." }, 40_000, 1, 1_000_000),
    bytes: whole({ about: "Bytes that may wait." }, 67_108_864, 262_144, 1_073_741_824),
  },
  gateway: {
    listen: address({ about: "Where the gateway listens." }, "127.0.0.1:4400"),
    publicOrigin: textOf(
      { about: "The origin that browsers see." },
      /^https?:\/\/[^/]+$/,
      "an origin such as https://ledger.example.org",
    ),
    trustedProxies: listOf(
      { about: "Proxies whose forwarded headers count." },
      /^[0-9a-f.:/]+$/,
      "a list of addresses",
    ),
    bodyBytes: whole({ about: "Largest request body." }, 1_048_576, 1_024, 4_194_304),
    requestSeconds: whole({ about: "Longest request." }, 15, 1, 60),
    headerBytes: whole({ about: "Largest request headers." }, 16_384, 1_024, 32_768),
    socketMessageBytes: whole({ about: "Largest WebSocket message." }, 262_144, 1_024, 1_048_576),
    socketQueueBytes: whole(
      { about: "Most bytes a slow reader holds up." },
      1_048_576,
      65_536,
      8_388_608,
    ),
    perOrganisationPerSecond: whole(
      { about: "Requests of one organisation a second.", reload: true },
      200,
      1,
      1_000_000,
    ),
    burst: whole(
      { about: "How far it may go beyond that at once.", reload: true },
      400,
      1,
      1_000_000,
    ),
  },
  admin: { listen: address({ about: "Where health and metrics are answered." }, "127.0.0.1:9464") },
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

/** Every setting with its full name, in the order of the reference. */
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
