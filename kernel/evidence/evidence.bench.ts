/** What it costs to check evidence, with @noble alone as in a browser. */
import { type Bench, cpuMicros } from "../../scripts/bench/harness.ts"
import {
  CHAIN,
  commitFor,
  headerAt,
  idOf,
  lightBlock,
  START,
  setOf,
  signer,
} from "../block/chain.testing.ts"
import { headerHash } from "../block/header.ts"
import { verifyCommit } from "../block/verify-commit.ts"
import { anchorAt } from "./anchor.ts"
import { encodeBundle } from "./bundle.ts"
import { testLedger } from "./ledger.testing.ts"
import { verifyBundle } from "./verify-bundle.ts"

const MS_BUNDLE = 25
const WARM_UP = 20
const RUNS = 3
const now = START + 60_000

/** CPU milliseconds a call, the best of several runs of `rounds`. */
async function millis(rounds: number, call: () => unknown): Promise<number> {
  for (let i = 0; i < WARM_UP; i++) call()
  let best = Number.POSITIVE_INFINITY
  for (let run = 0; run < RUNS; run++) {
    const used = await cpuMicros(() => {
      for (let i = 0; i < rounds; i++) call()
    })
    best = Math.min(best, used / rounds / 1_000)
  }
  return best
}

/** A bundle of three claims under four votes, after as many steps as sets changed. */
function bundleBytes(steps: 0 | 2) {
  if (steps === 0) {
    const ledger = testLedger()
    return { bytes: encodeBundle(ledger.bundle()), anchor: ledger.anchor }
  }
  const [first, second, third] = ["abcd", "defg", "ghij"].map((names) =>
    [...names].map((name) => signer(name)),
  )
  const two = headerAt(2n, { signers: first! })
  const three = headerAt(3n, { signers: first!, next: second!, lastBlock: idOf(two) })
  const five = headerAt(5n, { signers: second!, next: third! })
  const ledger = testLedger({ signers: third!, lastBlock: idOf(five) })
  const path = [
    { ...lightBlock(three, first!), next: setOf(second!) },
    { ...lightBlock(five, second!), next: setOf(third!) },
  ]
  const bytes = encodeBundle(ledger.bundle({ base: setOf(first!), path }))
  return { bytes, anchor: anchorAt(two, ledger.anchor) }
}

async function verified(steps: 0 | 2) {
  const { bytes, anchor } = bundleBytes(steps)
  const { valid } = verifyBundle(bytes, anchor, { now })
  if (!valid) throw new Error("the bundle of the benchmark is not valid")
  const value = await millis(40, () => verifyBundle(bytes, anchor, { now }))
  return { value, unit: "ms", note: `${bytes.length} bytes, ${4 + 4 * steps} Ed25519 checks` }
}

const HUNDRED = Array.from({ length: 100 }, (_, i) => signer(`validator ${i}`))

export const benches: readonly Bench[] = [
  {
    name: "evidence.verify.4-validators",
    about:
      "CPU time to verify a bundle of three claims under four votes, straight from its anchor.",
    target: { value: MS_BUNDLE, unit: "ms", better: "less" },
    run: () => verified(0),
  },
  {
    name: "evidence.verify.2-steps",
    about: "The same, with two steps between anchor and header where the validators changed.",
    run: () => verified(2),
  },
  {
    name: "evidence.commit.100-validators",
    about: "CPU time to verify every vote of a commit of 100 validators.",
    async run() {
      const header = headerAt(9n, { signers: HUNDRED })
      const commit = commitFor(header, HUNDRED)
      const set = setOf(HUNDRED)
      return { value: await millis(3, () => verifyCommit(CHAIN, commit, set)), unit: "ms" }
    },
  },
  {
    name: "evidence.header-hash",
    about: "CPU time to hash one header: 14 leaves, 13 nodes.",
    async run() {
      const header = headerAt(9n, { signers: HUNDRED })
      const value = (await millis(2_000, () => headerHash(header))) * 1_000
      return { value, unit: "µs" }
    },
  },
]
