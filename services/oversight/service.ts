/**
 * Oversight: orders of supervisors and auditors as records, and look-ups that are on the ledger
 * before anything is disclosed. The specification is README.md beside this file.
 */
import { reader, service } from "@concordat/kernel"
import { organisationsService } from "../organisations/service.ts"
import { answerAccess, requestAccess } from "./accesses.ts"
import * as happened from "./events.ts"
import { invariants } from "./invariants.ts"
import { liftOrder, recordOrder } from "./orders.ts"
import { refuse } from "./refusals.ts"
import * as kept from "./tables.ts"

export {
  CASE_SALT_BYTES,
  type CaseCommitment,
  type CaseOpening,
  caseOpening,
  commitCase,
} from "./case-file.ts"
export { preservingOrder } from "./preserving.ts"

/** Look-ups, by whom they concern. */
export const accesses = reader(kept.accesses)
/** Orders, by whom they concern. */
export const orders = reader(kept.orders)
/** How many of both concern an organisation. */
export const registers = reader(kept.registers)

/** Which organisations may hold a role of this service. */
const authorities = ["supervisor", "auditor"] as const

export const oversightService = service({
  name: "oversight",
  version: 1,
  about: "Orders of supervisors and auditors, and provable look-ups",
  uses: [organisationsService],
  roles: { order: authorities, access: authorities },
  tables: {
    ...{ registers: kept.registers, orders: kept.orders },
    ...{ accesses: kept.accesses, preserved: kept.preserved },
  },
  events: {
    order_recorded: happened.orderRecorded,
    order_lifted: happened.orderLifted,
    access_requested: happened.accessRequested,
    access_disclosed: happened.accessDisclosed,
    access_refused: happened.accessRefused,
  },
  commands: { recordOrder, liftOrder, requestAccess, answerAccess },
  refusals: refuse,
  invariants,
})
