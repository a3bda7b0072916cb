/** Service order (ARCHITECTURE.md, "Blocks"): dependencies (`uses`) first, then by name bytes. */
import { sorted } from "../arithmetic.ts"
import { assert } from "../failures.ts"
import type { Service } from "../service/service.ts"

/** The services in order; always the least name among those whose dependencies stand already. */
export function serviceOrder(services: readonly Service[]): readonly Service[] {
  const waiting = sorted(services, (service) => service.name)
  for (const service of waiting) {
    for (const used of service.uses) {
      const runs = waiting.includes(used)
      assert(runs, `"${service.name}" uses "${used.name}", which is not among the services`)
    }
  }
  const ordered: Service[] = []
  while (waiting.length > 0) {
    const ready = waiting.findIndex((service) => service.uses.every((u) => ordered.includes(u)))
    const names = waiting.map((service) => service.name).join(", ")
    assert(ready >= 0, `these services use each other in a circle: ${names}`)
    ordered.push(...waiting.splice(ready, 1))
  }
  return ordered
}
