/** Allowances: an owner lets somebody else debit its account, up to an amount and a time. */
import { command, ensure, party, time, u128 } from "@concordat/kernel"
import { accountOf, ensureOwner } from "./accounts.ts"
import { allowanceSet } from "./events.ts"
import { accountId } from "./kinds.ts"
import { refuse } from "./refusals.ts"
import { allowances } from "./tables-control.ts"

export const setAllowance = command({
  about: "Let a party debit an account, up to an amount and until a time; 0 ends it.",
  role: null,
  input: { account: accountId, spender: party, amount: u128, expires: time },
  run(tx, { account, spender, amount, expires }) {
    const row = accountOf(tx, account)
    ensureOwner(tx, row.owner, row.asset)
    ensure(!row.closed, refuse.account_closed, { account })

    if (amount === 0n) allowances.delete(tx, { account, spender })
    else allowances.put(tx, { account, spender }, { left: amount, expires })
    tx.emit(allowanceSet, { account, spender, left: amount, expires })
  },
})
