/** A service that only the catalogue has: every kind of field, a limit, a refusal, a counter. */
import {
  ascii,
  bool,
  bytes,
  command,
  ensure,
  enumeration,
  hash,
  list,
  refusals,
  service,
  table,
  text,
  u32,
  u64,
  u128,
} from "@concordat/kernel"

const counters = table("counters", { key: { name: ascii(40) }, value: { count: u64 } })
const refuse = refusals({ sample_refused: "The sample refuses, as it was asked to." })

/** A field of every kind that bytes can be wrong in. */
const every = command({
  about: "Take a value of every kind.",
  role: null,
  input: {
    amount: u64,
    large: u128,
    flags: list(bool, 3, 1),
    colour: enumeration("red", "green"),
    data: bytes(4),
    digest: hash,
    words: text(8),
  },
  run() {
    return undefined
  },
})

const count = command({
  about: "Add one to a counter.",
  role: null,
  input: { name: ascii(40) },
  run(tx, { name }) {
    counters.put(tx, { name }, { count: (counters.get(tx, { name })?.count ?? 0n) + 1n })
  },
})

const refuseAlways = command({
  about: "Refuse.",
  role: null,
  input: {},
  run() {
    ensure(false, refuse.sample_refused)
  },
})

/** Its work is what it says. */
const work = command({
  about: "Declare work.",
  role: null,
  input: { units: u32 },
  cost: ({ units }) => units,
  run() {
    return undefined
  },
})

const spend = command({
  about: "Spend an amount, up to the limit of a grant.",
  input: { amount: u128 },
  amount: ({ amount }) => amount,
  run() {
    return undefined
  },
})

export const sample = service({
  name: "sample",
  about: "Samples of wrong inputs",
  roles: { spend: ["member"] },
  tables: { counters },
  commands: { every, count, refuse: refuseAlways, spend, work },
  refusals: refuse,
})
