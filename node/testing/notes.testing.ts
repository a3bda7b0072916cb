/**
 * A small service for the node's own tests: notes under a name, counters, a queue of bad manners.
 * It knows its signers itself, so that a genesis needs no register.
 */
import {
  ascii,
  command,
  defineRuntime,
  ensure,
  event,
  invariant,
  type Party,
  type Runtime,
  refusals,
  type Service,
  service,
  table,
  text,
  u64,
} from "@concordat/kernel"
import { testSigner } from "@concordat/kernel/testing"

export const notes = table("notes", {
  key: { name: ascii(40) },
  value: { words: text(200), count: u64 },
})

const noted = event("noted", { name: ascii(40), count: u64 })
const refuse = refusals({ too_many: "This note was written too often." })

const PEOPLE = ["mint/ada", "mint/ben", "hall/cleo"].map((name) => testSigner(name))

/** Words that break an invariant. */
export const BROKEN = "broken"

/** Writes a note, again and again. */
const write = command({
  about: "Write a note; each time counts.",
  role: null,
  input: { name: ascii(40), words: text(200) },
  run(tx, { name, words }) {
    const count = (notes.get(tx, { name })?.count ?? 0n) + 1n
    ensure(count <= 1_000_000n, refuse.too_many)
    notes.put(tx, { name }, { words, count })
    tx.emit(noted, { name, count })
  },
})

/** Removes a note. */
const drop = command({
  about: "Remove a note that is there.",
  role: null,
  input: { name: ascii(40) },
  run(tx, { name }) {
    const row = notes.get(tx, { name })
    ensure(row !== undefined, refuse.unknown_record, { name })
    notes.delete(tx, { name })
    tx.emit(noted, { name, count: 0n })
  },
})

/** Refuses unless the note has been written this often. */
const demand = command({
  about: "Ask that a note has a count.",
  role: null,
  input: { name: ascii(40), count: u64 },
  run(tx, { name, count }) {
    ensure(notes.get(tx, { name })?.count === count, refuse.too_many, { name })
  },
})

/** Fails in the middle, as a service with a bug does. */
const fail = command({
  about: "Run into a bug.",
  role: null,
  input: { name: ascii(40) },
  run(_, { name }) {
    throw new TypeError(`a bug at ${name}`)
  },
})

/** Holds in every check, as checks judge no invariants: only a block finds it broken. */
const sound = invariant("no note is broken", {
  rows: notes,
  holds: (_view, _key, { words }) => words !== BROKEN,
})

const notesService = service({
  name: "notes",
  about: "Notes, for the tests of the node",
  tables: { notes },
  events: { noted },
  commands: { write, drop, demand, fail },
  refusals: refuse,
  invariants: [sound],
  authorise: {
    signer(_, kid) {
      const signer = PEOPLE.find((one) => one.kid === kid)
      ensure(signer, refuse.signer_not_registered, { key: kid })
      return signer
    },
    permit(_, { caller }) {
      ensure(caller !== ("hall/cleo" as Party), refuse.permission_missing)
      return undefined
    },
  },
})

/** The services of the test ledger. */
export const services: readonly Service[] = [notesService]
/** Where verification threads find them. */
export const notesModule: string = import.meta.url

/** The runtime of the notes service alone. */
export function notesRuntime(): Runtime {
  return defineRuntime(services)
}
