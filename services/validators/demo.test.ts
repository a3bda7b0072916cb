/** The seeded set: sound rows beside those of the consortium, whose keys the engine begins with. */
import { type Hash, type Party, verifyState } from "@concordat/kernel"
import { type GivenRow, openTestLedger, testSigner } from "@concordat/kernel/testing"
import { describe, expect, test } from "vitest"
import { DEMO_ORGANISATIONS, demoRows } from "../organisations/demo.ts"
import { organisationsService } from "../organisations/service.ts"
import { BEGAN, CHAIN, keyOf, nodeId } from "./council.testing.ts"
import { DEMO_POWER, demoState } from "./demo.ts"
import { validatorsService } from "./service.ts"
import { nodes, powerTotal, validators } from "./tables.ts"
import { addressOfKey } from "./validators.ts"

const SERVICES = [organisationsService, validatorsService]
type Named = { readonly key: Record<string, never>; readonly value: never }

/** The rows of a genesis file, read as the file is. */
function rowsOf(state: ReturnType<typeof demoState>): GivenRow[] {
  return SERVICES.flatMap(({ name, tables }) =>
    Object.entries((state[name] ?? {}) as unknown as Record<string, Named[]>).flatMap(
      ([of, list]) => {
        const table = tables[of as never] as GivenRow["table"]
        return list.map(({ key, value }) => ({
          table,
          key: Object.fromEntries(
            table.keyFields.map((field) => [field.name, field.kind.fromJson(key[field.name]!)]),
          ),
          row: table.row.fromJson(value) as GivenRow["row"],
        }))
      },
    ),
  )
}

function begun(count: number, of: (organisation: Party) => Hash = (name) => keyOf(name)) {
  const members = DEMO_ORGANISATIONS.slice(0, count)
  const rows = demoRows(
    (key) => testSigner(key.holder, "ed25519", key.purpose).public,
    BEGAN,
    members,
  )
  const seats = members.map((organisation, index) => ({
    ...{ organisation, key: keyOf(organisation) },
    node: index === 0 ? null : { id: nodeId(index), hint: `10.0.0.${index}:26656` },
  }))
  const set = members.map((name) => ({ key: { ed25519: of(name) }, power: DEMO_POWER }))
  return openTestLedger(SERVICES, {
    ...{ rows: rowsOf(demoState(rows, seats, BEGAN)), chain: CHAIN, time: BEGAN, validators: set },
  })
}

describe("the seeded set", () => {
  test.each([1, 4, 7])("is sound with %i validators", (count) => {
    const ledger = begun(count)
    expect(verifyState(ledger.runtime, ledger.state)).toEqual([])
    expect(powerTotal.get(ledger.view(), {})).toEqual({
      ...{ power: DEMO_POWER * BigInt(count), validators: count },
    })
    expect(nodes.scan(ledger.view(), {}, { limit: 10 })).toHaveLength(count - 1)
    for (const organisation of DEMO_ORGANISATIONS.slice(0, count)) {
      const address = addressOfKey(keyOf(organisation))
      expect(validators.get(ledger.view(), { address })?.organisation).toBe(organisation)
    }
  })

  test("names whom the engine begins with, or the genesis is refused", () => {
    expect(() => begun(4, (organisation) => keyOf(organisation, 2))).toThrow(/unknown_validator/)
  })
})
