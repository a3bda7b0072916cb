/** The contract: what others may read and call, and who signs each command, as README.md says. */
import { readFileSync } from "node:fs"
import { command, type Party, service } from "@concordat/kernel"
import { accepted, holds, refused } from "@concordat/kernel/testing"
import { describe, expect, test } from "vitest"
import { ALPHA, addressOf, chiefOf, council, EVEN, keyOf, OMEGA } from "./council.testing.ts"
import type { refuse } from "./refusals.ts"
import {
  addValidator,
  ensureWithoutValidators,
  nodes,
  power,
  powerTotal,
  removeValidator,
  setPower,
  validators,
  validatorsService,
} from "./service.ts"
import * as kept from "./tables.ts"

const README = readFileSync(new URL("./README.md", import.meta.url), "utf8")

describe("the contract", () => {
  test("others read tables and cannot write them", () => {
    for (const shown of [validators, power, powerTotal, nodes]) {
      expect(Object.keys(shown).filter((name) => /^(get|has|scan)$/.test(name))).toHaveLength(3)
      expect(Object.keys(shown).filter((n) => /^(put|patch|delete|prune)$/.test(n))).toEqual([])
    }
  })

  test("who signs each command", () => {
    const rules = Object.entries(validatorsService.commands).map(([name, { signers }]) => [
      ...[name, signers],
    ])
    expect(Object.fromEntries(rules)).toEqual({
      ...{ add: "two_thirds", remove: "two_thirds", setPower: "two_thirds" },
      ...{ rotateKey: "administrators", leave: "administrators" },
      ...{ registerNode: "administrators", removeNode: "administrators" },
    })
  })

  test("the specification names every command, table, event and own refusal", () => {
    const { commands, tables, events } = validatorsService
    const own = ["address_malformed"] satisfies (keyof typeof refuse)[]
    for (const name of [commands, tables, events]
      .flatMap((list) => Object.keys(list))
      .concat(own)) {
      expect([name, README.includes(`\`${name}\``)]).toEqual([name, true])
    }
  })
})

const organisation = OMEGA
const validator = addressOf(OMEGA)
const about = "Decide by ballot."
const decided = { about, role: null, input: {} } as const
const let_in = command({
  ...decided,
  run(tx) {
    addValidator(tx, { organisation, key: keyOf(OMEGA), power: 10n })
  },
})
const weigh = command({
  ...decided,
  run(tx) {
    setPower(tx, { organisation, validator, power: 9n })
  },
})
const dismiss = command({
  ...decided,
  run(tx) {
    removeValidator(tx, { organisation, validator })
  },
})
const expel = command({
  ...decided,
  run(tx) {
    ensureWithoutValidators(tx, organisation)
  },
})
const ballots = service({
  name: "ballots",
  about: "Decides as governance does, for tests",
  uses: [validatorsService],
  commands: { letIn: let_in, weigh, dismiss, expel },
})

describe("procedures", () => {
  const anybody = chiefOf("zeta" as Party)
  test("do what the commands do, for a service that has its own rules of deciding", () => {
    council({ services: [ballots] })
      .when(anybody, let_in, {})
      .then(accepted, holds(kept.power, { organisation }, { power: 10n }))
      .when(anybody, expel, {})
      .then(refused("organisation_has_validators", "validators"))
      .when(anybody, weigh, {})
      .then(accepted, holds(kept.power, { organisation }, { power: 9n }))
      .when(anybody, dismiss, {})
      .then(accepted, holds(kept.powerTotal, {}, { power: 40n, validators: 4 }))
      .when(anybody, expel, {})
      .then(accepted)
  })

  test("keep every rule", () => {
    council({ services: [ballots], powers: { ...EVEN, omega: 1n } })
      .when(anybody, let_in, {})
      .then(refused("already_exists", "validators"))
    council({ services: [ballots], powers: { [ALPHA]: 10n } })
      .when(anybody, let_in, {})
      .then(refused("change_too_large", "validators"))
  })
})
