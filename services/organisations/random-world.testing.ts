/**
 * For tests: what random operations are drawn from, a look at the state and chance from one seed.
 * Every service has its own beside it (`random.testing.ts`); the recorded chain and the
 * clients of the simulated world draw from the same.
 */
import { type Hash, hashOf, type Party, party, sha256, utf8, type View } from "@concordat/kernel"
import { testSigner } from "@concordat/kernel/testing"
import { administrators, consortium, keys, principals } from "./tables.ts"

/** One operation of the story, and who signs it. */
export type Step = {
  readonly who: readonly string[]
  readonly input: Readonly<Record<string, unknown>>
}

/** Makes a step of one command from the world as it is. */
export type Maker = (world: World) => Step

/** Makers with the full names of their commands, as often as each is to be drawn. */
export type Operations = readonly (readonly [command: string, make: Maker])[]

/** Makers of a service by the short names of its commands; `times`: others than once. */
export function weighted(
  service: string,
  makers: Readonly<Record<string, Maker>>,
  times: Readonly<Record<string, number>> = {},
): Operations {
  return Object.entries(makers).flatMap(([name, make]) => {
    const one = [`${service}.${name}`, make] as const
    return Array.from({ length: times[name] ?? 1 }, () => one)
  })
}

/** Chance from a seed, the same on every machine. */
type Random = {
  next(): bigint
  /** 0..`below` - 1. */
  below(below: number): number
  bytes(length: number): Uint8Array
}

const parties = (...names: string[]): readonly Party[] => names.map((name) => party.check(name))
/** Members from the beginning, and organisations that may be admitted. */
const FOUNDERS = parties("education", "justice")
export const NEWCOMERS = parties("health", "archive", "customs", "labour", "transport", "culture")
/** Officers come and go; administrators and registrars stay, so that the story goes on. */
const OFFICERS = 40
const SCAN = { limit: 100 }
/** Classes of documents. */
export const CLASSES = ["diploma", "licence", "extract"] as const
/** Roles that are granted and taken. */
export const ROLES = [
  "provenance.class",
  "provenance.issue",
  "provenance.status",
  "org.admin",
  "money.none",
] as const

/** Chance from a seed, and a look at the state that the next block runs above. */
export class World {
  readonly random: Random
  /** The state before the next block. */
  readonly view: View
  /** Time of the next block. */
  readonly time: number
  readonly chain: string

  constructor(random: Random, view: View, time: number) {
    this.random = random
    this.view = view
    this.time = time
    this.chain = view.chain
  }

  pick<T>(list: readonly T[]): T {
    return list[this.random.below(list.length)]!
  }

  /** True in `percent` of a hundred cases. */
  chance(percent: number): boolean {
    return this.random.below(100) < percent
  }

  organisation(): Party {
    return this.pick(this.chance(80) ? FOUNDERS : NEWCOMERS)
  }

  /** The name of an officer; of somebody who stays, now and then. */
  name(): string {
    return this.chance(95) ? `officer-${this.random.below(OFFICERS)}` : "deputy"
  }

  /** An officer that is there, mostly, whatever became of it. */
  officer(organisation: Party = this.organisation()): Party {
    const all = principals.scan(this.view, { organisation }, SCAN).map(({ key }) => key.name)
    const officers = all.filter((name) => name.startsWith("officer"))
    const name = officers.length > 0 && this.chance(85) ? this.pick(officers) : this.name()
    return `${organisation}/${name}` as Party
  }

  /** All who administer the organisation now and can sign. */
  administrators(organisation: Party): readonly Party[] {
    const found = administrators.scan(this.view, { organisation }, SCAN)
    const all = found.map(({ key }) => `${organisation}/${key.name}` as Party)
    return all.filter((who) => this.signs(who))
  }

  /** Whether a principal's first key is in force. */
  signs(who: Party): boolean {
    return keys.get(this.view, { key: testSigner(who).kid })?.status === "active"
  }

  /** One of them; whoever it might be, where nobody is. */
  administrator(organisation: Party): Party {
    return this.administrators(organisation)[0] ?? (`${organisation}/administrator` as Party)
  }

  /** An administrator of every member, mostly; one alone falls short of what members decide. */
  members(): readonly Party[] {
    const { members } = consortium.get(this.view, {})!
    const all = members.flatMap((member) => this.administrators(member).slice(0, 1))
    return this.chance(90) ? all : [this.pick(all)]
  }

  hash(): Hash {
    return hashOf(sha256(utf8(String(this.random.next()))))
  }

  /** Mostly ahead of now, sometimes behind. */
  moment(aheadMs: number): number {
    return this.time + this.random.below(aheadMs) - (this.chance(10) ? aheadMs : 0)
  }
}
