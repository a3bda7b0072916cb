/** The rows that the kernel writes about itself (ARCHITECTURE.md, "State"). */
import { BLOCKS_PRUNED_MAX } from "../limits.ts"
import type { Hash } from "../schema/fixed.ts"
import type { Row } from "../service/table.ts"
import type { Writer } from "../service/view.ts"
import type { Execution } from "./execution.ts"
import { idsDigest } from "./id-window.ts"
import { blockRows, genesisRow, kernelService, serviceRows, upgraded } from "./kernel-tables.ts"
import { unmetered } from "./meter.ts"
import type { Runtime } from "./runtime.ts"
import { hookOf } from "./views.ts"

const NO_FACTS = { set: [], misbehaviour: [], proposer: null }

/**
 * The row of a block that remembers ids; first up to 8 rows of expired ones go, from the lowest
 * height on. Answers how many went.
 */
export function rememberIds(execution: Execution, ids: readonly Hash[], until: number): number {
  if (ids.length === 0) return 0
  return asKernel(execution, (tx) => {
    let expired = 0
    for (const { value } of blockRows.scan(tx, {}, { limit: BLOCKS_PRUNED_MAX })) {
      if (value.until > execution.time) break
      expired++
    }
    const { height } = execution
    if (expired > 0) blockRows.prune(tx, {}, { below: { height }, limit: expired })
    blockRows.put(tx, { height }, { count: ids.length, ids: idsDigest(ids), until })
    return expired
  })
}

/** Where the ledger comes from. */
export function writeGenesisRow(execution: Execution, row: Row<typeof genesisRow>): void {
  asKernel(execution, (tx) => genesisRow.put(tx, {}, row))
}

/**
 * Writes down what runs now; answers each service that is new or newer, with its former version.
 */
export function writeServices(
  execution: Execution,
): readonly { readonly service: Runtime["services"][number]; readonly from: number }[] {
  const { runtime } = execution
  return asKernel(execution, (tx) =>
    runtime.services.flatMap((service) => {
      const key = { service: service.name }
      const from = serviceRows.get(tx, key)?.version ?? 0
      if (from === service.version) return []
      const schema = runtime.schemas.get(service.name)!
      serviceRows.put(tx, key, { schema, version: service.version })
      return [{ service, from }]
    }),
  )
}

/** The leaf that says so. */
export function emitUpgraded(
  execution: Execution,
  service: string,
  from: number,
  to: number,
): void {
  asKernel(execution, (tx) => tx.emit(upgraded, { service, from, to }))
}

function asKernel<Result>(execution: Execution, work: (tx: Writer) => Result): Result {
  const tx = hookOf(execution, NO_FACTS, null)
  return execution.run(kernelService.name, unmetered(), () => work(tx))
}
