/** What must hold of a folder whose process was killed, as it is found when it is opened again. */
import { stateKey } from "@concordat/kernel"
import { expect } from "vitest"
import { notes } from "../../node/testing/notes.testing.ts"
import type { Acknowledged } from "./life.ts"
import { openFolder } from "./world.ts"

/** Everything acknowledged is at its height, once; the chain of roots holds, as it was replayed. */
export async function expectKept(
  data: string,
  acknowledged: readonly Acknowledged[],
): Promise<void> {
  const { ledger } = await openFolder(data)
  try {
    for (const { name, height, id } of acknowledged) {
      expect(await ledger.transaction(id), name).toMatchObject({ height, code: 0 })
      const { value } = await ledger.row(stateKey(notes, { name }))
      expect(notes.readRow(value!), name).toMatchObject({ count: 1n })
    }
    const { height, transactions } = ledger.status()
    const found: string[] = []
    for (let at = 1n; at <= height; at++) {
      for (const one of (await ledger.block(at))!.ids) found.push(String(one))
    }
    expect(new Set(found).size).toBe(found.length)
    expect(BigInt(found.length)).toBe(transactions)
  } finally {
    await ledger.close()
  }
}
