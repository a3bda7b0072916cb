/** The genesis file of a ledger that goes on from another one's state: all from what was signed. */
import { validatorsKind } from "../block/validator-set.ts"
import { toBase64url, toHex } from "../bytes.ts"
import { type EngineParameters, engineParameters } from "../execution/engine-parameters.ts"
import type { Runtime } from "../execution/runtime.ts"
import type { JsonObject } from "../json/json.ts"
import { type LogHead, logRoot } from "../log/log-head.ts"
import { timeText } from "../schema/calendar.ts"
import type { Recovery } from "../service/view.ts"
import { recoveryManifest } from "./manifest.ts"

/** What of the state that stopped is no row: the snapshot and the store's head tell it. */
export type LeftBehind = { readonly log: LogHead; readonly parameters: EngineParameters }

/** The file; two who hold the same manifest and signatures write the same one. */
export function recoveryGenesis(
  runtime: Runtime,
  { manifest, endorsements }: Recovery,
  { log, parameters }: LeftBehind,
): JsonObject {
  return {
    ...{ format: 1, chain: manifest.successor, time: timeText(manifest.time) },
    height: String(manifest.height + 1n),
    services: Object.fromEntries(runtime.services.map(({ name, version }) => [name, version])),
    engine: {
      validators: validatorsKind.toJson(manifest.validators),
      parameters: engineParameters.toJson(parameters),
    },
    log: {
      size: String(log.size),
      root: toHex(logRoot(log)),
      peaks: log.peaks.map((peak) => toHex(peak)),
    },
    snapshot: manifest.snapshot,
    manifest: recoveryManifest.toJson(manifest),
    endorsements: endorsements.map((one) => toBase64url(one)),
  }
}
