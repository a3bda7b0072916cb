/** Each service alone: a course of it, on replicas, exported, imported and gone on with. */
import { nameOf } from "@concordat/kernel"
import { afterEach, describe, expect, it } from "vitest"
import { mint } from "../../services/money/issue.ts"
import { accounts } from "../../services/money/tables.ts"
import { SERVICES } from "../determinism/record.ts"
import { runs } from "../runs.ts"
import { alone } from "./alone.ts"
import { WORK } from "./course.ts"

const SIZE = { blocks: 100, operations: 200 }
const seeds = Array.from({ length: runs(1) }, (_, n) => n + 1)

/** No course has upgrades (`course.ts`), so nobody is ready for one. */
const NEVER = ["governance.signalReady"]

describe.each(Object.keys(WORK))("%s alone", (name) => {
  const { commands } = SERVICES.find((service) => service.name === name)!
  it.each(seeds)("holds in a course of 20,000 operations, seed %i", async (seed) => {
    const report = await alone(name, seed, SIZE)
    expect(report.faults).toEqual([])
    expect(report.operations).toBe(20_000)
    const all = Object.values(commands).map((command) => nameOf(command))
    const due = all.filter((command) => !NEVER.includes(command)).sort()
    expect([...report.commands].sort()).toEqual(due)
    expect(report.refused.size).toBeGreaterThan(10)
  })
})

describe("a planted defect is found", () => {
  const { run } = mint
  const plant = (minting: typeof mint.run) => {
    const command = mint as { run: typeof mint.run }
    command.run = minting
  }
  afterEach(() => plant(run))
  const found = async () => (await alone("money", 1, { blocks: 60, operations: 100 })).faults

  it("a service that remembers what the process did before", async () => {
    let minted = 0
    plant((tx, input) => run(tx, { ...input, amount: input.amount + BigInt(++minted % 2) }))
    expect(await found()).toContainEqual(expect.stringMatching(/^(services|restarted).*: other/))
  })

  it("money that comes from nowhere", async () => {
    plant((tx, input) => {
      run(tx, input)
      const { treasury: account } = input
      const { creditsPosted } = accounts.get(tx, { account })!
      accounts.patch(tx, { account }, { creditsPosted: creditsPosted + 1n })
    })
    const broken = /^an invariant of money is broken at height 25: The totals of an asset/
    expect(await found()).toContainEqual(expect.stringMatching(broken))
  })
})
