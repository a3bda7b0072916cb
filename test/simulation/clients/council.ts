/**
 * Members who carry an upgrade through: one proposes it, all vote, one carries it out, and each
 * says that its organisation is ready. What is lost, refused or too late is begun again.
 */
import type { Operation, Party, View } from "@concordat/kernel"
import { stateAt } from "../../../services/governance/life.ts"
import { upgradeTo } from "../../../services/governance/random.testing.ts"
import {
  ballots,
  type Plan,
  proposals,
  upgradePlan,
  upgradesDone,
} from "../../../services/governance/tables.ts"
import { isReady } from "../../../services/governance/upgrade.ts"
import { consortium } from "../../../services/organisations/tables.ts"
import { power } from "../../../services/validators/service.ts"
import type { Chance } from "../world/chance.ts"
import type { Host } from "../world/host.ts"
import type { World } from "../world/world.ts"
import { Author } from "./author.ts"
import { insist } from "./sender.ts"

const NAME = "the-next-release"
/** Blocks from the proposal to its height. */
const AHEAD = 16n
/** So many are left when it is decided, or it is proposed anew. */
const LEFT = 4n
const PAUSE_MS = 500
const TAG = 901
const SCAN = { limit: 200 }

/** An operation and the organisation whose administrator signs it. */
type Step = { readonly of: Party; readonly operation: Operation }

/** They act together, and know what the ledger says. */
export class Council {
  private readonly world: World
  private readonly hosts: readonly Host[]
  private readonly chance: Chance
  private readonly author: Author
  /** Of the newest proposal. */
  private height = 0n

  constructor(world: World, hosts: readonly Host[]) {
    this.world = world
    this.hosts = hosts
    this.chance = world.chance.split("council")
    this.author = new Author(world, this.chance, TAG)
  }

  /** Until the upgrade has begun, or the world says that it is enough. */
  async work(isOver: () => boolean): Promise<void> {
    const { world, chance } = this
    while (!isOver() && !upgradesDone.has(world.auditor.view, { name: NAME })) {
      await world.pause(chance.below(PAUSE_MS))
      await Promise.all(this.steps().map((step) => this.take(step)))
    }
  }

  private async take({ of, operation }: Step): Promise<void> {
    const { world, hosts, chance, author } = this
    const bytes = author.signed([`${of}/administrator`], [operation])
    await insist(world, hosts, chance, bytes)
  }

  private steps(): readonly Step[] {
    const { view } = this.world.auditor
    const plan = upgradePlan.get(view, {})
    return plan === undefined ? this.towardsPlan(view) : this.signals(view, plan)
  }

  /** What every organisation that votes says of a plan, once. */
  private signals(view: View, plan: Plan): readonly Step[] {
    const { name, artifacts } = plan
    const { sha256 } = artifacts[0]!
    const operation = { command: "governance.signalReady", input: { name, sha256 } }
    return power.scan(view, {}, SCAN).flatMap(({ key: { organisation } }) => {
      return isReady(view, plan, organisation) ? [] : [{ of: organisation, operation }]
    })
  }

  private towardsPlan(view: View): readonly Step[] {
    const { members } = consortium.get(view, {})!
    const title = `${NAME} at ${this.height}`
    const found = proposals.scan(view, {}, SCAN).find(({ value }) => value.title === title)
    const state = found && stateAt(found.value, view.time)
    const isLate = view.height + LEFT > this.height
    const isLive = state === "open" || state === "accepted"
    if (!found || isLate || !isLive) return [this.proposing(view, this.chance.pick(members))]
    const { proposal } = found.key
    if (state === "accepted") {
      const operation = { command: "governance.execute", input: { proposal } }
      return [{ of: this.chance.pick(members), operation }]
    }
    const input = { proposal, choice: "yes", reason: null }
    return members.flatMap((organisation) => {
      if (ballots.has(view, { proposal, organisation })) return []
      return [{ of: organisation, operation: { command: "governance.vote", input } }]
    })
  }

  private proposing(view: View, of: Party): Step {
    this.height = view.height + AHEAD
    const input = {
      ...{ title: `${NAME} at ${this.height}`, documents: [] },
      actions: [upgradeTo(NAME, this.height)],
    }
    return { of, operation: { command: "governance.propose", input } }
  }
}
