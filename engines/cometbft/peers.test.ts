/** Whom an engine dials and lets in, by the register and by the configuration. */
import { describe, expect, test } from "vitest"
import { KnownPeers } from "./peers.ts"

const [own, first, second, third] = ["0a", "1a", "2a", "3a"] as [string, string, string, string]
const register = (allowed: readonly string[] | null, peers: readonly string[] = []) => ({
  mayConnect: (id: string) => allowed?.includes(id) ?? null,
  peers: () => peers,
})
const knows = (...given: Parameters<typeof register>) =>
  new KnownPeers([`${first}@a:1`, `${second}@b:1`], own, register(...given))

describe("known peers", () => {
  test("are those of the configuration while the ledger says nothing", () => {
    const peers = knows(null)
    expect([first, second, third].map((id) => peers.admits(id))).toEqual([true, true, false])
    expect(peers.list()).toEqual(["1a@a:1", "2a@b:1"])
  })

  test("are those of the register once it speaks, at their configured addresses", () => {
    const peers = knows([own, first, third], ["0a@o:2", "1a@a:2", "3a@c:2"])
    expect([first, second, third].map((id) => peers.admits(id))).toEqual([true, false, true])
    expect(peers.list()).toEqual(["1a@a:1", "3a@c:2"])
  })
})
