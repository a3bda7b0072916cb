/**
 * Money: one double-entry engine for currency, deposits, securities and counted things. The
 * specification is README.md beside this file; other services move money through `money`.
 */
import { service } from "@concordat/kernel"
import { organisationsService } from "../organisations/service.ts"
import { closeAccount, openAccount, setLimits } from "./accounts.ts"
import { setAllowance } from "./allowance.ts"
import { pauseAsset, registerAsset, resumeAsset, setPolicy } from "./assets.ts"
import { abandonCycle, closeCycle, openCycle, setCap } from "./cycle.ts"
import * as happened from "./events.ts"
import { forceTransfer, recover } from "./forced.ts"
import { freeze, unfreeze } from "./freeze.ts"
import { hold, postHold, voidHold } from "./hold.ts"
import { invariants } from "./invariants.ts"
import { burn, mint } from "./issue.ts"
import { burnItem, mintItem, transferItem } from "./item.ts"
import { excludeUnfunded, fundPosition, settleCycles } from "./netting.ts"
import { submitObligations } from "./obligation.ts"
import { liftOrder, recordOrder } from "./order.ts"
import { post, transfer } from "./post.ts"
import { procedures } from "./procedures.ts"
import { offerQuote, takeQuote, withdrawQuote } from "./quote.ts"
import { refuse } from "./refusals.ts"
import { returnLine } from "./return.ts"
import { settle } from "./settle.ts"
import { sweep } from "./sweep.ts"
import * as kept from "./tables.ts"
import * as control from "./tables-control.ts"
import * as netting from "./tables-netting.ts"

export { pathIn } from "./entry.ts"
export { generationOf, ID_AHEAD_MS, ID_WINDOW_MS } from "./ids.ts"
export { type Form, type Line, line } from "./kinds.ts"
export { money } from "./procedures.ts"
export { accounts, assets, entries, returns, uetrs } from "./tables.ts"

/** Which organisations may hold a role of this service: banks need not vote to be trusted. */
const parties = ["member", "observer"] as const

export const moneyService = service({
  name: "money",
  version: 1,
  about: "Accounts, payments, settlement and netting of any asset",
  uses: [organisationsService],
  roles: {
    issue: parties,
    operate: parties,
    pay: parties,
    quote: parties,
    control: [...parties, "supervisor"],
    scheme: parties,
  },
  tables: {
    ...{ assets: kept.assets, policies: kept.policies, totals: kept.totals },
    ...{ accounts: kept.accounts, entries: kept.entries, returns: kept.returns },
    ...{ uetrs: kept.uetrs, flows: control.flows, holds: control.holds },
    ...{ expiries: control.expiries, orders: control.orders, blockedSides: control.blockedSides },
    ...{ frozenItems: control.frozenItems, quotes: control.quotes, items: control.items },
    ...{ allowances: control.allowances, cycles: netting.cycles },
    ...{ obligations: netting.obligations, positions: netting.positions, caps: netting.caps },
  },
  events: {
    asset_changed: happened.assetChanged,
    account_status: happened.accountStatus,
    limits_set: happened.limitsSet,
    moved: happened.moved,
    line_refused: happened.lineRefused,
    returned: happened.returned,
    held: happened.held,
    released: happened.released,
    settled: happened.settled,
    item_moved: happened.itemMoved,
    quote_changed: happened.quoteChanged,
    order_changed: happened.orderChanged,
    frozen: happened.frozen,
    item_frozen: happened.itemFrozen,
    forced: happened.forced,
    recovered: happened.recovered,
    allowance_set: happened.allowanceSet,
    cap_set: happened.capSet,
    cycle_changed: happened.cycleChanged,
    obligation_submitted: happened.obligationSubmitted,
    position_funded: happened.positionFunded,
    cycle_settled: happened.cycleSettled,
    excluded: happened.excluded,
  },
  commands: {
    ...{ registerAsset, setPolicy, pauseAsset, resumeAsset },
    ...{ openAccount, closeAccount, setLimits, setAllowance },
    ...{ mint, burn, transfer, post, returnLine },
    ...{ hold, postHold, voidHold, settle },
    ...{ offerQuote, withdrawQuote, takeQuote },
    ...{ recordOrder, liftOrder, freeze, unfreeze, forceTransfer, recover },
    ...{ setCap, openCycle, submitObligations, closeCycle, fundPosition },
    ...{ settleCycles, excludeUnfunded, abandonCycle },
    ...{ mintItem, transferItem, burnItem },
  },
  procedures,
  refusals: refuse,
  endBlock: sweep,
  invariants,
})
