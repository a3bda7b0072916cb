/** Classes: owner, versions, approvals, retention. */
import { accepted, emitted, holds, refused, scenario } from "@concordat/kernel/testing"
import { describe, test } from "vitest"
import { CHAIN_START } from "./chain.ts"
import { setClass } from "./classes.ts"
import { classSet } from "./events.ts"
import {
  BEGAN,
  CHAIN,
  CLERK,
  classOf,
  EDUCATION,
  OFFICES,
  REGISTRAR,
  SECOND,
  SERVICES,
} from "./office.testing.ts"
import { chains, classes, retention } from "./tables.ts"

const offices = () =>
  scenario(...SERVICES)
    .begins({ chain: CHAIN, time: BEGAN })
    .given(...OFFICES)

describe("a class of documents", () => {
  test("is defined by the office that then owns it, with a chain of its own", () => {
    offices()
      .when(REGISTRAR, setClass, classOf("diploma"))
      .then(
        accepted,
        emitted(classSet, { class: "diploma", owner: EDUCATION, version: 1 }),
        holds(classes, { class: "diploma" }, { owner: EDUCATION, keep: 10, version: 1 }),
        holds(chains, { class: "diploma" }, { length: 0n, head: CHAIN_START }),
      )
  })

  test("is changed by its owner alone, version by version", () => {
    offices()
      .when(REGISTRAR, setClass, classOf("diploma"))
      .then(accepted)
      .when(CLERK, setClass, classOf("diploma", { version: 2 }))
      .then(refused("not_the_owner", "provenance"))
      .when(REGISTRAR, setClass, classOf("diploma", { version: 1 }))
      .then(refused("stale_version"))
      .when(REGISTRAR, setClass, classOf("diploma", { version: 3 }))
      .then(refused("stale_version"))
      .when(REGISTRAR, setClass, classOf("diploma", { version: 2, open: false }))
      .then(accepted, holds(classes, { class: "diploma" }, { open: false, version: 2 }))
  })

  test("begins with version 1, and is signed off by one person or two", () => {
    offices()
      .when(REGISTRAR, setClass, classOf("diploma", { version: 2 }))
      .then(refused("stale_version"))
      .when(REGISTRAR, setClass, classOf("diploma", { approvals: 0 }))
      .then(refused("parameter_out_of_range"))
      .when(REGISTRAR, setClass, classOf("diploma", { approvals: 3 }))
      .then(refused("parameter_out_of_range"))
      .when(REGISTRAR, setClass, classOf("diploma", { approvals: 2 }))
      .then(accepted)
  })

  test("needs the right to define it", () => {
    offices()
      .when(SECOND, setClass, classOf("diploma"))
      .then(refused("permission_missing", "organisations"))
  })

  test("notes its retention where it changes", () => {
    offices()
      .when(REGISTRAR, setClass, classOf("diploma", { keep: 10 }))
      .when(REGISTRAR, setClass, classOf("diploma", { keep: 10, version: 2 }))
      .when(REGISTRAR, setClass, classOf("diploma", { keep: 5, version: 3 }))
      .then(
        accepted,
        holds(retention, { class: "diploma", version: 1 }, { keep: 10 }),
        holds(retention, { class: "diploma", version: 3 }, { keep: 5 }),
      )
      .then(({ ledger }) => {
        const noted = retention.has(ledger.view(), { class: "diploma", version: 2 })
        if (noted) throw new Error("an unchanged retention was noted")
      })
  })
})
