/** A service for tests whose commands and hooks do what they are told. */
import { ascii } from "../schema/ascii.ts"
import { bytes } from "../schema/bytes.ts"
import { enumeration } from "../schema/enumeration.ts"
import { hash } from "../schema/fixed.ts"
import { list } from "../schema/list.ts"
import { option } from "../schema/option.ts"
import { party } from "../schema/party.ts"
import { record } from "../schema/record.ts"
import { text } from "../schema/text.ts"
import { time } from "../schema/time.ts"
import { u16, u32 } from "../schema/unsigned.ts"
import { u64 } from "../schema/wide-unsigned.ts"
import { command } from "../service/command.ts"
import { event } from "../service/event.ts"
import { invariant } from "../service/invariant.ts"
import { rawTable } from "../service/raw-table.ts"
import { ensure, refusals } from "../service/refusals.ts"
import { rule } from "../service/rule.ts"
import { service } from "../service/service.ts"
import { table } from "../service/table.ts"
import type { HookTx, Tx } from "../service/view.ts"

export const cells = table("cells", {
  key: { row: ascii(8, 0), column: u16 },
  value: { number: u64, note: option(text(40)), at: time },
})
const pages = rawTable("pages", { key: 20, value: 100 })
export const ids = table("ids", { key: { id: hash }, value: { owner: option(party) } })
export const wrote = event("wrote", { row: ascii(8, 0), column: u16, number: u64 })
export const probeRefusals = refusals({ told_to_refuse: "As it was told." })

/** True for an even number; costs what it is told. */
const even = rule("even", {
  input: { number: u64, units: u32 },
  cost: ({ units }) => units,
  holds: ({ number }) => number % 2n === 0n,
})

export const STEPS = [
  "put",
  "patch",
  "delete",
  "get",
  "scan",
  "prune",
  "raw",
  "emit",
  "charge",
  "verify",
  "attempt",
  "rehearse",
  "end",
  "refuse",
  "bug",
] as const

/** What one step of a script does to cell (row, column). */
const step = record({
  what: enumeration(...STEPS),
  row: ascii(8, 0),
  column: u16,
  number: u64,
})
export type Step = {
  readonly what: (typeof STEPS)[number]
  readonly row: string
  readonly column: number
  readonly number: bigint
}

/** Follows a script; `attempt` and `rehearse` nest until their `end`. */
function follow(tx: Tx, script: readonly Step[]): void {
  let at = 0
  const level = (): void => {
    while (at < script.length) {
      const one = script[at++]!
      if (one.what === "end") return
      if (one.what === "attempt" || one.what === "rehearse") {
        const depth = at
        tx[one.what](level)
        at = afterEnd(script, depth)
      } else act(tx, one)
    }
  }
  while (at < script.length) level()
}

function afterEnd(script: readonly Step[], from: number): number {
  let depth = 1
  let at = from
  for (; at < script.length && depth > 0; at++) {
    const { what } = script[at]!
    if (what === "attempt" || what === "rehearse") depth++
    else if (what === "end") depth--
  }
  return at
}

function act(tx: Tx, { what, row, column, number }: Step): void {
  const key = { row, column }
  if (what === "put") cells.put(tx, key, { number, note: null, at: tx.time })
  else if (what === "patch") {
    if (cells.has(tx, key)) cells.patch(tx, key, { number })
  } else if (what === "delete") cells.delete(tx, key)
  else if (what === "get") readBack(tx, key)
  else if (what === "scan") scanBack(tx, row, column, number)
  else if (what === "prune") cells.prune(tx, { row }, { below: { column }, limit: 3 })
  else if (what === "raw")
    pages.put(tx, Uint8Array.of(1 + (column & 7)), Uint8Array.of(column & 255))
  else if (what === "emit") tx.emit(wrote, { row, column, number })
  else if (what === "charge") tx.charge(Number(number & 0xffffn))
  else if (what === "verify")
    tx.emit(wrote, { ...key, number: tx.verify(even, { number, units: 3 }) ? 1n : 0n })
  else if (what === "refuse") ensure(false, probeRefusals.told_to_refuse, { column })
  else if (what === "bug") throw new TypeError("as it was told")
}

/** What is read decides what is written, so that a wrong read shows in the roots. */
function readBack(tx: Tx, key: { row: string; column: number }): void {
  const found = cells.get(tx, key)
  if (found !== undefined) tx.emit(wrote, { ...key, number: found.number })
}

function scanBack(tx: Tx, row: string, column: number, number: bigint): void {
  const reverse = number % 2n === 1n
  const prefix = number % 3n === 0n ? {} : { row }
  const range = { limit: 1 + (column % 5), reverse }
  const after = number % 5n === 0n ? { after: { row, column } } : {}
  for (const { key, value } of cells.scan(tx, prefix, { ...range, ...after })) {
    tx.emit(wrote, { ...key, number: value.number })
  }
}

export const script = command({
  about: "Do as told.",
  input: { steps: list(step, 200) },
  cost: ({ steps }) => steps.length,
  ahead: (_view, { steps }) =>
    steps.filter(({ what }) => what === "verify").map(({ number }) => [even, { number, units: 3 }]),
  run: (tx, { steps }) => {
    follow(tx, steps)
    return undefined
  },
})

export const cast = command({
  about: "Put an id; nobody need sign.",
  open: true,
  input: { id: hash, weight: u32, proof: bytes(64) },
  cost: ({ weight }) => weight,
  run(tx, { id }) {
    ids.put(tx, { id }, { owner: tx.caller })
  },
})

export const declare = command({
  about: "Declare a cost.",
  role: null,
  input: { units: u32, used: u32 },
  cost: ({ units }) => units,
  run: (tx, { used }) => {
    tx.charge(used)
    return undefined
  },
})

/** What hooks of the probe do; tests replace it and put it back. */
export const hooks: {
  genesis: (tx: HookTx) => void
  beginBlock: (tx: HookTx) => void
  endBlock: (tx: HookTx) => void
} = { genesis() {}, beginBlock() {}, endBlock() {} }

/** Hooks that do nothing. */
export function quietHooks(): void {
  hooks.genesis = () => {}
  hooks.beginBlock = () => {}
  hooks.endBlock = () => {}
}

export const probe = service({
  name: "probe",
  about: "Does as told",
  engine: true,
  tables: { cells, pages, ids },
  events: { wrote },
  commands: { script, cast, declare },
  rules: { even },
  refusals: probeRefusals,
  genesis: (tx) => void hooks.genesis(tx),
  beginBlock: (tx) => void hooks.beginBlock(tx),
  endBlock: (tx) => void hooks.endBlock(tx),
  invariants: [
    invariant("No cell holds 666.", {
      rows: cells,
      holds: (_view, _key, { number }) => number !== 666n,
    }),
  ],
})
