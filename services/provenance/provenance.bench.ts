/** What commands of the register cost: one signature a transaction left out, seals verified. */
import { executeBlock, fromHex, hashOf, MerkleTree, type Operation } from "@concordat/kernel"
import { operation, type TestLedger } from "@concordat/kernel/testing"
import { useAccelerators } from "../../node/accelerators/index.ts"
import { type Bench, cpuMicros, type Measurement, perSecond } from "../../scripts/bench/harness.ts"
import { setClass } from "./classes.ts"
import {
  classOf,
  documentOf,
  EDUCATION,
  openOffices,
  REGISTRAR,
  sealOf,
  statementOf,
} from "./office.testing.ts"
import { register } from "./register.ts"
import { readStatement, type SealAlgorithm } from "./statement.ts"
import { revoke } from "./status.ts"

const COUNT = 6_000
const PER_TRANSACTION = 100
/** Operations before the first counted one: what is asked is a node that has been running. */
const WARM = 2_000
/** A batch that needs paths of 17 steps. */
const BATCH = 131_072

/** Closes a block with one transaction, by what a node runs and nothing else. */
function execute({ runtime, state, verdicts }: TestLedger, transaction: Uint8Array): void {
  const { height, time } = state
  const place = { height: height + 1n, time: time + 1_000, proposer: null }
  const block = { ...place, transactions: [transaction], misbehaviour: [] }
  const outcome = executeBlock(runtime, state, block, verdicts)
  outcome.commit()
  const [result] = outcome.results
  if (result?.code !== 0) throw new Error(result?.refusals[0]?.code)
}

/** Operations a CPU-second, executed in blocks of one transaction of 100 operations. */
async function speed(ledger: TestLedger, operations: readonly Operation[]): Promise<Measurement> {
  const { ed25519, es256 } = await useAccelerators()
  const signed: Uint8Array[] = []
  for (let from = 0; from < operations.length; from += PER_TRANSACTION) {
    signed.push(ledger.sign(REGISTRAR, operations.slice(from, from + PER_TRANSACTION)))
  }
  const warm = WARM / PER_TRANSACTION
  for (const transaction of signed.slice(0, warm)) execute(ledger, transaction)
  const micros = await cpuMicros(() => {
    for (const transaction of signed.slice(warm)) execute(ledger, transaction)
  })
  const value = perSecond(operations.length - WARM, micros)
  return { value, unit: "per CPU-s", note: `${ed25519}, ${es256}` }
}

function opened(): TestLedger {
  const ledger = openOffices()
  ledger.run(REGISTRAR, setClass, classOf("diploma"))
  return ledger
}

function registering(algorithm: SealAlgorithm, target: number): Bench {
  return {
    name: `provenance.register.${algorithm}`,
    about: `Statements about one document, sealed by ${algorithm}, registered.`,
    target: { value: target, unit: "per CPU-s", better: "more" },
    async run() {
      const seal = sealOf(EDUCATION, algorithm)
      const operations = Array.from({ length: COUNT }, (_, i) => {
        const document = documentOf(EDUCATION, "diploma", `document ${i}`)
        const statement = statementOf(EDUCATION, "diploma", document, { seal })
        return operation(register, { statement })
      })
      return speed(opened(), operations)
    },
  }
}

/** A batch of 2^17 leaves of which the first ones are documents of the test. */
function batchOf(count: number) {
  const documents = Array.from({ length: count }, (_, i) =>
    documentOf(EDUCATION, "diploma", `member ${i}`),
  )
  const filler = documents[0]!.leaf
  const leaves = Array.from({ length: BATCH }, (_, i) => fromHex(documents[i]?.leaf ?? filler))
  const tree = new MerkleTree(leaves)
  const root = hashOf(tree.root)
  const statement = statementOf(EDUCATION, "diploma", { root, count: BATCH })
  return { documents, tree, statement }
}

export const benches: readonly Bench[] = [
  registering("ed25519", 6_000),
  registering("es256", 5_000),
  {
    name: "provenance.revoke.path17",
    about: "Documents of a batch revoked, each by its path of 17 hashes.",
    target: { value: 15_000, unit: "per CPU-s", better: "more" },
    async run() {
      const { documents, tree, statement } = batchOf(COUNT)
      const ledger = opened()
      ledger.run(REGISTRAR, register, { statement })
      const name = readStatement(statement).statement
      const operations = documents.map(({ handle, commitment, until }, index) => {
        const path = tree.path(index).map((step) => hashOf(step))
        const proof = { statement: name, index, commitment, until, path }
        const item = { handle, proof }
        const reason = "issued_in_error"
        return operation(revoke, { target: { item }, reason, order: null })
      })
      return speed(ledger, operations)
    },
  },
]
