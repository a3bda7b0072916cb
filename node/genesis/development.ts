/**
 * The genesis of a development ledger: a chain id of its own each time, so that no anchor of an
 * older one fits it, one validator, and the rows that a story brings along.
 */
import type { Random } from "@concordat/engines/seams"
import {
  DEFAULT_PARAMETERS,
  engineParameters,
  type Hash,
  type JsonObject,
  parseCoseKey,
  type Runtime,
  time,
  toHex,
  validatorsKind,
} from "@concordat/kernel"

/** Enough for a third of it to be a number: others may come in. */
const POWER = 10n
const LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789"
const NAME_LETTERS = 6
/** Bytes from here on would favour some letters. */
const BYTE_BOUND = 252

/** `concordat-<6 random a-z0-9>-dev-1`. */
export function developmentChain(random: Random): string {
  let name = ""
  while (name.length < NAME_LETTERS) {
    const [byte = 0] = random.bytes(1)
    if (byte < BYTE_BOUND) name += LETTERS[byte % LETTERS.length]
  }
  return `concordat-${name}-dev-1`
}

export type DevelopmentGenesis = {
  readonly runtime: Runtime
  readonly random: Random
  /** The ledger's first time, milliseconds of 1970. */
  readonly time: number
  /** Canonical COSE_Key of the only validator, Ed25519. */
  readonly validator: Uint8Array
  /** Rows by service and table, in JSON: what `state` of a genesis file holds. */
  readonly state: JsonObject
  /** Default: a fresh one. */
  readonly chain?: string
}

/** The text of the genesis file. Whether its rows are sound shows when the ledger is opened. */
export function developmentGenesis(options: DevelopmentGenesis): string {
  const { runtime, random, state, validator } = options
  const ed25519 = toHex(parseCoseKey(validator).x) as Hash
  const file = {
    format: 1,
    chain: options.chain ?? developmentChain(random),
    time: time.toJson(options.time),
    height: "1",
    services: Object.fromEntries(runtime.services.map(({ name, version }) => [name, version])),
    engine: {
      validators: validatorsKind.toJson([{ key: { ed25519 }, power: POWER }]),
      parameters: engineParameters.toJson(DEFAULT_PARAMETERS),
    },
    state,
  }
  return `${JSON.stringify(file, null, 2)}\n`
}
