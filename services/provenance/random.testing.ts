/** Steps of every command of provenance, over documents and batches that the story registered. */
import { fromHex, hashOf, MerkleTree, type Party, sha256, toHex } from "@concordat/kernel"
import { CLASSES, type Maker, type World, weighted } from "../organisations/random-world.testing.ts"
import { documentOf, hashFrom, sealOf, statementOf } from "./office.testing.ts"
import { classes, items } from "./tables.ts"

const DAY = 86_400_000
const BATCH = 5
const DOCUMENTS = 40
const REASONS = ["issued_in_error", "court_order", "corrected", "unspecified"] as const

const makers: Readonly<Record<string, Maker>> = {
  setClass(world) {
    const name = world.pick(CLASSES)
    const version = classes.get(world.view, { class: name })?.version ?? 0
    const input = {
      ...{ class: name, title: `Class ${name}`, fields: hashFrom("fields") },
      accreditation: world.chance(5) ? world.hash() : null,
      ...{ approvals: 1 + world.random.below(2), keep: world.random.below(20) },
      reasons: world.chance(70) ? "shown" : "hidden",
      version: world.chance(90) ? version + 1 : version,
      open: world.chance(90),
    }
    return { who: [world.chance(90) ? "education/registrar" : "justice/clerk"], input }
  },
  register(world) {
    const office = world.pick(["education", "justice"]) as Party
    const statement = world.chance(60) ? document(world, office) : batch(world, office)
    return { who: [issuer(office)], input: { statement } }
  },
  supersede(world) {
    const office = world.pick(["education", "justice"]) as Party
    const statement = document(world, office)
    return changing(world, office, { target: itemOf(world, office), statement })
  },
  suspend(world) {
    const until = world.chance(95) ? world.moment(5 * DAY) : world.time + 800 * DAY
    const input = { order: world.chance(50) ? null : world.hash(), until }
    return changing(world, "education" as Party, { target: target(world), ...input })
  },
  reinstate(world) {
    const issuer = "education" as Party
    const rows = items.scan(world.view, { issuer }, { limit: 100 })
    const suspended = rows.filter(({ value }) => value.status.state === "suspended")
    const found = suspended.length > 0 ? world.pick(suspended).key.handle : null
    const named = found === null ? target(world) : { item: { handle: found, proof: null } }
    return { who: persons(world), input: { target: named } }
  },
  revoke(world) {
    const input = { target: target(world), order: world.chance(50) ? null : world.hash() }
    return changing(world, "education" as Party, input)
  },
  dispose(world) {
    const named = [itemOf(world, "education" as Party)]
    return { who: persons(world), input: { items: named, destruction: world.hash() } }
  },
}

const issuer = (office: string) =>
  office === "education" ? "education/registrar" : "justice/clerk"

/** Two who may change a standing, or one who may not be enough. */
function persons(world: World): readonly string[] {
  const two = ["education/registrar", "education/registrar-2"]
  return world.chance(75) ? two : [world.pick(two)]
}

function changing(world: World, office: Party, input: Readonly<Record<string, unknown>>) {
  const who = office === "education" ? persons(world) : [issuer(office)]
  return { who, input: { ...input, reason: world.pick(REASONS) } }
}

function known(world: World, office: Party) {
  const number = world.random.below(DOCUMENTS)
  const of = CLASSES[number % CLASSES.length]!
  return { of, document: documentOf(office, of, `document ${number}`) }
}

function document(world: World, office: Party): Uint8Array {
  const { of, document: one } = known(world, office)
  const algorithm = world.chance(50) ? "ed25519" : "es256"
  return statementOf(office, of, one, { seal: sealOf(office, algorithm) })
}

/** One of a few batches of a class: its documents, and the tree over them. */
function batchOf(world: World, office: Party) {
  const number = world.random.below(8)
  const of = CLASSES[number % CLASSES.length]!
  const documents = Array.from({ length: BATCH }, (_, index) =>
    documentOf(office, of, `batch ${number}, document ${index}`),
  )
  const tree = new MerkleTree(documents.map(({ leaf }) => fromHex(leaf)))
  const root = toHex(tree.root) as (typeof documents)[number]["leaf"]
  return { of, documents, tree, statement: statementOf(office, of, { root, count: BATCH }) }
}

function batch(world: World, office: Party): Uint8Array {
  return batchOf(world, office).statement
}

/** A document by its row, or one of a batch by its path. */
function itemOf(world: World, office: Party) {
  if (world.chance(60)) return { handle: known(world, office).document.handle, proof: null }
  const { documents, tree, statement } = batchOf(world, office)
  const index = world.random.below(BATCH)
  const { handle, commitment, until } = documents[index]!
  const path = tree.path(index).map(toHex)
  if (world.chance(10)) path.reverse()
  const named = hashOf(sha256(statement))
  return { handle, proof: { statement: named, index, commitment, until, path } }
}

function target(world: World) {
  const office = "education" as Party
  if (world.chance(80)) return { item: itemOf(world, office) }
  return { statement: hashOf(sha256(document(world, office))) }
}

/** Makers of every command of provenance. */
export const provenanceOperations = weighted("provenance", makers)
