/**
 * Provenance: an office registers what it issued, sealed; anyone checks it, asking nobody; only the
 * issuer changes its standing. The specification is README.md beside this file.
 */
import { EMPTY_LOG, hashOf, logRoot, service } from "@concordat/kernel"
import { organisationsService } from "../organisations/service.ts"
import { oversightService } from "../oversight/service.ts"
import { setClass } from "./classes.ts"
import { dispose } from "./dispose.ts"
import * as happened from "./events.ts"
import { invariants } from "./invariants.ts"
import { refuse } from "./refusals.ts"
import { register } from "./register.ts"
import { reinstate, revoke, suspend } from "./status.ts"
import { supersede } from "./supersede.ts"
import { chains, classes, items, log, retention, statements } from "./tables.ts"

export { CHAIN_START, type ChainEntry, nextHead } from "./chain.ts"
export {
  byPath,
  type Commitment,
  commit,
  type DocumentField,
  fieldEntry,
  handleOf,
  type Leaf,
  leaf,
  leafOf,
  SECRET_BYTES,
  saltOf,
} from "./commitment.ts"
export { statementRegistered } from "./events.ts"
export { STATEMENT_LOG, statementLeaf, statementReceiptHeader } from "./receipt.ts"
export { type DocumentState, earlier, type Standing, stateAt, worse } from "./standing.ts"
export {
  issuerUrn,
  readStatement,
  type SealAlgorithm,
  STATEMENT_TYPE,
  STATEMENT_VERSION,
  type Statement,
  type StatementHeader,
  type StatementPayload,
  sealed,
  statementPayload,
  subjectUrn,
  toBeSealed,
} from "./statement.ts"
export {
  BATCH_DOCUMENTS_MAX,
  chains,
  classes,
  items,
  log,
  PATH_HASHES_MAX,
  STATEMENT_BYTES_MAX,
  statements,
} from "./tables.ts"

/** Which organisations may hold a role of this service. */
const authorities = ["member", "observer"] as const

export const provenanceService = service({
  name: "provenance",
  version: 1,
  about: "Documents that prove issuer, integrity and standing",
  uses: [organisationsService, oversightService],
  roles: { class: authorities, issue: authorities, status: authorities },
  tables: { classes, retention, statements, items, log, chains },
  events: {
    class_set: happened.classSet,
    statement_registered: happened.statementRegistered,
    status_changed: happened.statusChanged,
    document_superseded: happened.documentSuperseded,
    documents_disposed: happened.documentsDisposed,
  },
  commands: { setClass, register, supersede, suspend, reinstate, revoke, dispose },
  refusals: refuse,
  invariants,
  genesis(tx) {
    if (!log.has(tx, {})) {
      log.put(tx, {}, { size: 0n, root: hashOf(logRoot(EMPTY_LOG)), peaks: [] })
    }
  },
})
