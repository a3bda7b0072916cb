/** Standings of documents, of documents of batches, of whole statements. */
import { fromHex, type Hash, hashOf, MerkleTree } from "@concordat/kernel"
import { accepted, emitted, holds, lacks, refused, scenario } from "@concordat/kernel/testing"
import { describe, expect, test } from "vitest"
import { CHAIN_START, nextHead } from "./chain.ts"
import { setClass } from "./classes.ts"
import { statusChanged } from "./events.ts"
import {
  BEGAN,
  CHAIN,
  CLERK,
  classOf,
  DAY,
  documentOf,
  EDUCATION,
  hashFrom,
  JUSTICE,
  MACHINE,
  OFFICES,
  REGISTRAR,
  SECOND,
  SERVICES,
  statementOf,
} from "./office.testing.ts"
import { register } from "./register.ts"
import { readStatement } from "./statement.ts"
import { reinstate, revoke, suspend } from "./status.ts"
import { chains, items, SUSPENSION_MS_MAX, statements } from "./tables.ts"

const ADA = documentOf(EDUCATION, "diploma", "Ada")
const STATEMENT = statementOf(EDUCATION, "diploma", ADA)
const ADA_STATEMENT = readStatement(STATEMENT).statement
const ITEM = { issuer: EDUCATION, handle: ADA.handle }
const ada = { item: { handle: ADA.handle, proof: null } }
const reason = "issued_in_error"
const order = null
const until = BEGAN + 30 * DAY

const BATCH = Array.from({ length: 9 }, (_, i) => documentOf(EDUCATION, "diploma", `batch ${i}`))
const TREE = new MerkleTree(BATCH.map(({ leaf }) => fromHex(leaf)))
const ROOT = hashOf(TREE.root)
const BATCH_STATEMENT = statementOf(EDUCATION, "diploma", { root: ROOT, count: BATCH.length })
const BATCH_NAME = readStatement(BATCH_STATEMENT).statement

/** A document of the batch as a target; the path may be another's. */
function member(place: number, { index = place, path = place, statement = BATCH_NAME } = {}) {
  const { handle, commitment, until } = BATCH[place]!
  const steps = TREE.path(path).map((step) => hashOf(step))
  return { item: { handle, proof: { statement, index, commitment, until, path: steps } } }
}

/** Two ministries, one diploma and one batch of nine; `approvals` of the class. */
const registered = (terms: Parameters<typeof classOf>[1] = {}) =>
  scenario(...SERVICES)
    .begins({ chain: CHAIN, time: BEGAN })
    .given(...OFFICES)
    .when(REGISTRAR, setClass, classOf("diploma", terms))
    .when(REGISTRAR, register, { statement: STATEMENT })
    .when(REGISTRAR, register, { statement: BATCH_STATEMENT })
    .then(accepted)

describe("one document", () => {
  test("is suspended, reinstated, and revoked for ever", () => {
    registered()
      .when(REGISTRAR, suspend, { target: ada, reason, order: hashFrom("order"), until })
      .then(
        accepted,
        emitted(statusChanged, { target: { item: ADA.handle }, state: "suspended", length: 1n }),
        holds(items, ITEM, {
          status: {
            state: "suspended",
            reason,
            order: hashFrom("order"),
            since: BEGAN + 4_000,
            until,
          },
        }),
      )
      .when(REGISTRAR, suspend, { target: ada, reason, order, until })
      .then(refused("wrong_state", "provenance"))
      .when(SECOND, reinstate, { target: ada })
      .then(accepted, emitted(statusChanged, { state: "valid", reason: null, length: 2n }))
      .when(SECOND, reinstate, { target: ada })
      .then(refused("wrong_state"))
      .when(SECOND, revoke, { target: ada, reason, order })
      .then(accepted, emitted(statusChanged, { state: "revoked", reason, length: 3n }))
      .when(SECOND, revoke, { target: ada, reason, order })
      .then(refused("already_revoked"))
      .when(SECOND, reinstate, { target: ada })
      .then(refused("wrong_state"))
      .when(REGISTRAR, suspend, { target: ada, reason, order, until })
      .then(refused("wrong_state"))
  })

  test("a suspension lapses by itself, and counts no more", () => {
    registered()
      .when(REGISTRAR, suspend, { target: ada, reason, order, until: BEGAN + DAY })
      .then(accepted)
      .later(DAY)
      .when(REGISTRAR, reinstate, { target: ada })
      .then(refused("wrong_state"))
      .when(REGISTRAR, suspend, { target: ada, reason, order, until: BEGAN + 2 * DAY })
      .then(accepted)
  })

  test("a suspension ends later than now, and within two years", () => {
    const now = BEGAN + 4_000
    registered()
      .when(REGISTRAR, suspend, { target: ada, reason, order, until: now })
      .then(refused("period_invalid"))
      .when(REGISTRAR, suspend, { target: ada, reason, order, until: until + SUSPENSION_MS_MAX })
      .then(refused("suspension_too_long"))
      .when(REGISTRAR, suspend, { target: ada, reason, order, until: now + SUSPENSION_MS_MAX })
      .then(accepted)
  })

  test("is changed by its issuer alone", () => {
    registered()
      .when(CLERK, revoke, { target: { statement: ADA_STATEMENT }, reason, order })
      .then(refused("not_the_issuer"))
      .when(CLERK, revoke, { target: ada, reason, order })
      .then(refused("proof_missing"))
      .when(CLERK, revoke, { target: member(3), reason, order })
      .then(refused("not_the_issuer"))
      .when(REGISTRAR, revoke, { target: { statement: hashFrom("none") }, reason, order })
      .then(refused("unknown_statement"))
  })

  test("of a class that gives no reasons is revoked without one", () => {
    registered({ reasons: "hidden" })
      .when(REGISTRAR, suspend, { target: ada, reason, order, until })
      .then(refused("reason_refused"))
      .when(REGISTRAR, revoke, { target: ada, reason, order })
      .then(refused("reason_refused"))
      .when(REGISTRAR, revoke, { target: ada, reason: "unspecified", order })
      .then(accepted)
  })
})

describe("a document of a batch", () => {
  const row = (place: number) => ({ issuer: EDUCATION, handle: BATCH[place]!.handle })

  test("gets a row at its first change, by its path to the root", () => {
    registered()
      .then(lacks(items, row(7)))
      .when(REGISTRAR, revoke, { target: member(7), reason, order })
      .then(
        accepted,
        holds(items, row(7), { statement: BATCH_NAME, index: 7, leaf: BATCH[7]!.leaf }),
      )
      .then(lacks(items, row(8)))
      .when(REGISTRAR, revoke, {
        target: { item: { handle: BATCH[7]!.handle, proof: null } },
        reason,
        order,
      })
      .then(refused("already_revoked"))
  })

  test("every one of the batch can be proved", () => {
    for (let place = 0; place < BATCH.length; place++) {
      registered()
        .when(REGISTRAR, revoke, { target: member(place), reason, order })
        .then(accepted)
    }
  })

  test("not with another's path, number, commitment or statement, and not without", () => {
    const refuses = (target: ReturnType<typeof member>, code: string) =>
      registered().when(REGISTRAR, revoke, { target, reason, order }).then(refused(code))
    refuses(member(7, { path: 8 }), "proof_invalid")
    refuses(member(7, { index: 8 }), "proof_invalid")
    refuses(member(7, { index: 9 }), "unknown_item")
    refuses(member(7, { statement: ADA_STATEMENT }), "unknown_item")
    refuses(member(7, { statement: hashFrom("none") }), "unknown_statement")
    const { proof } = member(7).item
    const { handle } = BATCH[7]!
    const bare = { item: { handle, proof: null as never } }
    refuses(bare, "proof_missing")
    refuses({ item: { handle: hashFrom("x") as Hash, proof } }, "proof_invalid")
    const ends = { ...proof, until: BEGAN as never }
    refuses({ item: { handle, proof: ends } }, "proof_invalid")
  })
})

describe("a whole statement", () => {
  test("is withdrawn with all that it speaks of", () => {
    registered()
      .when(REGISTRAR, suspend, { target: { statement: BATCH_NAME }, reason, order, until })
      .then(accepted, emitted(statusChanged, { target: { statement: BATCH_NAME } }))
      .when(REGISTRAR, suspend, { target: member(2), reason, order, until })
      .then(refused("wrong_state"))
      .when(REGISTRAR, reinstate, { target: { statement: BATCH_NAME } })
      .then(accepted)
      .when(REGISTRAR, suspend, { target: member(2), reason, order, until })
      .then(accepted)
      .when(REGISTRAR, revoke, { target: { statement: BATCH_NAME }, reason, order })
      .then(accepted, holds(statements, { statement: BATCH_NAME }))
      .when(REGISTRAR, revoke, { target: member(4), reason, order })
      .then(refused("already_revoked"))
      .when(REGISTRAR, reinstate, { target: { item: { handle: BATCH[2]!.handle, proof: null } } })
      .then(refused("wrong_state"))
      .when(REGISTRAR, revoke, { target: ada, reason, order })
      .then(accepted)
  })
})

describe("two persons, where the class asks for them", () => {
  const input = { target: ada, reason, order } as const

  test("one alone, one twice, a machine, a stranger: all insufficient", () => {
    registered({ approvals: 2 })
      .when(REGISTRAR, revoke, input)
      .then(refused("second_person_required"))
      .when([REGISTRAR, MACHINE], revoke, input)
      .then(refused("second_person_required"))
      .when([REGISTRAR, CLERK], revoke, input)
      .then(refused("second_person_required"))
      .when([REGISTRAR, "education/assistant"], revoke, input)
      .then(refused("second_person_required"))
      .when([REGISTRAR, SECOND], revoke, input)
      .then(accepted)
  })

  test("suspending takes one, reinstating two", () => {
    registered({ approvals: 2 })
      .when(SECOND, suspend, { ...input, until })
      .then(accepted)
      .when(SECOND, reinstate, { target: ada })
      .then(refused("second_person_required"))
      .when([SECOND, REGISTRAR], reinstate, { target: ada })
      .then(accepted)
  })
})

describe("the status chain", () => {
  test("is the fold of the class's changes, nobody else's", () => {
    const { ledger } = registered()
    const steps = [
      ledger.run(REGISTRAR, suspend, { target: ada, reason, order, until }),
      ledger.run(REGISTRAR, reinstate, { target: ada }),
      ledger.run(REGISTRAR, revoke, { target: member(0), reason, order }),
    ]
    let head = CHAIN_START
    for (const { happened } of steps) {
      const { fields } = happened.find(({ event }) => event === "status_changed")!
      const { issuer, target, state, reason, since, until } = fields as never
      head = nextHead(head, { issuer, target, state, reason, since, until })
      expect((fields as { head: Hash }).head).toBe(head)
    }
    expect(chains.get(ledger.view(), { class: "diploma" })).toEqual({ length: 3n, head })
  })

  test("of another office's document of the class goes on the same chain", () => {
    const document = documentOf(JUSTICE, "diploma", "Cleo")
    registered()
      .when(CLERK, register, { statement: statementOf(JUSTICE, "diploma", document) })
      .when(CLERK, revoke, {
        target: { item: { handle: document.handle, proof: null } },
        reason,
        order,
      })
      .then(accepted, holds(chains, { class: "diploma" }, { length: 1n }))
  })
})
