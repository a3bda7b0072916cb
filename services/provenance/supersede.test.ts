/** Corrected documents: both steps or neither. */
import { fromHex, hashOf, MerkleTree } from "@concordat/kernel"
import { accepted, emitted, holds, lacks, refused, scenario } from "@concordat/kernel/testing"
import { describe, test } from "vitest"
import { revokeOrganisation } from "../organisations/grants.ts"
import { setClass } from "./classes.ts"
import { documentSuperseded, statementRegistered } from "./events.ts"
import {
  BEGAN,
  CHAIN,
  CLERK,
  classOf,
  DAY,
  documentOf,
  EDUCATION,
  hashFrom,
  OFFICES,
  REGISTRAR,
  SECOND,
  SERVICES,
  statementOf,
} from "./office.testing.ts"
import { register } from "./register.ts"
import { readStatement } from "./statement.ts"
import { revoke, suspend } from "./status.ts"
import { supersede } from "./supersede.ts"
import { items, log } from "./tables.ts"

const OLD = documentOf(EDUCATION, "diploma", "Cleo, C")
const NEW = documentOf(EDUCATION, "diploma", "Cleo, A")
const first = statementOf(EDUCATION, "diploma", OLD)
const second = statementOf(EDUCATION, "diploma", NEW)
const target = { handle: OLD.handle, proof: null }
const reason = "corrected"
const rowOf = ({ handle }: { handle: typeof OLD.handle }) => ({ issuer: EDUCATION, handle })

const registered = (terms: Parameters<typeof classOf>[1] = {}) =>
  scenario(...SERVICES)
    .begins({ chain: CHAIN, time: BEGAN })
    .given(...OFFICES)
    .when(REGISTRAR, setClass, classOf("diploma", terms))
    .when(REGISTRAR, setClass, classOf("degree"))
    .when(REGISTRAR, register, { statement: first })
    .then(accepted)

describe("a corrected document", () => {
  test("the new one is registered and the old one replaced, in one step", () => {
    const { statement } = readStatement(second)
    registered()
      .when(SECOND, supersede, { target, statement: second, reason })
      .then(
        accepted,
        emitted(statementRegistered, { statement, position: 1n }),
        emitted(documentSuperseded, { handle: OLD.handle, replacedBy: NEW.handle, statement }),
        holds(items, rowOf(OLD), { replacedBy: NEW.handle }),
        holds(items, rowOf(NEW), { statement, replacedBy: null }),
        holds(log, {}, { size: 2n }),
      )
      .when(SECOND, supersede, { target, statement: second, reason })
      .then(refused("wrong_state"))
      .when(SECOND, revoke, { target: { item: target }, reason, order: null })
      .then(accepted, holds(items, rowOf(OLD), { replacedBy: NEW.handle }))
  })

  test("also a suspended one, and a document of a batch", () => {
    registered()
      .when(REGISTRAR, suspend, {
        target: { item: target },
        reason,
        order: null,
        until: BEGAN + DAY,
      })
      .when(SECOND, supersede, { target, statement: second, reason })
      .then(accepted)
    const batch = [OLD, documentOf(EDUCATION, "diploma", "other")]
    const tree = new MerkleTree(batch.map(({ leaf }) => fromHex(leaf)))
    const bytes = statementOf(EDUCATION, "degree", { root: hashOf(tree.root), count: 2 })
    const { commitment, until, handle } = batch[1]!
    const path = tree.path(1).map((step) => hashOf(step))
    const proof = { statement: readStatement(bytes).statement, index: 1, commitment, until, path }
    const degree = documentOf(EDUCATION, "degree", "newer")
    registered()
      .when(REGISTRAR, register, { statement: bytes })
      .when(SECOND, supersede, {
        target: { handle, proof },
        statement: statementOf(EDUCATION, "degree", degree),
        reason,
      })
      .then(
        accepted,
        holds(items, { issuer: EDUCATION, handle }, { replacedBy: degree.handle, index: 1 }),
      )
  })

  test("both or neither: a bad replacement changes nothing", () => {
    const refuses = (statement: Uint8Array, code: string) =>
      registered()
        .when(SECOND, supersede, { target, statement, reason })
        .then(refused(code, "provenance"), lacks(items, rowOf(NEW)), holds(log, {}, { size: 1n }))
        .then(holds(items, rowOf(OLD), { replacedBy: null }))
    refuses(statementOf(EDUCATION, "degree", NEW), "replacement_invalid")
    refuses(
      statementOf(EDUCATION, "diploma", { root: hashFrom("r"), count: 3 }),
      "replacement_invalid",
    )
    refuses(statementOf(EDUCATION, "none", NEW), "unknown_class")
    refuses(first, "already_registered")
    refuses(second.slice(1), "statement_malformed")
    refuses(statementOf(EDUCATION, "diploma", NEW, { issued: BEGAN }), "period_invalid")
  })

  test("needs two persons where the class asks for them, no reason where it hides them", () => {
    registered({ approvals: 2, reasons: "hidden" })
      .when([SECOND, REGISTRAR], supersede, { target, statement: second, reason })
      .then(refused("reason_refused"))
      .when(SECOND, supersede, { target, statement: second, reason: "unspecified" })
      .then(refused("second_person_required"))
      .when([SECOND, REGISTRAR], supersede, { target, statement: second, reason: "unspecified" })
      .then(accepted)
  })

  test("only while the office may still issue documents of the class", () => {
    const withdrawn = { organisation: EDUCATION, role: "provenance.issue", scope: "" }
    registered()
      .when("justice/administrator", revokeOrganisation, withdrawn)
      .then(accepted)
      .when(SECOND, supersede, { target, statement: second, reason })
      .then(refused("permission_missing", "provenance"), lacks(items, rowOf(NEW)))
      .when(SECOND, revoke, { target: { item: target }, reason, order: null })
      .then(accepted)
  })

  test("not another office's", () => {
    registered()
      .when(CLERK, supersede, { target, statement: second, reason })
      .then(refused("proof_missing"))
  })
})
