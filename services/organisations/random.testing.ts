/** Steps of every command of organisations, right more often than wrong. */
import {
  createSign1,
  encode,
  fromHex,
  type Hash,
  organisationOf,
  type Party,
} from "@concordat/kernel"
import { type TestSigner, testSigner } from "@concordat/kernel/testing"
import { POSSESSION_CONTEXT, possessionClaim } from "./possession.ts"
import { type Maker, NEWCOMERS, ROLES, type World, weighted } from "./random-world.testing.ts"
import { nameOf } from "./rights.ts"
import { grants, holderKeys, keys, organisations } from "./tables.ts"

const DAY = 86_400_000
const DAY_SECONDS = 86_400
const MINUTE = 60_000
const REASONS = ["audit", "insolvency", "on request"]
const PURPOSES = ["sign", "sign", "sign", "sign", "seal", "receipt", "witness"] as const
type Purpose = Parameters<typeof possessionClaim.write>[1]["purpose"]
const FIRST_ADMINISTRATORS = ["administrator", "deputy"]

const makers: Readonly<Record<string, Maker>> = {
  admit(world) {
    const organisation = world.pick(NEWCOMERS)
    const administrators = FIRST_ADMINISTRATORS.map((name) => ({
      name,
      public: testSigner(`${organisation}/${name}`).public,
    }))
    const adminThreshold = world.chance(80) ? 1 : world.pick([2, 3])
    const name = `Office of ${organisation}`
    const input = { organisation, name, class: "member", adminThreshold, administrators }
    return { who: world.members(), input }
  },
  activate(world) {
    const organisation = world.pick(NEWCOMERS)
    const all = world.administrators(organisation)
    return { who: all.length > 0 ? all : [world.administrator(organisation)], input: {} }
  },
  suspend: (world) => concerning(world, { reason: world.pick(REASONS) }),
  reinstate: (world) => concerning(world, { reason: world.pick(REASONS) }),
  update(world) {
    const organisation = world.organisation()
    const page = world.chance(50) ? null : `https://${organisation}.example`
    const input = { name: `Ministry of ${organisation}`, page, adminThreshold: 1 }
    return { who: [world.administrator(organisation)], input }
  },
  resetAdministrators(world) {
    const organisation = NEWCOMERS.find((newcomer) => {
      const status = organisations.get(world.view, { organisation: newcomer })?.status
      return status === "active" && world.chance(50)
    })
    const name = `reset-${world.random.below(50)}`
    const administrators = [{ name, public: testSigner(`${organisation}/${name}`).public }]
    const input = { organisation: organisation ?? "nobody", adminThreshold: 1, administrators }
    return { who: world.members(), input }
  },
  addPrincipal(world) {
    const name = world.chance(90) ? world.name() : "-not-a-name"
    const kind = world.pick(["person", "service", "node"])
    return { who: [world.administrator(world.organisation())], input: { name, kind } }
  },
  suspendPrincipal: ofOfficer,
  reinstatePrincipal: ofOfficer,
  retirePrincipal(world) {
    const { who, input } = ofOfficer(world)
    return { who, input: world.chance(30) ? input : { name: world.name() } }
  },
  addKey(world) {
    const organisation = world.organisation()
    const holder = world.chance(20) ? organisation : world.officer(organisation)
    const purpose = world.pick(PURPOSES)
    const key = newKey(world, holder, purpose)
    const until = world.chance(70) ? null : world.moment(30 * DAY)
    const possession = possessionOf(world, key, holder, purpose)
    const { algorithm, public: bytes } = key
    const from = world.chance(80) ? world.time : world.moment(DAY)
    const input = { holder, purpose, algorithm, public: bytes, from, until, possession }
    return { who: [world.administrator(organisation)], input }
  },
  rotateKey(world) {
    const holder = some(world, (officer) => world.signs(officer))
    const old = testSigner(holder).kid
    const key = newKey(world, holder, "sign")
    const purpose = keys.get(world.view, { key: old })?.purpose ?? "sign"
    const possession = possessionOf(world, key, holder, purpose)
    const seconds = world.chance(90) ? world.random.below(DAY_SECONDS) : 8 * DAY_SECONDS
    const { algorithm, public: bytes } = key
    const given = { old, algorithm, public: bytes, possession }
    return { who: [holder], input: { ...given, overlap: seconds } }
  },
  revokeKey(world) {
    const newcomer = world.administrator(world.pick(NEWCOMERS))
    const holder = world.chance(10) ? newcomer : world.officer()
    const held = holderKeys.scan(world.view, { holder }, { limit: 100 }).map(({ key }) => key.key)
    const key = held.length > 0 ? world.pick(held) : world.hash()
    const compromisedSince = world.chance(50) ? null : world.time - world.random.below(DAY)
    const who = [world.administrator(organisationOf(holder))]
    return { who, input: { key, compromisedSince } }
  },
  grantOrganisation(world) {
    return { who: world.members(), input: { ...rightOfOrganisation(world), ...terms(world) } }
  },
  revokeOrganisation(world) {
    return { who: world.members(), input: rightOfOrganisation(world) }
  },
  grant(world) {
    const organisation = world.organisation()
    const holder = world.chance(90) ? world.officer(organisation) : world.officer()
    const who = world.chance(80) ? world.administrator(organisation) : world.officer(organisation)
    return { who: [who], input: { holder, ...right(world), ...terms(world) } }
  },
  revokeGrant(world) {
    const holder = some(world, (officer) => rightsOf(world, officer).length > 0)
    const held = rightsOf(world, holder)
    const { role, scope } = held.length > 0 ? world.pick(held).key : right(world)
    const who = [world.administrator(organisationOf(holder))]
    return { who, input: { holder, role, scope } }
  },
}

/** An officer of whom this holds, if some tries find one. */
function some(world: World, holds: (officer: Party) => boolean): Party {
  const officers = Array.from({ length: 20 }, () => world.officer())
  return officers.find(holds) ?? officers[0]!
}

function rightsOf({ view }: World, holder: Party) {
  const held = grants.scan(view, { holder }, { limit: 100 })
  return held.filter(({ value }) => value.status === "active")
}

function ofOfficer(world: World) {
  const officer = world.officer()
  return { who: [world.administrator(organisationOf(officer))], input: { name: nameOf(officer) } }
}

function concerning(world: World, input: Readonly<Record<string, unknown>>) {
  const organisation = world.pick(NEWCOMERS)
  return { who: world.members(), input: { organisation, ...input } }
}

function right(world: World) {
  return { role: world.pick(ROLES), scope: world.chance(70) ? "" : "diploma" }
}

/** The first two keep what they hold everywhere, so that the story goes on. */
function rightOfOrganisation(world: World) {
  const organisation = world.organisation()
  const { role, scope } = right(world)
  return { organisation, role, scope: NEWCOMERS.includes(organisation) ? scope : "licence" }
}

function terms(world: World) {
  const until = world.chance(70) ? null : world.moment(30 * DAY)
  const limit = world.chance(80) ? null : BigInt(world.random.below(1_000_000))
  return { from: world.time, until, limit, delegable: world.chance(50) }
}

/** One of a few keys of a holder: the one that it signs with, or another, half of them ES256. */
function newKey(world: World, holder: string, purpose: string): TestSigner {
  const number = world.random.below(10)
  if (number >= 6) return testSigner(holder, "ed25519", purpose)
  return testSigner(holder, number % 2 === 0 ? "ed25519" : "es256", `${purpose} ${number}`)
}

function possessionOf(world: World, key: TestSigner, holder: Party, purpose: Purpose): Uint8Array {
  const thumbprint: Hash = key.kid
  const expires = world.time + (world.chance(90) ? MINUTE : -MINUTE)
  const claim = { chain: world.chain, expires, holder, purpose, thumbprint }
  return createSign1({
    protectedHeader: new Map<number, number | Uint8Array>([
      [1, key.algorithm === "ed25519" ? -8 : -7],
      [4, fromHex(key.kid)],
    ]),
    payload: encode(possessionClaim, claim),
    externalAad: POSSESSION_CONTEXT,
    sign: (message) => key.sign(message),
  })
}

/** People come and get keys more often than they go. */
export const organisationsOperations = weighted("organisations", makers, {
  addPrincipal: 3,
  addKey: 3,
  rotateKey: 3,
})
