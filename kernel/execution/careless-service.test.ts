/**
 * Services that are careless: what they catch, write under a wrong key, change in place or ask in
 * vain must neither depend on what a node remembers nor reach anybody else's operation.
 */
import { describe, expect, it } from "vitest"
import { OPERATION_UNITS_MAX } from "../limits.ts"
import { bytes } from "../schema/bytes.ts"
import { list } from "../schema/list.ts"
import { record } from "../schema/record.ts"
import { u8, u16 } from "../schema/unsigned.ts"
import { command } from "../service/command.ts"
import { event } from "../service/event.ts"
import { ensure, refusals } from "../service/refusals.ts"
import { service } from "../service/service.ts"
import { table } from "../service/table.ts"
import type { HookTx, Tx } from "../service/view.ts"
import { openTestLedger, operation, type TestLedger } from "../testing/ledger.ts"

const refuse = refusals({ full: "No room." })
const page = record({ of: bytes(8) })
const own = table("own", {
  key: { id: u8 },
  value: { n: u8, page: bytes(8), pages: list(page, 3) },
})
const many = table("many", { key: { id: u16 }, value: {} })
const said = event("said", { page: bytes(8), pages: list(page, 3) })

/** What the next `doing` does; `input.list` is what it was sent. */
let act: (tx: Tx, input: { readonly list: readonly number[] }) => void = () => {}
let atEnd: (tx: HookTx) => void = () => {}
const doing = command({
  about: "-",
  input: { list: list(u8, 3) },
  role: null,
  run(tx, input) {
    act(tx, input)
  },
})
const careless = service({
  name: "careless",
  about: "Does what a test hands over",
  tables: { own, many },
  events: { said },
  commands: { doing },
  endBlock(tx) {
    atEnd(tx)
  },
})
const open = () => openTestLedger([careless])
const row = (n: number) => ({ n, page: new Uint8Array(1), pages: [] })

function run(ledger: TestLedger, work: typeof act) {
  act = work
  return ledger.run("ada/one", doing, { list: [3, 1, 2] })
}
/** Two operations of one block, each for itself. */
function both(ledger: TestLedger, first: typeof act, second: typeof act) {
  const works = [first, second]
  act = (tx, input) => works[tx.operation]!(tx, input)
  const operations = [1, 2].map((n) => operation(doing, { list: [n] }))
  return ledger.block([ledger.sign("ada/one", operations, { mode: "each" })]).results[0]!
}
const codes = ({ refusals: found }: { refusals: readonly { code: string }[] }) =>
  found.map(({ code }) => code)

describe("an operation that uses up its units", () => {
  const tooMuch = (tx: Tx) => tx.charge(OPERATION_UNITS_MAX + 1)

  it("refuses as a whole, inside an attempt too: nobody chooses by cost what takes place", () => {
    const ledger = open()
    const result = run(ledger, (tx) => {
      own.put(tx, { id: 1 }, row(1))
      tx.attempt(() => tooMuch(tx))
    })
    expect(result.refusals).toMatchObject([{ code: "limit_reached", service: "kernel" }])
    expect(own.get(ledger.view(), { id: 1 })).toBeUndefined()
  })

  it("also inside an attempt of an attempt, and a rehearsal", () => {
    const deep = run(open(), (tx) => void tx.attempt(() => void tx.attempt(() => tooMuch(tx))))
    const rehearsed = run(open(), (tx) => void tx.rehearse(() => tooMuch(tx)))
    expect([codes(deep), codes(rehearsed)]).toEqual([["limit_reached"], ["limit_reached"]])
  })

  it("also where the service catches what is thrown", () => {
    const ledger = open()
    const result = run(ledger, (tx) => {
      own.put(tx, { id: 1 }, row(1))
      try {
        tooMuch(tx)
      } catch {}
    })
    expect(codes(result)).toEqual(["limit_reached"])
    expect(own.get(ledger.view(), { id: 1 })).toBeUndefined()
  })

  it("in a hook is a Bug that nothing hides", () => {
    const ledger = open()
    atEnd = (tx) => {
      try {
        tx.charge(1_000_001)
      } catch {}
    }
    expect(() => run(ledger, () => {})).toThrow(/used more than 1000000 units/)
    atEnd = () => {}
  })

  it("an attempt that refuses for another reason is answered as ever", () => {
    const result = run(open(), (tx) => {
      const refusal = tx.attempt(() => ensure(false, refuse.full))
      expect(refusal?.code).toBe("full")
    })
    expect(codes(result)).toEqual([])
  })
})

describe("a key outside its kinds", () => {
  const wrong = { id: 257 }

  it("is a Bug where it is written, even if what wrote it refuses: no later scan meets it", () => {
    const ledger = open()
    const refusing = (tx: Tx) => {
      own.put(tx, wrong, row(1))
      ensure(false, refuse.full)
    }
    const scanning = (tx: Tx) => void own.scan(tx, {}, { limit: 9 })
    expect(() => both(ledger, refusing, scanning)).toThrow(/a key of careless\/own is outside/)
    expect(codes(both(ledger, () => {}, scanning))).toEqual([])
  })

  it("names no row, whatever was read before: its bytes would be those of another key", () => {
    const ledger = open()
    run(ledger, (tx) => own.put(tx, { id: 1 }, row(7)))
    const found: unknown[] = []
    const reading = (tx: Tx) => void found.push(own.get(tx, wrong), own.has(tx, wrong))
    run(ledger, reading)
    run(ledger, (tx) => own.patch(tx, { id: 1 }, { n: 8 }))
    run(ledger, reading)
    expect(found).toEqual([undefined, false, undefined, false])
    expect(own.get(ledger.view(), { id: 1 })?.n).toBe(8)
  })
})

describe("what is changed in place", () => {
  it("an input, which is kept from check to block, is a Bug in tests", () => {
    const sorting: typeof act = (_tx, input) => void (input.list as number[]).sort()
    expect(() => run(open(), sorting)).toThrow(/read only/)
  })

  it("bytes, after they were put and told, change neither row nor event", () => {
    const ledger = open()
    const { happened } = run(ledger, (tx) => {
      const scratch = Uint8Array.of(1, 2)
      const pages = [{ of: scratch }]
      own.put(tx, { id: 1 }, { n: 1, page: scratch, pages })
      tx.emit(said, { page: scratch, pages })
      scratch.fill(9)
    })
    const kept = { page: Uint8Array.of(1, 2), pages: [{ of: Uint8Array.of(1, 2) }] }
    expect(own.get(ledger.view(), { id: 1 })).toEqual({ n: 1, ...kept })
    expect(happened[0]?.fields).toEqual(kept)
  })
})

it("a long prune reads each row once", () => {
  const ledger = open()
  for (const third of [0, 1, 2]) {
    run(ledger, (tx) => {
      for (let id = third * 1_000; id < third * 1_000 + 1_000; id++) many.put(tx, { id }, {})
    })
  }
  const { rows } = ledger.state
  const scan = rows.scan.bind(rows)
  let read = 0
  rows.scan = (prefix, range) => {
    const found = scan(prefix, range)
    read += found.length
    return found
  }
  run(ledger, (tx) => void expect(many.prune(tx, {}, { below: {}, limit: 5_000 })).toBe(0))
  run(
    ledger,
    (tx) => void expect(many.prune(tx, {}, { below: { id: 2_500 }, limit: 5_000 })).toBe(2_500),
  )
  // One page in vain, three pages of a thousand, and the few rows of the kernel.
  expect(read).toBeLessThan(4_100)
})
