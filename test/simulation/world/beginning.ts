/**
 * What a world begins with: ministries that decide together, a bank with its people, and a
 * validator for each node. Its genesis is some days old, so that a plan need not wait for hours.
 */
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
import { type GivenRow, shown } from "@concordat/kernel/testing"
import { stateJson } from "../../../kernel/testing/given.ts"
import { governedRows } from "../../../services/governance/random.testing.ts"
import { assetRows, BANK } from "../../../services/money/random-bank.testing.ts"
import { consortiumRow, officeRows } from "../../../services/organisations/consortium.testing.ts"
import { BUREAUS } from "../../../services/oversight/bureau.testing.ts"
import { BEGAN, CHAIN, OFFICES } from "../../../services/provenance/office.testing.ts"
import { POWER, SEATS, seatRows } from "../../../services/validators/random.testing.ts"
import { votingKey } from "../engine/validator-keys.ts"

/** An asset that only the clients of the history move, so that every balance can be told. */
export const HISTORY_ASSET = "history"

/** Organisations that run a node. */
export type Beginning = {
  readonly organisations: readonly Party[]
  /** Text of the genesis file. */
  readonly text: string
  /** When the first machines start: milliseconds of 1970. */
  readonly began: number
}

/** Time between the genesis and the first block that is not of its time. */
const AGE_MS = 100 * 3_600_000
/** Ministries that are members, however many of them run a node. */
const MINISTRIES = 2

/** The members, each with an administrator, and what they are to decide by. */
function memberRows(members: readonly Party[]): GivenRow[] {
  const others = members.slice(MINISTRIES)
  return [
    ...others.flatMap((member) => officeRows(member, ["administrator"])),
    ...[consortiumRow([...members].sort(), 0, "development"), ...governedRows(members)],
  ]
}

/** A genesis for so many nodes. */
export function beginning(services: readonly Service[], nodes: number): Beginning {
  const organisations = SEATS.slice(0, nodes)
  const members = SEATS.slice(0, Math.max(nodes, MINISTRIES))
  const all: GivenRow[] = [
    ...[...OFFICES, ...SEATS.flatMap((seat) => seatRows(seat, organisations.includes(seat)))],
    ...[...BANK, ...assetRows(HISTORY_ASSET), ...BUREAUS, ...memberRows(members)],
  ]
  // Of two rows of one key the later one counts.
  const rows = [...new Map(all.map((row) => [`${row.table.name} ${shown(row.key)}`, row])).values()]
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
  return { organisations, text, began: BEGAN + AGE_MS }
}
