/** The schemas that the sdk knows by the definitions of services it is built with. */
import type { FactSchemas, Service } from "@concordat/kernel"

/** Looks schemas of rows and events up, so that the claims of evidence are told field by field. */
export function schemasOf(services: readonly Service[]): FactSchemas {
  const find = (name: string) => services.find((service) => service.name === name)
  return {
    row: (service, name) => {
      const table = find(service)?.tables[name]
      if (table === undefined) return undefined
      const key = table.keyFields.map(({ name: field, kind }) => [field, kind] as const)
      return { key, value: table.raw === null ? table.row : null }
    },
    event: (service, name) => find(service)?.events[name]?.kind,
  }
}
