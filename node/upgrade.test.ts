/**
 * An upgrade on a running node: the old program stops before the block that the newer one must
 * execute, and the newer one goes on with it from the same folder.
 */
import { SeededRandom } from "@concordat/engines/testing"
import { coseKey, defineRuntime, fromHex, type Service, service } from "@concordat/kernel"
import { expect, it, vi } from "vitest"
import { exitCodeOf } from "./exit-codes.ts"
import { developmentGenesis } from "./genesis/development.ts"
import {
  GENESIS_TIME,
  openNode,
  quiet,
  send,
  testWorld,
  VALIDATOR,
  writeOf,
} from "./testing/node.testing.ts"
import { services as notes } from "./testing/notes.testing.ts"

/** Plans an upgrade for block 5, as governance does. */
const plans = service({
  name: "plans",
  about: "A plan, for this test",
  authorise: { planned: (_view, height) => (height === 5n ? "two" : null) },
})
const old: readonly Service[] = [...notes, plans]
const newer: readonly Service[] = [...old, service({ name: "newer", about: "New with two" })]

const genesis = developmentGenesis({
  ...{ runtime: defineRuntime(old), random: new SeededRandom(3), time: GENESIS_TIME },
  validator: coseKey({ algorithm: "ed25519", x: fromHex(VALIDATOR.key) }),
  state: {},
})

it("stops the old program before its block, and goes on with the newer one", async () => {
  const world = testWorld()
  const onFailure = vi.fn<(failure: unknown) => void>()
  const before = await openNode(world, { services: old, genesis, onFailure })
  for (const name of ["a", "b"]) {
    await send(world, before, writeOf(name))
    await quiet(before)
  }
  expect(before.status().height).toBe(4n)
  expect(onFailure).toHaveBeenCalledOnce()
  const needed = { code: "upgrade_needed", details: { name: "two", height: "5" } }
  await expect(send(world, before, writeOf("c"))).rejects.toMatchObject(needed)
  await quiet(before)
  expect(before.status().height).toBe(4n)
  expect(onFailure).toHaveBeenCalledOnce()
  expect(exitCodeOf(onFailure.mock.calls[0]![0])).toBe(75)
  await before.close()

  const after = await openNode(world, { services: newer, genesis })
  await send(world, after, writeOf("d"))
  await quiet(after)
  // Nothing was sent for block 5, which proves block 4 and is the newer program's first.
  expect(after.status().height).toBe(8n)
  await after.close()

  // From now on it is the only one that fits.
  const again = openNode(world, { services: old, genesis })
  await expect(again).rejects.toMatchObject({ code: "runtime_mismatch" })
  await (await openNode(world, { services: newer, genesis })).close()
})

it("the newer program does not start before its time", async () => {
  const world = testWorld()
  const before = await openNode(world, { services: old, genesis })
  await send(world, before, writeOf("a"))
  await quiet(before)
  await before.close()
  const early = openNode(world, { services: newer, genesis })
  await expect(early).rejects.toMatchObject({ code: "runtime_mismatch" })
})
