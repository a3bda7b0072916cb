/** What a node that joins knows of its network before it has a state. */
import { SeededRandom } from "@concordat/engines/testing"
import {
  coseKey,
  defineRuntime,
  fromHex,
  type Hex,
  type Runtime,
  readGenesis,
  service,
} from "@concordat/kernel"
import { expect, it } from "vitest"
import { developmentGenesis } from "./genesis/development.ts"
import { NetworkRows } from "./register.ts"
import { GENESIS_TIME, VALIDATOR } from "./testing/node.testing.ts"
import { services as notes, notesRuntime } from "./testing/notes.testing.ts"

const NODE = "01".repeat(20) as Hex
const register = { organisationOf: () => null, mayConnect: () => true, peersOf: () => ["there"] }
const text = developmentGenesis({
  ...{ runtime: notesRuntime(), random: new SeededRandom(3), time: GENESIS_TIME, state: {} },
  validator: coseKey({ algorithm: "ed25519", x: fromHex(VALIDATOR.key) }),
})

const rowsOf = (runtime: Runtime) =>
  new NetworkRows({
    ...{ register, runtime, state: () => null },
    genesis: readGenesis(runtime, text, { older: true }),
  })

it("is what the genesis says", () => {
  const rows = rowsOf(notesRuntime())
  expect([rows.peers(), rows.mayConnect(NODE)]).toEqual([["there"], true])
})

it("is nothing where older services began the ledger: no such genesis is executed here", () => {
  const rows = rowsOf(defineRuntime([...notes, service({ name: "newer", about: "New since" })]))
  expect([rows.peers(), rows.mayConnect(NODE)]).toEqual([[], null])
})
