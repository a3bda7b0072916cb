/**
 * Netting: a cycle in which each of 200 participants owes each other, from its opening until all is
 * paid. A clearing house, which is a service of its own, keeps the accounts and says who owes whom.
 */
import {
  command,
  encode,
  executeBlock,
  type Operation,
  type Party,
  service,
  stateKey,
  u16,
} from "@concordat/kernel"
import { operation, saltOf, writeTransaction } from "@concordat/kernel/testing"
import { useAccelerators } from "../../node/accelerators/index.ts"
import { type Bench, cpuMicros, type Measurement } from "../../scripts/bench/harness.ts"
import { idAt } from "./bank.testing.ts"
import { numbered, stored } from "./bench-bank.testing.ts"
import { money, moneyService } from "./service.ts"
import { caps } from "./tables-netting.ts"

const PARTICIPANTS = 200
const OBLIGATIONS = PARTICIPANTS * (PARTICIPANTS - 1)
const HOUSE = { service: "house" }
const CYCLE = numbered(1_000_000)
/** The accounts are those of the participants, then the cycle's own. */
const POOL = PARTICIPANTS
const CAP = 10n ** 12n
const MICROS_PER_MS = 1_000

const names = Array.from({ length: PARTICIPANTS }, (_, n) => `alpha/p${n}` as Party)

/** What one participant owes another, by their numbers; not the same both ways. */
function owes(from: number, to: number): bigint {
  return BigInt(1 + ((from * 31 + to * 17) % 1_000))
}

/** What a participant owes when all is netted; negative: it is due so much. */
function netOf(who: number): bigint {
  let net = 0n
  for (let other = 0; other < PARTICIPANTS; other++) {
    if (other !== who) net += owes(who, other) - owes(other, who)
  }
  return net
}

const open = command({
  about: "Open the cycle.",
  role: null,
  input: {},
  run(tx) {
    const members = names.map((participant, n) => ({ participant, account: numbered(n) }))
    const account = numbered(POOL)
    money.net.open(tx, { cycle: CYCLE, asset: "eur", account, members, fundWithin: 60 })
  },
})

const submit = command({
  about: "Write down what a participant owes all others.",
  role: null,
  input: { who: u16 },
  run(tx, { who }) {
    const owed = names
      .map((to, n) => ({ to, amount: owes(who, n) }))
      .filter((_, other) => other !== who)
    money.net.submit(tx, { cycle: CYCLE, from: names[who]!, owed })
  },
})

const close = command({
  about: "Close the cycle.",
  role: null,
  input: {},
  run: (tx) => void money.net.close(tx, { cycle: CYCLE }),
})

const fund = command({
  about: "Reserve what a participant owes.",
  role: null,
  input: { who: u16 },
  run(tx, { who }) {
    const [account, amount] = [numbered(who), netOf(who)]
    const hold = idAt(tx.time, who)
    money.net.fund(tx, { cycle: CYCLE, participant: names[who]!, hold, account, amount })
  },
})

const settle = command({
  about: "Pay the cycle.",
  role: null,
  input: {},
  run: (tx) => void money.net.settle(tx, { cycles: [CYCLE] }),
})

const house = service({
  name: "house",
  about: "A clearing house",
  uses: [moneyService],
  commands: { open, submit, close, fund, settle },
})

/** The whole life of the cycle, a step a transaction or many. */
function steps(): readonly (readonly Operation[])[] {
  const all = names.map((_, who) => who)
  return [
    [operation(open, {})],
    ...all.map((who) => [operation(submit, { who })]),
    [operation(close, {})],
    ...all.filter((who) => netOf(who) > 0n).map((who) => [operation(fund, { who })]),
    [operation(settle, {})],
  ]
}

/** A ledger that takes blocks of these steps. */
function clearing() {
  const rows = names.map((participant) => ({
    key: stateKey(caps, { asset: "eur", participant }),
    value: encode(caps.row, { cap: CAP, exposure: 0n }),
  }))
  const more = { services: [house], owner: HOUSE, rows }
  const { bank, runtime, state, signer } = stored(PARTICIPANTS + 1, more)
  const { verdicts, time } = bank.ledger
  let salt = 0
  const signed = (operations: readonly Operation[]) => {
    const plain = { chain: state.chain, memo: null, mode: "atomic" } as const
    const heading = { ...plain, salt: saltOf(++salt), expires: time + 800_000 }
    return writeTransaction(runtime, heading, operations, [signer])
  }
  const block = (transactions: readonly Uint8Array[]) => {
    const place = { height: state.height + 1n, time: state.time + 10, proposer: null }
    const outcome = executeBlock(
      runtime,
      state,
      { ...place, misbehaviour: [], transactions },
      verdicts,
    )
    outcome.commit()
    const wrong = outcome.results.find(({ code }) => code !== 0)
    if (wrong !== undefined) throw new Error(wrong.refusals[0]?.code)
  }
  return { signed, block }
}

async function inOneBlock(): Promise<Measurement> {
  await useAccelerators()
  const { signed, block } = clearing()
  const transactions = steps().map(signed)
  const micros = await cpuMicros(() => block(transactions))
  return {
    value: micros / MICROS_PER_MS,
    unit: "CPU-ms",
    note: `${transactions.length} transactions`,
  }
}

async function step(by: "close" | "settle"): Promise<Measurement> {
  await useAccelerators()
  const { signed, block } = clearing()
  const all = steps()
  const at =
    by === "settle" ? all.length - 1 : all.findIndex(([one]) => one!.command === "house.close")
  block(all.slice(0, at).map(signed))
  const last = [signed(all[at]!)]
  const micros = await cpuMicros(() => block(last))
  return { value: micros / MICROS_PER_MS, unit: "CPU-ms" }
}

export const benches: readonly Bench[] = [
  {
    name: "money.netting.all",
    about: `${OBLIGATIONS} obligations, written down, netted, funded and paid in one block.`,
    run: inOneBlock,
  },
  {
    name: "money.netting.close",
    about: "The block in which they are netted.",
    target: { value: 20, unit: "CPU-ms", better: "less" },
    run: () => step("close"),
  },
  {
    name: "money.netting.settle",
    about: "The block in which they are paid.",
    run: () => step("settle"),
  },
]
