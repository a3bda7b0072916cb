/**
 * What the machine does to a node that runs as a process over HTTP: no room left in a file, a
 * folder that it may not write, a second process, and the signal to stop while work is under way.
 */
import { chmodSync, mkdtempSync, readdirSync, rmSync, statSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import type { Hash } from "@concordat/kernel"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { closeServer, type Posted, post, type Served, serveFolder } from "../load/served.ts"
import { openLoaded, writes } from "../load/world.ts"

const CLIENTS = 8
const NOBODY = 65_534

let data: string
beforeEach(() => {
  data = mkdtempSync(join(tmpdir(), "concordat-disk-"))
})
afterEach(() => rmSync(data, { recursive: true, force: true }))

/** Sends until a request is refused or nobody answers; what was accepted, and the other answers. */
async function sendUntilRefused({ url }: Served, transactions: readonly Uint8Array[]) {
  const accepted: Posted[] = []
  const refused: (Posted | null)[] = []
  let next = 0
  const client = async () => {
    while (next < transactions.length && refused.length === 0) {
      const answer = await post(url, transactions[next++]!)
      if (answer?.status === 200) accepted.push(answer)
      else refused.push(answer)
    }
  }
  await Promise.all(Array.from({ length: CLIENTS }, client))
  return { accepted, refused }
}

async function expectKept(accepted: readonly Posted[]): Promise<void> {
  const ledger = await openLoaded(data)
  for (const { transaction, height } of accepted) {
    const known = await ledger.transaction(transaction as Hash)
    expect(known).toMatchObject({ height: BigInt(height!), code: 0 })
  }
  await ledger.close()
}

describe("E14: a disk without room", () => {
  it("halts the node with disk_full; what it acknowledged is there afterwards", async () => {
    const served = await serveFolder(data, { fileKibMax: 300 })
    const { accepted, refused } = await sendUntilRefused(served, writes(3_000, 1))
    expect(accepted.length).toBeGreaterThan(100)
    for (const answer of refused) expect(answer).toMatchObject({ status: 503, code: "disk_full" })
    const after = await post(served.url, writes(1, 1, 9_000)[0]!)
    expect(after).toMatchObject({ code: "disk_full" })
    expect(await closeServer(served)).toBe(0)
    const again = await serveFolder(data)
    expect((await post(again.url, writes(1, 1, 9_001)[0]!))?.status).toBe(200)
    expect(await closeServer(again)).toBe(0)
    await expectKept(accepted)
  })
})

describe("a folder that the process may not write", () => {
  it("is told with its path, and left as it was", async () => {
    await (await openLoaded(data)).close()
    const before = readdirSync(data, { recursive: true }).sort()
    chmodSync(data, 0o555)
    const isRoot = process.getuid?.() === 0
    const start = serveFolder(data, isRoot ? { user: NOBODY } : {})
    await expect(start).rejects.toThrow(/cannot read or write .*(EACCES|EPERM|EROFS)/)
    chmodSync(data, 0o755)
    expect(readdirSync(data, { recursive: true }).sort()).toEqual(before)
  })
})

describe("a second process on one folder", () => {
  it("is refused with the first one's number, and takes nothing from it", async () => {
    const served = await serveFolder(data)
    const number = served.process.pid
    await expect(serveFolder(data)).rejects.toThrow(`is in use by process ${number}`)
    expect(statSync(join(data, "lock")).isFile()).toBe(true)
    expect((await post(served.url, writes(1, 1)[0]!))?.status).toBe(200)
    expect(await closeServer(served)).toBe(0)
    expect(readdirSync(data)).not.toContain("lock")
  })
})

describe("SIGTERM", () => {
  it("while work is under way: every request has its answer, the process ends with 0", async () => {
    const served = await serveFolder(data)
    const transactions = writes(2_000, 1)
    let answered = 0
    const accepted: Posted[] = []
    const others: (Posted | null)[] = []
    const closing = Promise.withResolvers<Promise<number | string | null>>()
    let next = 0
    const client = async () => {
      while (next < transactions.length && others.length === 0) {
        const answer = await post(served.url, transactions[next++]!)
        if (answer?.status === 200) accepted.push(answer)
        else others.push(answer)
        if (++answered === 200) closing.resolve(closeServer(served))
      }
    }
    await Promise.all(Array.from({ length: CLIENTS }, client))
    expect(await await closing.promise).toBe(0)
    // Whoever came too late was not let in, or was told that the node is closing.
    for (const answer of others) {
      if (answer !== null) expect(answer).toMatchObject({ status: 503, code: "node_halted" })
    }
    expect(others.length).toBeGreaterThan(0)
    await expectKept(accepted)
    const ledger = await openLoaded(data)
    expect(ledger.status().transactions).toBe(BigInt(accepted.length))
    await ledger.close()
  })
})
