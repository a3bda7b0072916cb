/** Verification threads: right answers for both algorithms and services' rules, and their loss. */
import {
  ed25519,
  encode,
  es256,
  type Hex,
  type Job,
  packJobs,
  parseCoseKey,
  type Rule,
  runJobs,
  toHex,
} from "@concordat/kernel"
import { describe, expect, it } from "vitest"
import { keyPair } from "../keystore/key-pair.ts"
import { notesModule, notesRuntime } from "../testing/notes.testing.ts"
import { onTheSpot, verifyInThreads } from "./verifier.ts"

const runtime = notesRuntime()
const MESSAGE = new Uint8Array(100).fill(3)

/** A job about a signature, good or with one bit turned over. */
function jobOf(algorithm: "ed25519" | "es256", good: boolean, learn: Job["learn"]): Job {
  const pair = keyPair(algorithm, new Uint8Array(32).fill(9))
  const signature = pair.sign(MESSAGE)
  if (!good) signature[40]! ^= 1
  const key = parseCoseKey(pair.public)
  const point = key.algorithm === "es256" ? [...key.x, ...key.y] : [...key.x]
  const rule: Rule = algorithm === "ed25519" ? ed25519 : es256
  const input = {
    key: toHex(Uint8Array.from(point)) as Hex,
    message: MESSAGE,
    signature: toHex(signature) as Hex,
  }
  return { rule, input: encode(rule.input, input), learn }
}

/** Many jobs; `answers` fills as they are answered. */
function jobs(count: number) {
  const answers = new Map<number, boolean>()
  const list = Array.from({ length: count }, (_, i) =>
    jobOf(i % 2 === 0 ? "ed25519" : "es256", i % 3 !== 0, (holds) => void answers.set(i, holds)),
  )
  return { list, answers }
}

const expected = (count: number) =>
  new Map(Array.from({ length: count }, (_, i) => [i, i % 3 !== 0] as const))

describe("threads", () => {
  it.each([1, 2])("%d of them answer every job as the calling thread would", async (workers) => {
    const onLost = () => expect.unreachable("a thread ended")
    const verifier = verifyInThreads({ runtime, workers, services: notesModule, onLost })
    const { list, answers } = jobs(60)
    const other = jobs(12)
    await Promise.all([verifier.verify(list), verifier.verify(other.list)])
    expect(answers).toEqual(expected(60))
    expect(other.answers).toEqual(expected(12))
    const here = runJobs(runtime.rules, packJobs(runtime, list))
    expect([...here].map(Boolean)).toEqual([...expected(60).values()])
    await verifier.close()
  })

  it("few jobs are left to whoever asks", async () => {
    const verifier = verifyInThreads({ runtime, workers: 1, services: null, onLost: () => {} })
    const { list, answers } = jobs(2)
    await verifier.verify(list)
    await onTheSpot.verify(list)
    expect(answers.size).toBe(0)
    await verifier.close()
  })

  it("one that ends costs no answer: what it had is left to whoever asks", async () => {
    const lost: unknown[] = []
    const verifier = verifyInThreads({
      runtime,
      workers: 1,
      services: "file:///nowhere/services.ts",
      onLost: (failure) => lost.push(failure),
    })
    const { list, answers } = jobs(50)
    await verifier.verify(list)
    expect([answers.size, lost.length]).toEqual([0, 1])
    await verifier.verify(list)
    expect(answers.size).toBe(0)
    await verifier.close()
  })
})
