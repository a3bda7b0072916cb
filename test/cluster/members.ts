/** How members of a rehearsed network decide, command by command, with evidence of each step. */
import { writeFileSync } from "node:fs"
import { join } from "node:path"
import { type Hash, type JsonObject, jsonText } from "@concordat/kernel"
import { createClient, getRow } from "@concordat/sdk"
import { expect } from "vitest"
import { proposalId } from "../../services/governance/proposing.ts"
import type { BusyNetwork } from "./busy.ts"

/** Of the network; each votes by its administrator, whose key the gateway holds. */
export const FOUR = ["education", "justice", "interior", "health"]

/** Decides on a network. */
export class Members {
  readonly busy: BusyNetwork
  /** Evidence of every step. */
  readonly files: string[] = []

  constructor(busy: BusyNetwork) {
    this.busy = busy
  }

  /** Runs a command at the first node; it must succeed. Answers its JSON. */
  async run(...args: readonly string[]) {
    const { line } = this.busy
    const exit = await this.busy.answered(...args)
    expect(exit, `${args.slice(0, 2).join(" ")}: ${(line.out + line.err).slice(0, 400)}`).toBe(0)
    return this.busy.answer()
  }

  /** What a command is refused with. */
  async refused(...args: readonly string[]): Promise<string> {
    expect(await this.busy.answered(...args)).not.toBe(0)
    return this.busy.answer().error.code
  }

  as(organisation: string): string[] {
    return ["--as", `${organisation}/administrator-1`]
  }

  /** Proposes, votes, waits until it is due and carries it out. `also`: who votes by own keys. */
  async decide(actions: readonly JsonObject[], also: readonly string[] = []): Promise<void> {
    const text = jsonText(actions)
    const said = ["--title", "A decision", "--documents", "[]", "--actions", text]
    const made = await this.run("governance", "propose", ...said, ...this.as(FOUR[0]!))
    const proposal = ["--proposal", proposalId(made.transaction as Hash, 0)]
    const vote = ["governance", "vote", ...proposal, "--choice", "yes"]
    for (const voter of FOUR) await this.run(...vote, ...this.as(voter))
    for (const keys of also) await this.run(...vote, "--keys", keys)
    const execute = ["governance", "execute", ...proposal, ...this.as(FOUR[0]!)]
    while ((await this.busy.answered(...execute)) !== 0) {
      const { code } = this.busy.answer().error
      if (code === "not_accepted") break // One without an answer may have carried it out.
      expect(code).toBe("not_due")
      await this.busy.closeBlocks() // Time is that of the blocks.
    }
    const client = createClient({ url: this.busy.urls[0]! })
    const { row } = await getRow(client, "governance", "proposals", [proposal[1]!])
    expect(row?.value["state"]).toBe("executed")
    await this.prove("governance", "proposals", proposal[1]!)
  }

  /** The evidence of a row, judged at once; answers what it says in words. */
  async prove(...row: readonly string[]): Promise<string> {
    const file = join(this.busy.folder, `step-${this.files.length}.evidence`)
    await this.run("evidence", ...row, "--out", file)
    this.files.push(file)
    return this.offline(file)
  }

  /** Judges a file with no network to ask. */
  async offline(file: string): Promise<string> {
    const { line } = this.busy
    const { fetch: online } = line
    line.fetch = () => Promise.reject(new Error("there is no network"))
    const exit = await line.run("verify", file)
    line.fetch = online
    expect(exit, line.out.slice(0, 400)).toBe(0)
    return line.out
  }

  /** A file in the folder of the story. */
  write(name: string, text: string): string {
    const file = join(this.busy.folder, name)
    writeFileSync(file, text)
    return file
  }
}
