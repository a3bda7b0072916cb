/** What checks 12 to 14 cost an operation, in the longest ways that they can take. */
import type { Asked, View } from "@concordat/kernel"
import { type Bench, cpuMicros } from "../../scripts/bench/harness.ts"
import { permit } from "./authorise.ts"
import {
  ASSISTANT,
  BOTH,
  EDUCATION,
  grantRow,
  issue,
  openConsortium,
  REGISTRAR,
  THREE,
} from "./consortium.testing.ts"

const ROUNDS = 200_000
const ROLE = "permits.issue"
const TARGET = { value: 10, unit: "µs", better: "less" } as const
const [FIRST, ...OTHERS] = THREE

const asked = { command: issue, organisation: EDUCATION, amount: null, scope: "" } as const
const alone: Asked = { ...asked, caller: ASSISTANT, cosigners: [], signers: null, role: ROLE }
const together: Asked = {
  ...{ ...asked, role: null, signers: "administrators" },
  ...{ caller: BOTH[0]!, cosigners: BOTH.slice(1) },
}
const members: Asked = { ...together, signers: "two_thirds", caller: FIRST!, cosigners: OTHERS }

/** Microseconds of one answer, the rows in memory. */
async function micros(question: Asked): Promise<number> {
  const view: View = openConsortium(
    grantRow(EDUCATION, ROLE, { delegable: true }),
    grantRow(REGISTRAR, ROLE, { delegable: true, limit: 9n }),
    grantRow(ASSISTANT, ROLE, { depth: 2, grantor: REGISTRAR }, "road"),
  ).view()
  const round = () => permit(view, question)
  for (let i = 0; i < ROUNDS / 10; i++) round()
  const used = await cpuMicros(() => {
    for (let i = 0; i < ROUNDS; i++) round()
  })
  return used / ROUNDS
}

function bench(name: string, about: string, question: Asked): Bench {
  return {
    name: `organisations.permit.${name}`,
    about,
    target: TARGET,
    run: async () => ({ value: await micros(question), unit: "µs" }),
  }
}

export const benches: readonly Bench[] = [
  bench("delegate", "A delegate's right in one scope: three grants, twice looked for.", {
    ...{ ...alone, scope: "road", amount: 5n },
  }),
  bench("administrators", "Two administrators decide for their organisation.", together),
  bench("two_thirds", "Three of four members decide.", members),
]
