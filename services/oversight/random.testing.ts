/** Steps of every command of oversight: orders over two ministries, look-ups, answers. */
import type { Party } from "@concordat/kernel"
import { CLASSES, type Maker, type World, weighted } from "../organisations/random-world.testing.ts"
import { documentOf } from "../provenance/office.testing.ts"
import { AUDITOR, INSPECTOR, OPERATOR, ROBOT, SECOND_INSPECTOR } from "./bureau.testing.ts"
import { accesses, orders } from "./tables.ts"

const DAY = 86_400_000
const SCAN = { limit: 200 }
const EDUCATION = "education" as Party
const KINDS = ["freeze", "preservation", "disclosure", "disclosure", "correction"] as const

const looking = (world: World) => [world.pick([INSPECTOR, INSPECTOR, SECOND_INSPECTOR, AUDITOR])]

/** Documents of the ministry, one service, or everything. */
function scope(world: World) {
  const thing = () => {
    const number = world.random.below(4)
    const of = CLASSES[number % CLASSES.length]!
    return { document: documentOf(EDUCATION, of, `document ${number}`).handle }
  }
  if (world.chance(30)) return { things: [thing(), thing()] }
  return world.chance(60) ? { service: world.pick(["money", "provenance"]) } : null
}

/** An order over the ministry that counts, if there is one. */
function someOrder(world: World) {
  const all = orders.scan(world.view, { subject: EDUCATION }, { ...SCAN, reverse: true })
  const counting = all.filter(({ value }) => value.lifted === null && value.until > world.time)
  const found = counting.length > 0 && world.chance(90) ? counting : all
  return found.length === 0 ? null : world.pick(found)
}

/** Whoever gave an order, mostly. */
function giverOf(world: World, authority: Party | undefined) {
  if (world.chance(10)) return looking(world)
  return [authority === "audit-office" ? AUDITOR : INSPECTOR]
}

const makers: Readonly<Record<string, Maker>> = {
  recordOrder(world) {
    const subject = world.chance(80) ? EDUCATION : world.organisation()
    const from = world.moment(2 * DAY)
    const input = { subject, kind: world.pick(KINDS), scope: scope(world), from }
    const until = from + (world.chance(95) ? world.random.below(60 * DAY) : 800 * DAY)
    return { who: looking(world), input: { ...input, caseFile: world.hash(), until } }
  },
  liftOrder(world) {
    const found = someOrder(world)
    const input = found?.key ?? { subject: EDUCATION, order: 1 }
    return { who: giverOf(world, found?.value.authority), input }
  },
  requestAccess(world) {
    const until = world.moment(20 * DAY)
    const about = { subject: EDUCATION, caseFile: world.hash(), until }
    if (world.chance(25)) {
      const second = world.pick([SECOND_INSPECTOR, SECOND_INSPECTOR, ROBOT, AUDITOR])
      const input = { ...about, purpose: "emergency", scope: scope(world), order: null }
      return { who: [INSPECTOR, second], input }
    }
    const found = someOrder(world)
    const fitting = found?.value.authority === "audit-office" ? "audit" : "inspection"
    const usual = found?.value.kind === "disclosure" ? fitting : "verification"
    const purpose = world.chance(90) ? usual : world.pick(["inspection", "audit", "verification"])
    const within = world.chance(80) ? (found?.value.scope ?? null) : scope(world)
    const input = { ...about, purpose, scope: within, order: found?.key.order ?? 1 }
    return { who: giverOf(world, found?.value.authority), input }
  },
  answerAccess(world) {
    const all = accesses.scan(world.view, { subject: EDUCATION }, { ...SCAN, reverse: true })
    const open = all.filter(({ value }) => value.state === "requested")
    const found = open.length > 0 && world.chance(90) ? world.pick(open).key.access : null
    const answer = world.chance(60)
      ? { disclosed: world.hash() }
      : { refused: world.pick(["not_held", "privileged", "contested", "withdrawn"]) }
    return { who: [OPERATOR], input: { access: found ?? world.random.below(9), answer } }
  },
}

/** Makers of every command of oversight. */
export const oversightOperations = weighted("oversight", makers)
