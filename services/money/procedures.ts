/**
 * What other services call in process, synchronously, inside their own commands: a refusal refuses
 * the caller's whole operation. A service debits accounts that it owns and posts holds that name
 * it, never a member's account by itself.
 */
import { ensure, procedure, split, u128, type View, type Writer } from "@concordat/kernel"
import { blankAccount } from "./assets.ts"
import { Book } from "./book.ts"
import { abandonOne, closeOne, type Opening, openOne } from "./cycle.ts"
import { digestOf } from "./entry.ts"
import { accountStatus } from "./events.ts"
import { available } from "./funds.ts"
import { postOne, type Reservation, reserve, voidOne } from "./hold.ts"
import { entryFault } from "./ids.ts"
import { type Id, type Line, line } from "./kinds.ts"
import { lineFault, MANNER, move } from "./line.ts"
import { excludeOne, type Funding, fundOne, settleAll } from "./netting.ts"
import { type Submission, submitAll } from "./obligation.ts"
import { type Posting, postLines } from "./post.ts"
import { refuse } from "./refusals.ts"
import { type Settlement, settleLegs, termsOf } from "./settle.ts"
import { type AccountRow, accounts, assets } from "./tables.ts"

/** Who acts in a procedure: the service that calls it. */
function caller({ service }: Writer): { readonly service: string } {
  return { service }
}

/** Lines as a service hands them over: outside their kinds they are refused. */
function checked(lines: readonly Line[]): readonly Line[] {
  for (const one of lines) line.check(one)
  return lines
}

/** What a service opens. */
export type OwnAccount = {
  readonly account: Id
  readonly asset: string
  readonly kind: "settlement" | "escrow" | "fee" | "suspense"
  readonly limits?: { readonly tier?: number; readonly holdingLimit?: bigint | null }
}

function openOwn(tx: Writer, { account, asset, kind, limits = {} }: OwnAccount): void {
  const row = assets.get(tx, { asset })
  ensure(row, refuse.unknown_asset, { asset })
  ensure(!accounts.has(tx, { account }), refuse.account_exists, { account })
  const [owner, operator] = [caller(tx), row.issuer]
  const blank: AccountRow = blankAccount({ asset, owner, operator, kind })
  accounts.put(tx, { account }, { ...blank, ...limits })
  tx.emit(accountStatus, { account, asset, owner, operator, kind, closed: false })
}

const open = procedure((tx: Writer, given: OwnAccount) => openOwn(tx, given))

const post = procedure((tx: Writer, { entry, mode, lines }: Posting) => ({
  refused: postLines(tx, caller(tx), { entry, mode, lines: checked(lines) }),
}))

/** What a service reserves: at once, unless it says from when. */
export type OwnHold = Omit<Reservation, "notBefore" | "consent"> & { readonly notBefore?: number }

const hold = procedure((tx: Writer, { notBefore = 0, ...given }: OwnHold) => {
  u128.check(given.amount)
  const book = new Book(tx, caller(tx))
  reserve(tx, book, { ...given, notBefore, consent: null }, MANNER.ordinary)
  book.finish(tx)
})

/** Which hold a service posts; `release` is a preimage. */
export type OwnPost = {
  readonly hold: Id
  readonly amount: bigint
  readonly release?: Uint8Array | null
}

const postHold = procedure((tx: Writer, { release = null, ...given }: OwnPost) => {
  u128.check(given.amount)
  postOne(tx, caller(tx), { ...given, release })
})

const voidHold = procedure((tx: Writer, given: { readonly hold: Id }) =>
  voidOne(tx, caller(tx), given.hold),
)

const settle = procedure((tx: Writer, given: Settlement) => settleLegs(tx, caller(tx), given))

type Cycle = { readonly cycle: Id }

const openCycle = procedure((tx: Writer, given: Opening) => openOne(tx, caller(tx), given))
const submit = procedure((tx: Writer, given: Submission) => {
  for (const { amount } of given.owed) u128.check(amount)
  submitAll(tx, caller(tx), given)
})
const close = procedure((tx: Writer, { cycle }: Cycle) => closeOne(tx, caller(tx), cycle))
const fund = procedure((tx: Writer, given: Funding) => fundOne(tx, caller(tx), given))
const settleCycles = procedure((tx: Writer, given: { readonly cycles: readonly Id[] }) =>
  settleAll(tx, caller(tx), given.cycles),
)
const exclude = procedure((tx: Writer, { cycle }: Cycle) => excludeOne(tx, caller(tx), cycle))
const abandon = procedure((tx: Writer, { cycle }: Cycle) => abandonOne(tx, caller(tx), cycle))

/**
 * What posting by a service would answer: the code of the first line that would be refused, or
 * null. Nothing changes.
 */
function check(view: View, service: string, { entry, mode, lines }: Posting): string | null {
  const wrong = entryFault(view, entry, digestOf(mode, checked(lines)))
  if (wrong !== null) return wrong.refusal.code
  const book = new Book(view, { service })
  for (let index = 0; index < lines.length; index++) {
    const place = { entry, index }
    const fault = lineFault(book, lines[index]!, place, MANNER.ordinary)
    if (fault !== null) return fault.refusal.code
    move(book, lines[index]!, place, MANNER.ordinary)
  }
  return null
}

/** By their names in the definition. */
export const procedures = {
  ...{ open, post, hold, postHold, voidHold, settle },
  ...{ openCycle, submit, close, fund, settleCycles, exclude, abandon },
}

/** Money, for other services. */
export const money = {
  ...{ open, post, hold, postHold, voidHold, settle },
  net: { open: openCycle, submit, close, fund, settle: settleCycles, exclude, abandon },
  /** Without effect: what would happen, what can be spent, what terms come to, fair shares. */
  ...{ check, available, termsOf, split },
}
