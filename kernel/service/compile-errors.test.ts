/**
 * What the compiler must refuse (ARCHITECTURE.md, "Services"), each by one expected error: without
 * the error, `npm run check` fails. Nothing here is meant to run.
 */
import { describe, expect, expectTypeOf, it } from "vitest"
import { ed25519 } from "../execution/kernel-rules.ts"
import { ascii } from "../schema/ascii.ts"
import { fixed, type Hash, type Hex, hash } from "../schema/fixed.ts"
import { list } from "../schema/list.ts"
import { option } from "../schema/option.ts"
import { type Party, party } from "../schema/party.ts"
import { time } from "../schema/time.ts"
import { u64 } from "../schema/wide-unsigned.ts"
import { command, type Input } from "./command.ts"
import { event } from "./event.ts"
import { procedure } from "./procedure.ts"
import { ensure, refusals } from "./refusals.ts"
import { type Key, type Row, reader, table } from "./table.ts"
import type { HookTx, OpenTx, Tx, View, Writer } from "./view.ts"

const tickets = table("tickets", {
  key: { venue: ascii(24), ticket: fixed(16) },
  value: { holder: party, price: u64, used: option(time) },
  indexes: ["holder"],
})
const admitted = event("admitted", { ticket: fixed(16), holder: party })
const sold = event("sold", { ticket: fixed(16), price: u64 })
const refuse = refusals({
  unknown_ticket: ["No such ticket was sold.", 404],
  ticket_used: "This ticket has been used.",
})
const presented = ({ ticket, key, signature }: { ticket: Hex; key: Hex; signature: Hex }) => ({
  key,
  message: new Uint8Array([ticket.length]),
  signature,
})

const admit = command({
  about: "Let the holder of a ticket in, once.",
  role: "tickets.gate",
  input: { venue: ascii(24), ticket: fixed(16), key: fixed(32), signature: fixed(64) },
  scope: ({ venue }) => venue,
  ahead: (_view, input) => [[ed25519, presented(input)]],
  run(tx, input) {
    const row = tickets.get(tx, input)
    ensure(row, refuse.unknown_ticket)
    ensure(row.used === null, refuse.ticket_used, { since: row.used })
    ensure(tx.verify(ed25519, presented(input)), refuse.signature_invalid)

    tickets.patch(tx, input, { used: tx.time })
    tx.emit(admitted, { ticket: input.ticket, holder: row.holder })
  },
})

describe("types that follow from definitions", () => {
  it("name inputs, rows and keys", () => {
    expectTypeOf<Input<typeof admit>>().toEqualTypeOf<{
      readonly venue: string
      readonly ticket: Hex
      readonly key: Hex
      readonly signature: Hex
    }>()
    expectTypeOf<Row<typeof tickets>>().toEqualTypeOf<{
      readonly holder: Party
      readonly price: bigint
      readonly used: number | null
    }>()
    expectTypeOf<Key<typeof tickets>>().toEqualTypeOf<{
      readonly venue: string
      readonly ticket: Hex
    }>()
    expect(Object.keys(admit.fields)).toEqual(["venue", "ticket", "key", "signature"])
    expect(refusedByTheCompiler).toBeTypeOf("function")
  })
})

/** Never called: the compiler reads it. */
function refusedByTheCompiler(
  view: View,
  tx: Tx,
  writer: Writer,
  key: Key<typeof tickets>,
  row: Row<typeof tickets>,
  input: Input<typeof admit>,
  name: string,
  someHash: Hash,
): void {
  // @ts-expect-error unknown input field
  void input.seat
  // @ts-expect-error missing input field
  const incomplete: Input<typeof admit> = { venue: "hall", ticket: key.ticket, key: key.ticket }

  // @ts-expect-error plain string for Hash
  const plainHash: Hash = name
  // @ts-expect-error plain string for Hex
  const plainHex: Hex = name
  // @ts-expect-error plain string for Party
  const plainParty: Party = name
  // @ts-expect-error plain string in a key
  tickets.get(view, { venue: name, ticket: name })
  // @ts-expect-error number for u64
  tickets.patch(tx, key, { price: 5 })

  // @ts-expect-error unknown column in a patch
  tickets.patch(tx, key, { colour: "red" })
  // @ts-expect-error unknown column in an index
  table("wrong", { key: { id: hash }, value: { holder: party }, indexes: ["colour"] })
  // @ts-expect-error unknown field in a prefix
  tickets.scan(view, { hall: "north" }, { limit: 10 })
  // @ts-expect-error a column is no prefix
  tickets.scan(view, { holder: row.holder }, { limit: 10 })
  // @ts-expect-error a scan's limit is due
  tickets.scan(view, {}, {})
  // @ts-expect-error a missing column
  tickets.put(tx, key, { holder: row.holder, price: 1n })

  // @ts-expect-error writing through a View
  tickets.put(view, key, row)
  // @ts-expect-error writing through a View
  tickets.delete(view, key)
  // @ts-expect-error writing through a reader
  reader(tickets).put(tx, key, row)
  // @ts-expect-error pruning through a reader
  reader(tickets).prune(tx, {}, { below: {}, limit: 1 })
  // @ts-expect-error a row is read only
  row.price = 1n

  // @ts-expect-error fields of another event
  tx.emit(admitted, { ticket: key.ticket, price: 1n })
  // @ts-expect-error a missing field
  tx.emit(sold, { ticket: key.ticket })
  // @ts-expect-error a View emits nothing
  view.emit(sold, { ticket: key.ticket, price: 1n })
  // @ts-expect-error a refusal that is not in the list
  ensure(false, refuse.ticket_lost)
  // @ts-expect-error another rule's input
  tx.verify(ed25519, { key: someHash, message: name, signature: key.ticket })

  command({
    about: "-",
    input: {},
    // @ts-expect-error async run
    async run() {},
  })
  // @ts-expect-error open with a role
  command({ about: "-", input: {}, open: true, role: "tickets.gate", run() {} })
  // @ts-expect-error open with a signer rule
  command({ about: "-", input: {}, open: true, signers: "half", run() {} })
  command({
    about: "-",
    input: {},
    open: true,
    run(open: OpenTx) {
      // @ts-expect-error the caller of an open command may be null
      const caller: Party = open.caller
      void caller
    },
  })
  // @ts-expect-error a kind without key form in a key
  table("wrong", { key: { ids: list(hash, 2) }, value: {} })
  // @ts-expect-error an option in a key
  table("wrong", { key: { id: option(hash) }, value: {} })

  const onlyCommands = procedure((_: Tx, amount: bigint) => amount)
  // @ts-expect-error a hook has no caller, so it cannot call what needs one
  onlyCommands({} as HookTx, 1n)
  // @ts-expect-error a writer is less than a transaction
  onlyCommands(writer, 1n)
  // @ts-expect-error another argument
  onlyCommands(tx, 1)
  void [incomplete, plainHash, plainHex, plainParty]
}
