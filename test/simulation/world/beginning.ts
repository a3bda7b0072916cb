/** What a world begins with: two ministries, a bank with its people, a validator for each node. */
import {
  DEFAULT_PARAMETERS,
  engineParameters,
  inSetOrder,
  jsonText,
  type Party,
  type Service,
  time,
  validatorsKind,
} from "@concordat/kernel"
import type { GivenRow } from "@concordat/kernel/testing"
import { stateJson } from "../../../kernel/testing/given.ts"
import { BEGAN, CHAIN, OFFICES } from "../../../services/provenance/office.testing.ts"
import { assetRows, BANK } from "../../determinism/money-bank.ts"
import { POWER, SEATS, seatRows } from "../../determinism/validators-story.ts"
import { votingKey } from "../engine/validator-keys.ts"

/** An asset that only the clients of the history move, so that every balance can be told. */
export const HISTORY_ASSET = "history"

/** Organisations that run a node. */
export type Beginning = {
  readonly organisations: readonly Party[]
  /** Text of the genesis file. */
  readonly text: string
  /** Milliseconds of 1970. */
  readonly began: number
}

/** A genesis for so many nodes. */
export function beginning(services: readonly Service[], nodes: number): Beginning {
  const organisations = SEATS.slice(0, nodes)
  const rows: GivenRow[] = [
    ...[...OFFICES, ...SEATS.flatMap((seat) => seatRows(seat, organisations.includes(seat)))],
    ...[...BANK, ...assetRows(HISTORY_ASSET)],
  ]
  const set = organisations.map((organisation) => ({
    key: { ed25519: votingKey(organisation, 0).key },
    power: POWER,
  }))
  const text = jsonText({
    ...{ format: 1, chain: CHAIN, time: time.toJson(BEGAN), height: "1" },
    services: Object.fromEntries(services.map(({ name, version }) => [name, version])),
    engine: {
      validators: validatorsKind.toJson(inSetOrder(set)),
      parameters: engineParameters.toJson(DEFAULT_PARAMETERS),
    },
    state: stateJson(rows),
  })
  return { organisations, text, began: BEGAN }
}
