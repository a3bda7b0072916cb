/**
 * The genesis file (ARCHITECTURE.md, "Files"): how a ledger begins, one JSON file, and its digest.
 */
import { type Validators, validatorsKind } from "../block/validator-set.ts"
import { fromHex, toHex } from "../bytes.ts"
import { type CborValue, decodeValue, encodeValue } from "../cbor/value.ts"
import { sha256Hex } from "../crypto/hash.ts"
import { ConcordatError, Invalid } from "../failures.ts"
import { isJsonObject, type Json, type JsonObject } from "../json/json.ts"
import { parseJson } from "../json/parse.ts"
import { type LogHead, logRoot, peakCount } from "../log/log-head.ts"
import { ascii } from "../schema/ascii.ts"
import { encode } from "../schema/codec.ts"
import { unknownReason, within } from "../schema/fault.ts"
import { type Hash, hash } from "../schema/fixed.ts"
import type { Kind } from "../schema/kind.ts"
import { list } from "../schema/list.ts"
import { record } from "../schema/record.ts"
import { time } from "../schema/time.ts"
import { u8, u16 } from "../schema/unsigned.ts"
import { u64 } from "../schema/wide-unsigned.ts"
import { type EngineParameters, engineParameters } from "./engine-parameters.ts"
import { type GenesisRow, readRows } from "./genesis-rows.ts"
import type { Runtime } from "./runtime.ts"

/** How a ledger begins. */
export type Genesis = {
  readonly chain: string
  readonly time: number
  /** Height of the first block. */
  readonly height: bigint
  readonly validators: Validators
  readonly parameters: EngineParameters
  /** In key order; empty where the ledger goes on after a recovery. */
  readonly rows: readonly GenesisRow[]
  /** After a recovery: the log goes on, the rows come from a snapshot. */
  readonly recovery: { readonly log: LogHead; readonly snapshot: Hash } | null
  /** H of the canonical CBOR of the file's record. */
  readonly digest: Hash
}

/** Name and revision: `[a-z][a-z0-9-]{0,40}-[1-9][0-9]{0,5}`, at most 48 characters. */
const CHAIN = /^[a-z][a-z0-9-]{0,40}-[1-9][0-9]{0,5}$/
const CHAIN_MAX = 48
const FORMAT = 1
const PEAKS_MAX = 64

const chainKind = ascii(CHAIN_MAX)
const engineKind = record({ validators: validatorsKind, parameters: engineParameters })
const logKind = record({ size: u64, root: hash, peaks: list(hash, PEAKS_MAX) })

/** Whether a text is a chain id. */
export function isChainId(text: string): boolean {
  return text.length <= CHAIN_MAX && CHAIN.test(text)
}

/**
 * The genesis of a file's text or bytes, for a runtime. Throws `ConcordatError` `genesis_invalid`;
 * `details.pointer` is the JSON pointer of the first fault, `details.code` its kind.
 */
export function readGenesis(runtime: Runtime, source: string | Uint8Array): Genesis {
  return genesisFaults(() => genesisOf(runtime, parseJson(source, { anyForm: true })))
}

/** `work` with every fault told as `genesis_invalid`. */
export function genesisFaults<Result>(work: () => Result): Result {
  try {
    return work()
  } catch (failure) {
    if (!(failure instanceof Invalid)) throw failure
    const { code, path, message } = failure
    const place = path === "" ? "The genesis file" : `The genesis file, at ${path},`
    throw new ConcordatError("genesis_invalid", `${place} has a fault: ${message}`, {
      cause: failure,
      hint: "Correct the place that is named.",
      details: { ...failure.details, pointer: path, code },
    })
  }
}

function genesisOf(runtime: Runtime, json: Json): Genesis {
  if (!isJsonObject(json)) throw new Invalid("type_mismatch", "", "Expected an object.")
  const recovered = "snapshot" in json || "log" in json
  const names = ["format", "chain", "time", "height", "services", "engine"]
  checkNames(json, [...names, ...(recovered ? ["log", "snapshot"] : ["state"])])
  const format = field(json, "format", u8)
  if (format !== FORMAT) throw wrong("/format", `Format ${format} is unknown; ${FORMAT} is due.`)
  const chain = field(json, "chain", chainKind)
  if (!isChainId(chain)) throw wrong("/chain", `A chain id is ${CHAIN.source}.`)
  const height = field(json, "height", u64)
  if (height < 1n) throw wrong("/height", "The first block has height 1 or more.")
  const began = field(json, "time", time)
  const services = part("services", () => servicesOf(runtime, json["services"]!))
  const engine = field(json, "engine", engineKind)
  const rows = recovered ? [] : part("state", () => readRows(runtime, json["state"]!))
  const recovery = recovered ? recoveryOf(json) : null
  const common = { format, chain, time: began, height, services, engine: plain(engineKind, engine) }
  const rest: Record<string, CborValue> =
    recovery === null
      ? { state: rows.map(({ bytes, value }) => [bytes, value]) }
      : {
          log: plain(logKind, field(json, "log", logKind)),
          snapshot: fromHex(recovery.snapshot),
        }
  const digest = sha256Hex(encodeValue({ ...common, ...rest })) as Hash
  return { chain, time: began, height, ...engine, rows, recovery, digest }
}

function recoveryOf(json: JsonObject): NonNullable<Genesis["recovery"]> {
  const snapshot = field(json, "snapshot", hash)
  const { size, root, peaks } = field(json, "log", logKind)
  const log = { size, peaks: peaks.map((peak) => fromHex(peak)) }
  const whole = peakCount(size) === log.peaks.length && toHex(logRoot(log)) === root
  if (!whole) throw wrong("/log", "Size, root and peaks do not belong together.")
  return { log, snapshot }
}

/** The services of the file must be those of the runtime, with their versions. */
function servicesOf(runtime: Runtime, json: Json): Record<string, number> {
  if (!isJsonObject(json)) throw new Invalid("type_mismatch", "", "Expected an object.")
  const names = runtime.services.map(({ name }) => name)
  checkNames(json, names)
  const versions: Record<string, number> = {}
  for (const { name, version } of runtime.services) {
    const given = field(json, name, u16)
    if (given !== version) throw wrong(`/${name}`, `Version ${version} runs, not ${given}.`)
    versions[name] = given
  }
  return versions
}

function checkNames(json: JsonObject, names: readonly string[]): void {
  const [unknown] = Object.keys(json).filter((name) => !names.includes(name)) // order: the file's
  if (unknown !== undefined) {
    throw new Invalid("unknown_field", `/${unknown}`, ...unknownReason("field", unknown, names))
  }
  const missing = names.find((name) => json[name] === undefined)
  if (missing === undefined) return
  throw new Invalid("field_missing", `/${missing}`, `"${missing}" is missing.`)
}

function field<T>(json: JsonObject, name: string, kind: Kind<T>): T {
  return part(name, () => kind.fromJson(json[name]!))
}

function part<Result>(name: string, work: () => Result): Result {
  try {
    return work()
  } catch (failure) {
    throw within(failure, name)
  }
}

function wrong(path: string, reason: string): Invalid {
  return new Invalid("unknown_value", path, reason)
}

/** A value as plain CBOR data. */
function plain<T>(kind: Kind<T>, value: T): CborValue {
  return decodeValue(encode(kind, value))
}
