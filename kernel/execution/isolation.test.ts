/** Who may write what: handles, procedures, read-only code; and what services are charged for. */
import { describe, expect, it } from "vitest"
import { Bug, Invalid, type Refusal } from "../failures.ts"
import { bytes } from "../schema/bytes.ts"
import { decode } from "../schema/codec.ts"
import { list } from "../schema/list.ts"
import { text } from "../schema/text.ts"
import { u8, u32 } from "../schema/unsigned.ts"
import { command } from "../service/command.ts"
import { event } from "../service/event.ts"
import { hkdf, hmac, keccak256, Sha256Stream, sha256, sha256Hex } from "../service/hashing.ts"
import { invariant } from "../service/invariant.ts"
import { procedure } from "../service/procedure.ts"
import { rawTable } from "../service/raw-table.ts"
import { ensure, refusals } from "../service/refusals.ts"
import { rule } from "../service/rule.ts"
import { service } from "../service/service.ts"
import { reader, table } from "../service/table.ts"
import type { Tx, View, Writer } from "../service/view.ts"
import { openTestLedger, operation, type TestLedger } from "../testing/ledger.ts"

const refuse = refusals({ full: "No room." })
const own = table("own", { key: { id: u32 }, value: { n: u8, list: list(u8, 3) } })
const foreign = table("foreign", { key: { id: u32 }, value: { n: u8 } })
const undeclared = table("undeclared", { key: {}, value: {} })
const raw = rawTable("raw", { key: 4, value: 4 })
const said = event("said", { n: u8 })
const foreignSaid = event("foreign_said", { n: u8 })
const seen: string[] = []

const store = procedure((tx: Writer, id: number, n: number) => {
  seen.push(tx.service)
  ensure(n < 200, refuse.full)
  foreign.put(tx, { id }, { n })
  tx.emit(foreignSaid, { n })
})
const nested = procedure((tx: Writer) => store(tx, 1, 1))
const aside = procedure((_tx: Writer) => {})
const other = service({
  name: "other",
  about: "Whose table others want",
  tables: { foreign },
  events: { foreignSaid },
  procedures: { store, nested },
})
const stranger = service({ name: "stranger", about: "Not used by acts", procedures: { aside } })
const never = rule("never", { input: { n: u8 }, cost: 7, holds: () => false })
const unlisted = rule("never", { input: { n: u8 }, cost: 0, holds: () => true })

/** What the next `act` does. */
let act: (tx: Tx) => void = () => {}
const doing = command({
  about: "-",
  input: {},
  role: null,
  run(tx) {
    act(tx)
  },
})
const acts = service({
  name: "acts",
  about: "Does what a test hands over",
  uses: [other],
  tables: { own, raw },
  events: { said },
  rules: { never },
  commands: { doing },
  invariants: [
    invariant("Invariants only read.", {
      rows: own,
      holds(view, key, { n }) {
        if (n === 99) own.put(view as Writer, key, { n: 1, list: [] })
        return true
      },
    }),
  ],
})

const open = () => openTestLedger([acts, other, stranger])

function run(work: (tx: Tx) => void, ledger: TestLedger = open()) {
  act = work
  return ledger.run("ada/one", doing, {})
}

/** Units of `work` itself. */
function units(work: (tx: Tx) => void): number {
  return run(work).gasUsed - run(() => {}).gasUsed
}

describe("isolation", () => {
  const wrong: [string, (tx: Tx) => void, RegExp][] = [
    [
      "a put to another's table",
      (tx) => foreign.put(tx, { id: 1 }, { n: 1 }),
      /"acts" writes table/,
    ],
    ["a delete in another's table", (tx) => foreign.delete(tx, { id: 1 }), /"acts" writes table/],
    [
      "a prune of another's table",
      (tx) => foreign.prune(tx, {}, { below: { id: 9 }, limit: 1 }),
      /writes table "foreign" of "other"/,
    ],
    ["another's event", (tx) => tx.emit(foreignSaid, { n: 1 }), /is not of "acts"/],
    ["a table of no service", (tx) => undeclared.get(tx, {}), /declared by no service/],
    ["a procedure of a service not used", (tx) => aside(tx), /does not use it/],
    ["a rule that is not declared", (tx) => tx.verify(unlisted, { n: 1 }), /is not declared/],
    ["a patch of no row", (tx) => own.patch(tx, { id: 5 }, { n: 1 }), /finds no row/],
    ["a scan without bound", (tx) => own.scan(tx, {}, { limit: 1_001 }), /asks for 1001 rows/],
    ["a scan of nothing", (tx) => own.scan(tx, {}, { limit: 0 }), /asks for 0 rows/],
    ["a column left out", (tx) => own.put(tx, { id: 1 }, { n: 1 } as never), /lacks "list"/],
    ["a negative charge", (tx) => tx.charge(-1), /is no cost/],
    ["half a unit", (tx) => tx.charge(0.5), /is no cost/],
    [
      "a raw key too long",
      (tx) => raw.put(tx, new Uint8Array(5), Uint8Array.of(1)),
      /1 to 4 bytes/,
    ],
    [
      "an empty raw value",
      (tx) => raw.put(tx, Uint8Array.of(1), new Uint8Array()),
      /outside its schema/,
    ],
    [
      "a change of a shared row",
      (tx) => {
        own.put(tx, { id: 1 }, { n: 1, list: [1] })
        ;(own.get(tx, { id: 1 })!.list as number[]).push(2)
      },
      /not extensible/,
    ],
    [
      "a write by an invariant",
      (tx) => own.put(tx, { id: 1 }, { n: 99, list: [] }),
      /may only read/,
    ],
  ]
  it.each(wrong)("%s is a Bug", (_, work, message) => {
    expect(() => run(work)).toThrow(Bug)
    expect(() => run(work)).toThrow(message)
  })

  it("a reader has nothing to write with, and reads the same rows", () => {
    const handle = reader(own)
    for (const name of ["put", "patch", "delete", "prune"]) expect(name in handle).toBe(false)
    run((tx) => {
      own.put(tx, { id: 3 }, { n: 4, list: [] })
      expect(handle.get(tx, { id: 3 })).toEqual({ n: 4, list: [] })
    })
  })
})

describe("procedures", () => {
  it("write their owner's tables, and know who called", () => {
    seen.length = 0
    const ledger = open()
    const { happened } = run((tx) => {
      expect(tx.service).toBe("acts")
      store(tx, 1, 5)
      nested(tx)
      expect(tx.service).toBe("acts")
    }, ledger)
    expect(seen).toEqual(["acts", "other"])
    expect(happened.map(({ service: of, event: name }) => [of, name])).toEqual([
      ["other", "foreign_said"],
      ["other", "foreign_said"],
    ])
    expect(foreign.get(ledger.view(), { id: 1 })).toEqual({ n: 1 })
  })

  it("refuse the caller's operation in their own name, unless it is an attempt", () => {
    const full = run((tx) => store(tx, 1, 250))
    expect(full.refusals).toMatchObject([{ code: "full", service: "other" }])
    let caught: Refusal | null = null
    const kept = run((tx) => {
      caught = tx.attempt(() => store(tx, 1, 250))
      own.put(tx, { id: 1 }, { n: 1, list: [] })
    })
    expect(caught).toMatchObject({ code: "full", service: "other" })
    expect(kept.code).toBe(0)
  })

  it("of no service do not run", () => {
    const loose = procedure((_: Writer) => {})
    expect(() => run((tx) => loose(tx))).toThrow(/once a service lists it/)
  })
})

describe("rehearse", () => {
  it("undoes everything, and tells what would change", () => {
    const ledger = open()
    run((tx) => own.put(tx, { id: 1 }, { n: 1, list: [] }), ledger)
    const { happened } = run((tx) => {
      const told = tx.rehearse(() => {
        own.put(tx, { id: 2 }, { n: 2, list: [] })
        own.delete(tx, { id: 1 })
        own.put(tx, { id: 3 }, { n: 3, list: [] })
        own.delete(tx, { id: 3 })
        tx.emit(said, { n: 1 })
      })
      expect(told.refusal).toBeNull()
      expect(told.changes.map((key) => key.at(-1))).toEqual([1, 2])
      const nothing = tx.rehearse(() => own.put(tx, { id: 1 }, { n: 1, list: [] }))
      expect(nothing.changes).toEqual([])
      expect(nothing.digest).toBe(sha256Hex(new Uint8Array()))
      const refused = tx.rehearse(() => {
        own.put(tx, { id: 9 }, { n: 9, list: [] })
        ensure(false, refuse.full)
      })
      expect(refused).toMatchObject({ refusal: { code: "full" }, changes: [] })
    }, ledger)
    expect(happened).toEqual([])
    const rows = own.scan(ledger.view(), {}, { limit: 9 }).map(({ key }) => key.id)
    expect(rows).toEqual([1])
  })
})

describe("an Invalid that leaves run", () => {
  it("is a refusal with the decoder's code: the bytes came from outside", () => {
    const { code, refusals: found } = run(() => void decode(u8, Uint8Array.of(0x18, 0x05)))
    expect(code).toBe(1)
    expect(found).toMatchObject([{ code: "not_canonical", service: "acts", status: 400 }])
    const caught = run((tx) => {
      const refusal = tx.attempt(() => {
        throw new Invalid("text_invalid", "/a/b", "No.")
      })
      expect(refusal).toMatchObject({ code: "text_invalid", details: { pointer: "/a/b" } })
    })
    expect(caught.code).toBe(0)
  })
})

describe("costs", () => {
  const row = { n: 1, list: [] }
  const cases: [string, (tx: Tx) => void, number][] = [
    ["get", (tx) => own.get(tx, { id: 1 }), 2],
    ["has", (tx) => own.has(tx, { id: 1 }), 2],
    ["put", (tx) => own.put(tx, { id: 1 }, row), 10],
    ["delete of nothing", (tx) => own.delete(tx, { id: 1 }), 10],
    ["emit", (tx) => tx.emit(said, { n: 1 }), 5],
    ["charge", (tx) => tx.charge(17), 17],
    ["verify", (tx) => tx.verify(never, { n: 1 }), 7],
    ["a scan of nothing", (tx) => own.scan(tx, {}, { limit: 9 }), 0],
    [
      "a scan of two",
      (tx) => {
        own.put(tx, { id: 1 }, row)
        own.put(tx, { id: 2 }, row)
        own.scan(tx, {}, { limit: 9 })
      },
      24,
    ],
    [
      "prune",
      (tx) => {
        for (const id of [1, 2, 3]) own.put(tx, { id }, row)
        expect(own.prune(tx, {}, { below: { id: 3 }, limit: 9 })).toBe(2)
        expect(own.prune(tx, {}, { below: {}, limit: 9 })).toBe(0)
      },
      50,
    ],
    [
      "patch",
      (tx) => {
        own.put(tx, { id: 1 }, row)
        own.patch(tx, { id: 1 }, { n: 2 })
      },
      20,
    ],
    [
      "what is undone",
      (tx) =>
        void tx.attempt(() => {
          own.put(tx, { id: 1 }, row)
          ensure(false, refuse.full)
        }),
      10,
    ],
    [
      "hashes",
      (tx) => {
        sha256(new Uint8Array(255))
        sha256(new Uint8Array(256))
        sha256Hex(new Uint8Array(512))
        keccak256(new Uint8Array(256))
        hmac(new Uint8Array(128), new Uint8Array(128))
        hkdf(new Uint8Array(100), new Uint8Array(100), new Uint8Array(24), 32)
        const stream = Sha256Stream.resume(Sha256Stream.start().midstate())
        expect(stream.update(new Uint8Array(512)).digest()).toEqual(sha256(new Uint8Array(512)))
        void tx
      },
      1 + 2 + 1 + 1 + 1 + 2 + 2,
    ],
  ]
  it.each(cases)("%s", (_, work, expected) => {
    expect(units(work)).toBe(expected)
  })

  it("count rows of more than a kibibyte by their largest size", () => {
    const large = table("large", { key: {}, value: { a: bytes(5_000) } })
    const wordy = event("wordy", { a: text(1_000) })
    expect(large.writeUnits).toBe(10 + 4)
    expect(wordy.units).toBe(5 + 3)
  })

  it("are the same where a verdict is remembered", () => {
    const ledger = open()
    const asking = (tx: Tx) => void tx.verify(never, { n: 3 })
    expect(run(asking, ledger).gasUsed).toBe(run(asking, ledger).gasUsed)
  })
})

describe("a service's own use of the kernel's codes", () => {
  it("neither fills a block nor makes a proposal faulty", () => {
    for (const kind of [refuse.node_busy, refuse.already_accepted]) {
      const ledger = open()
      act = () => ensure(false, kind)
      const sent = [1, 2].map(() => ledger.sign("ada/one", [operation(doing, {})]))
      const { results, proposalFault, units } = ledger.block(sent)
      expect(results.map(({ code, refusals: [first] }) => [code, first!.code])).toEqual([
        [1, kind.code],
        [1, kind.code],
      ])
      expect(proposalFault).toBeNull()
      expect(units).toBeLessThan(1_000)
    }
  })
})

describe("what views tell", () => {
  it("chain, height, time, roles, and what is left", () => {
    const ledger = open()
    const tell = (view: View) => [view.chain, view.height, view.time, view.remaining()]
    let told: unknown[] = []
    run((tx) => {
      told = [...tell(tx), tx.caller, tx.organisation, tx.cosigners, tx.operation, tx.keys.length]
    }, ledger)
    const { time } = ledger.state
    expect(told).toEqual(["test-dev-1", 1n, time, 400_000, "ada/one", "ada", [], 0, 1])
    expect(ledger.view().roles).toBe(ledger.runtime.roles)
  })
})
