/** A state written as a genesis file: to begin a ledger where another one stands. */

import { type Validators, validatorsKind } from "../block/validator-set.ts"
import type { JsonObject } from "../json/json.ts"
import { timeText } from "../schema/calendar.ts"
import { named } from "../service/listed.ts"
import type { StoredRow } from "../service/view.ts"
import { type EngineParameters, engineParameters } from "./engine-parameters.ts"
import { rowToJson } from "./genesis-rows.ts"
import { everyRow } from "./ledger-state.ts"
import type { Runtime } from "./runtime.ts"
import { readStateKey, tablePrefix } from "./state-key.ts"
import type { StateReader } from "./state-reader.ts"

/** What a genesis file says besides its rows. */
export type GenesisHeading = {
  readonly chain: string
  readonly time: number
  /** Height of the first block. */
  readonly height: bigint
  readonly validators: Validators
  readonly parameters: EngineParameters
}

/** The genesis file with all rows of the runtime's services, in service and key order. */
export function exportGenesis(
  runtime: Runtime,
  heading: GenesisHeading,
  rows: StateReader,
): JsonObject {
  const { chain, time, height, parameters } = heading
  const tables = (service: Runtime["services"][number]) =>
    named(service.tables).map((table) => [table.name, tableRows(rows, table)])
  return {
    format: 1,
    chain,
    time: timeText(time),
    height: height.toString(),
    services: Object.fromEntries(runtime.services.map(({ name, version }) => [name, version])),
    engine: {
      validators: validatorsKind.toJson(heading.validators),
      parameters: engineParameters.toJson(parameters),
    },
    state: Object.fromEntries(
      runtime.services.map((service) => [service.name, Object.fromEntries(tables(service))]),
    ),
  }
}

type Table = Runtime["services"][number]["tables"][string]

function tableRows(rows: StateReader, table: Table): JsonObject[] {
  return Array.from(everyRow(rows, tablePrefix(table)), ([key, value]) =>
    rowToJson(table, readStateKey(table, key), table.readRow(value) as StoredRow),
  )
}
