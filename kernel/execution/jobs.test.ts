/** Jobs for workers: asked ahead, packed, answered, remembered; the kernel's own rules. */

import { readFileSync } from "node:fs"
import { describe, expect, it } from "vitest"
import { vectorFiles, vectors } from "../../test/vectors.ts"
import { fromHex, toHex, utf8 } from "../bytes.ts"
import { ed25519PublicKey, signEd25519 } from "../crypto/ed25519.ts"
import { es256PublicKey, signEs256 } from "../crypto/es256.ts"
import { sha256 } from "../crypto/hash.ts"
import { Bug } from "../failures.ts"
import type { Hash, Hex } from "../schema/fixed.ts"
import { operation } from "../testing/ledger.ts"
import { CONCORDAT_SPEC, IAVL_SPEC, SMT_SPEC, TENDERMINT_SPEC } from "../trie/specs.ts"
import { createCheck } from "./check.ts"
import { learnAnswers, packJobs, runJobs, verdictJobs } from "./jobs.ts"
import {
  absence,
  ed25519,
  ed25519Zip215,
  es256,
  kernelRules,
  membership,
  secp256k1Address,
} from "./kernel-rules.ts"
import { pay } from "./purse.testing.ts"
import { ADA, does, open, told } from "./story.testing.ts"
import { Verdicts } from "./verdicts.ts"

const asking = does(told("verify", 1, 4n), told("verify", 1, 5n))

describe("jobs", () => {
  it("are the signatures, and once they hold what commands ask ahead, until it is known", () => {
    const { runtime, state, verdicts, ...ledger } = open()
    const bytes = ledger.sign([ADA, "bob/one"], [asking])
    const jobs = verdictJobs(runtime, state, verdicts, [bytes, bytes.subarray(0, 50)])
    expect(jobs.map(({ rule }) => rule.name)).toEqual(["ed25519", "ed25519"])
    learnAnswers(jobs, runJobs(runtime.rules, packJobs(runtime, jobs)))
    const ahead = verdictJobs(runtime, state, verdicts, [bytes])
    expect(ahead.map(({ rule }) => rule.name)).toEqual(["even", "even"])
    const answers = runJobs(runtime.rules, packJobs(runtime, ahead))
    expect([...answers]).toEqual([1, 0])
    learnAnswers(ahead, answers)
    expect(verdictJobs(runtime, state, verdicts, [bytes])).toEqual([])
  })

  it("of unknown signers are none: the execution will say so", () => {
    const { runtime, state, sign } = open()
    const bytes = sign(ADA, [asking])
    const stranger = open()
    const jobs = verdictJobs(stranger.runtime, stranger.state, new Verdicts(), [bytes])
    expect(jobs).toEqual([])
    expect(verdictJobs(runtime, state, new Verdicts(), [bytes])).toHaveLength(1)
  })

  it("of a bad signature end there: what its commands would ask is nobody's work", () => {
    const { runtime, state, verdicts, sign } = open()
    const spoilt = sign(ADA, [asking])
    spoilt[spoilt.length - 1]! ^= 1
    const jobs = verdictJobs(runtime, state, verdicts, [spoilt])
    learnAnswers(jobs, runJobs(runtime.rules, packJobs(runtime, jobs)))
    expect(jobs).toHaveLength(1)
    expect(verdictJobs(runtime, state, verdicts, [spoilt])).toEqual([])
  })

  it("see what waits, where a check overlay is asked", () => {
    const { runtime, state, verdicts, sign } = open()
    const check = createCheck(runtime, state, verdicts)
    const amount = { to: "bob/one" as never, amount: 1n }
    const bytes = sign(ADA, [operation(pay, amount)])
    expect(check.jobs(bytes)).toHaveLength(1)
    check.check(bytes)
    expect(check.jobs(bytes)).toEqual([])
  })

  it("a worker that says no changes no result: the reason is found on the spot", () => {
    const ledger = open()
    const { runtime, state, verdicts } = ledger
    const good = ledger.sign(ADA, [asking])
    const spoilt = ledger.sign(ADA, [asking])
    spoilt[spoilt.length - 1] = 0xff // S above the order
    const jobs = verdictJobs(runtime, state, verdicts, [good, spoilt])
    learnAnswers(jobs, runJobs(runtime.rules, packJobs(runtime, jobs)))
    const { results } = ledger.block([good, spoilt])
    expect(results.map(({ code }) => code)).toEqual([0, 2])
    expect(results[1]!.refusals[0]!.code).toBe("signature_not_canonical")
  })

  it("of a rule that is not there, or answers of another number, are a Bug", () => {
    const { runtime, state, verdicts, sign } = open()
    const jobs = verdictJobs(runtime, state, verdicts, [sign([ADA, "bob/one"], [asking])])
    expect(() => runJobs([], packJobs(runtime, jobs))).toThrow(Bug)
    expect(() => learnAnswers(jobs, new Uint8Array(1))).toThrow(Bug)
  })
})

describe("the kernel's own rules", () => {
  const seed = sha256(utf8("seed"))
  const message = utf8("message")
  const hex = (bytes: Uint8Array) => toHex(bytes) as Hex

  it("have fixed numbers, for packed jobs", () => {
    const names = kernelRules.map(({ name }) => name)
    expect(names).toEqual([
      ...["ed25519", "es256", "ed25519Zip215", "membership", "absence", "secp256k1Address"],
    ])
  })

  it("verify signatures, and cost what transactions pay", () => {
    const one = {
      key: hex(ed25519PublicKey(seed)),
      message,
      signature: hex(signEd25519(seed, message)),
    }
    const two = {
      key: hex(es256PublicKey(seed)),
      message,
      signature: hex(signEs256(seed, message)),
    }
    const other = utf8("another")
    for (const rule of [ed25519, ed25519Zip215]) {
      expect([rule.holds(one), rule.holds({ ...one, message: other })]).toEqual([true, false])
    }
    expect([es256.holds(two), es256.holds({ ...two, message: other })]).toEqual([true, false])
    expect([ed25519.cost(one), es256.cost(two), ed25519Zip215.cost(one)]).toEqual([60, 80, 60])
  })

  it("recover an Ethereum address: the example of web3's accounts.sign", () => {
    const r = "b91467e570a6466aa9e9876cbcd013baba02900b8979d43fe208a4a4f339f5fd"
    const s = "6007e74cd82e037b800186422fc2da167c747ef045e5d18a5f5d4300f8e1a029"
    const good = {
      address: "2c7536e3605d9c16a7a3d7b1898e529396a65c23" as Hex,
      digest: "1da44b586eb0729ff70a73c326926f6ed5a25f5b056e7f47fbc6e58d86871655" as Hash,
      signature: `${r}${s}1c` as Hex,
    }
    const holds = (change: Partial<typeof good>) => secp256k1Address.holds({ ...good, ...change })
    expect(holds({})).toBe(true)
    expect(holds({ signature: `${r}${s}01` as Hex })).toBe(true)
    expect(holds({ signature: `${r}${s}1b` as Hex })).toBe(false)
    expect(holds({ signature: `${r}${s}1d` as Hex })).toBe(false)
    expect(holds({ signature: "00".repeat(65) as Hex })).toBe(false)
    const order = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n
    const high = (order - BigInt(`0x${s}`)).toString(16).padStart(64, "0")
    expect(holds({ signature: `${r}${high}1b` as Hex })).toBe(false)
    expect(holds({ address: "00".repeat(20) as Hex })).toBe(false)
  })

  const specs = { iavl: IAVL_SPEC, smt: SMT_SPEC, tendermint: TENDERMINT_SPEC }
  const isProof = (path: string) => /(iavl|smt|tendermint)\/(non)?exist_\w+\.json$/.test(path)

  it.skipIf(vectors("ics23") === null)("judge the published ICS-23 proofs by their specs", () => {
    for (const path of vectorFiles("ics23", isProof)) {
      const tree = path.split("/").at(-2) as keyof typeof specs
      const one = JSON.parse(readFileSync(path, "utf8")) as Record<string, string>
      const [root, key, value, proof] = ["root", "key", "value", "proof"].map((name) =>
        fromHex(one[name] ?? ""),
      ) as [Uint8Array, Uint8Array, Uint8Array, Uint8Array]
      const claim = { spec: specs[tree], root, key, proof }
      const holds = (given: typeof claim) =>
        value.length > 0 ? membership.holds({ ...given, value }) : absence.holds(given)
      expect(holds(claim)).toBe(true)
      expect(holds({ ...claim, root: sha256(root) })).toBe(false)
      expect(holds({ ...claim, spec: CONCORDAT_SPEC })).toBe(false)
      expect(absence.cost(claim)).toBe(20 + Math.floor(proof.length / 64))
    }
  })
})
