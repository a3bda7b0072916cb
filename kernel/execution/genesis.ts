/**
 * The genesis file (ARCHITECTURE.md, "Files"): how a ledger begins, one JSON file, and its digest.
 */
import { type Validators, validatorsKind } from "../block/validator-set.ts"
import { equalBytes, fromHex, toHex } from "../bytes.ts"
import { type CborValue, decodeValue, encodeValue } from "../cbor/value.ts"
import { sha256Hex } from "../crypto/hash.ts"
import { ConcordatError, Invalid } from "../failures.ts"
import { isJsonObject, type Json, type JsonObject } from "../json/json.ts"
import { parseJson } from "../json/parse.ts"
import { type LogHead, logRoot, peakCount } from "../log/log-head.ts"
import { ENDORSEMENT_BYTES_MAX, ENDORSEMENTS_MAX } from "../recovery/endorsement.ts"
import { manifestFault, recoveryManifest } from "../recovery/manifest.ts"
import { ascii } from "../schema/ascii.ts"
import { bytes } from "../schema/bytes.ts"
import { encode } from "../schema/codec.ts"
import { unknownReason, within } from "../schema/fault.ts"
import { type Hash, hash } from "../schema/fixed.ts"
import type { Kind } from "../schema/kind.ts"
import { list } from "../schema/list.ts"
import { record } from "../schema/record.ts"
import { time } from "../schema/time.ts"
import { u8, u16 } from "../schema/unsigned.ts"
import { u64 } from "../schema/wide-unsigned.ts"
import type { Recovery } from "../service/view.ts"
import { type EngineParameters, engineParameters } from "./engine-parameters.ts"
import { type Attempt, type GenesisRow, readRows } from "./genesis-rows.ts"
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
  readonly recovery: (Recovery & { readonly log: LogHead }) | null
  /** The versions that it begins with. */
  readonly services: Readonly<Record<string, number>>
  /** H of the canonical CBOR of the file's record. */
  readonly digest: Hash
}

/** Which genesis is read: `older` takes one of a ledger that was upgraded since. */
export type GenesisOptions = { readonly older?: boolean }

/** Name and revision: `[a-z][a-z0-9-]{0,40}-[1-9][0-9]{0,5}`, at most 48 characters. */
const CHAIN = /^[a-z][a-z0-9-]{0,40}-[1-9][0-9]{0,5}$/
const CHAIN_MAX = 48
const FORMAT = 1
/** What stands in the place of rows where a ledger goes on from another one's state. */
const RECOVERY_PARTS = ["log", "snapshot", "manifest", "endorsements"]
const PEAKS_MAX = 64

const chainKind = ascii(CHAIN_MAX)
const engineKind = record({ validators: validatorsKind, parameters: engineParameters })
const endorsementsKind = list(bytes(ENDORSEMENT_BYTES_MAX, 1), ENDORSEMENTS_MAX)
const logKind = record({ size: u64, root: hash, peaks: list(hash, PEAKS_MAX) })

/** Whether a text is a chain id. */
export function isChainId(text: string): boolean {
  return text.length <= CHAIN_MAX && CHAIN.test(text)
}

/**
 * The genesis of a file's text or bytes, for a runtime. Throws `ConcordatError` `genesis_invalid`;
 * `details.pointer` is the JSON pointer of the first fault, `details.code` its kind.
 */
export function readGenesis(
  runtime: Runtime,
  source: string | Uint8Array,
  options: GenesisOptions = {},
): Genesis {
  // What throws at the first fault never answers without a genesis.
  return genesisFaults(() => genesisOf(runtime, source, (work) => work(), options)!)
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

/** The genesis; null where a part has a fault that `attempt` did not throw. */
export function genesisOf(
  runtime: Runtime,
  source: string | Uint8Array,
  attempt: Attempt,
  { older = false }: GenesisOptions = {},
): Genesis | null {
  const json = attempt(() => objectOf(parseJson(source, { anyForm: true })))
  if (json === null) return null
  const recovered = RECOVERY_PARTS.some((name) => name in json)
  const names = ["format", "chain", "time", "height", "services", "engine"]
  const all = [...names, ...(recovered ? RECOVERY_PARTS : ["state"])]
  const misnamed = [...nameFaults(json, all)]
  for (const fault of misnamed) attempt(() => raise(fault))
  if (misnamed.length > 0) return null
  const format = attempt(() => formatOf(json))
  const chain = attempt(() => chainOf(json))
  const height = attempt(() => heightOf(json))
  const began = attempt(() => field(json, "time", time))
  const services = attempt(() =>
    part("services", () => servicesOf(runtime, json["services"]!, older)),
  )
  const engine = attempt(() => field(json, "engine", engineKind))
  const inState: Attempt = (work) => attempt(() => part("state", work))
  const rows = recovered ? [] : readRows(runtime, json["state"]!, inState)
  const recovery = recovered ? attempt(() => recoveryOf(json)) : null
  if (format === null || chain === null || height === null || began === null) return null
  if (services === null || engine === null || (recovered && recovery === null)) return null
  if (recovery !== null) {
    const agrees = attempt(() => agreeing({ chain, time: began, height, ...engine }, recovery))
    if (agrees === null) return null
  }
  const common = { format, chain, time: began, height, services, engine: plain(engineKind, engine) }
  const rest: Record<string, CborValue> =
    recovery === null
      ? { state: rows.map(({ bytes, value }) => [bytes, value]) }
      : {
          log: plain(logKind, field(json, "log", logKind)),
          snapshot: fromHex(recovery.manifest.snapshot),
          manifest: plain(recoveryManifest, recovery.manifest),
          endorsements: plain(endorsementsKind, recovery.endorsements),
        }
  const digest = sha256Hex(encodeValue({ ...common, ...rest })) as Hash
  return { chain, time: began, height, ...engine, rows, recovery, services, digest }
}

function objectOf(json: Json): JsonObject {
  if (!isJsonObject(json)) throw new Invalid("type_mismatch", "", "Expected an object.")
  return json
}

function formatOf(json: JsonObject): number {
  const format = field(json, "format", u8)
  if (format !== FORMAT) throw wrong("/format", `Format ${format} is unknown; ${FORMAT} is due.`)
  return format
}

function chainOf(json: JsonObject): string {
  const chain = field(json, "chain", chainKind)
  if (!isChainId(chain)) throw wrong("/chain", `A chain id is ${CHAIN.source}.`)
  return chain
}

function heightOf(json: JsonObject): bigint {
  const height = field(json, "height", u64)
  if (height < 1n) throw wrong("/height", "The first block has height 1 or more.")
  return height
}

function recoveryOf(json: JsonObject): NonNullable<Genesis["recovery"]> {
  const snapshot = field(json, "snapshot", hash)
  const { size, root, peaks } = field(json, "log", logKind)
  const log = { size, peaks: peaks.map((peak) => fromHex(peak)) }
  const whole = peakCount(size) === log.peaks.length && toHex(logRoot(log)) === root
  if (!whole) throw wrong("/log", "Size, root and peaks do not belong together.")
  const manifest = field(json, "manifest", recoveryManifest)
  const fault = manifestFault(manifest)
  if (fault !== null) throw wrong(`/manifest/${fault}`, `No ledger goes on with this ${fault}.`)
  if (manifest.snapshot !== snapshot) throw wrong("/snapshot", "The manifest names another one.")
  return { log, manifest, endorsements: field(json, "endorsements", endorsementsKind) }
}

/** Refuses a heading that is not what the members signed. */
function agreeing(
  heading: Pick<Genesis, "chain" | "time" | "height" | "validators">,
  { manifest }: Recovery,
): true {
  const due = {
    ...{ chain: manifest.successor, time: manifest.time, height: manifest.height + 1n },
    validators: manifest.validators,
  }
  for (const name of ["chain", "time", "height"] as const) {
    if (heading[name] === due[name]) continue
    throw wrong(`/${name}`, `The manifest says ${due[name]}, not ${heading[name]}.`)
  }
  const same = equalBytes(
    encode(validatorsKind, heading.validators),
    encode(validatorsKind, due.validators),
  )
  if (!same) throw wrong("/engine/validators", "The manifest names other validators.")
  return true
}

/** The services of the file must be those of the runtime, with their versions, or older ones. */
function servicesOf(runtime: Runtime, json: Json, older: boolean): Record<string, number> {
  if (!isJsonObject(json)) throw new Invalid("type_mismatch", "", "Expected an object.")
  const names = runtime.services.map(({ name }) => name)
  for (const fault of nameFaults(json, names)) {
    if (!older || fault.code !== "field_missing") throw fault
  }
  const versions: Record<string, number> = {}
  for (const { name, version } of runtime.services) {
    if (older && json[name] === undefined) continue
    const given = field(json, name, u16)
    const fits = given === version || (older && given < version)
    if (!fits) throw wrong(`/${name}`, `Version ${version} runs, not ${given}.`)
    versions[name] = given
  }
  return versions
}

function* nameFaults(json: JsonObject, names: readonly string[]): Generator<Invalid> {
  const unknown = Object.keys(json).filter((name) => !names.includes(name)) // order: the file's
  for (const name of unknown) {
    yield new Invalid("unknown_field", `/${name}`, ...unknownReason("field", name, names))
  }
  for (const name of names) {
    if (json[name] !== undefined) continue
    yield new Invalid("field_missing", `/${name}`, `"${name}" is missing.`)
  }
}

function raise(fault: Invalid): never {
  throw fault
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
