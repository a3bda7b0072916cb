/**
 * @concordat/sdk/audit: what a supervisor or an auditor takes from its own node, sealed, and what
 * anyone reads from it without a network.
 */
export { type AskedExport, type AskedRow, exportAudit } from "./export.ts"
export type { AuditSeal } from "./seal.ts"
export type { AuditVerdict } from "./verdict.ts"
export { verifyAudit } from "./verify.ts"
