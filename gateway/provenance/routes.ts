/** The document service's own routes, beside those that its definitions give. */
import type { GatewayOptions } from "../gateway.ts"
import type { Route } from "../routes/route.ts"
import { batchRoutes } from "./batches.ts"
import { checkRoute } from "./check.ts"
import { logRoutes } from "./log.ts"
import { openRegister } from "./register.ts"
import { sealRoute } from "./seal.ts"

/** Sealing, checking, leaf files of batches, the statement log; none without the service. */
export function provenanceRoutes(options: GatewayOptions): readonly Route[] {
  if (options.ledger.runtime.service("provenance") === undefined) return []
  const register = openRegister(options)
  return [
    sealRoute(options),
    checkRoute(register),
    ...batchRoutes(register),
    ...logRoutes(register),
  ]
}
