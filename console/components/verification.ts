/** Verifying a bundle here: by anchors that this browser keeps, never by a server's word. */
import { anchorKind, type FactSchemas, type Json, type Verdict } from "@concordat/kernel"
import { verify } from "@concordat/sdk"
import { keptAnchors } from "./anchors.ts"
import type { KnownService } from "./ledger.tsx"

/** Schemas of rows and events, so that claims are read in full. */
function schemasOf(services: readonly KnownService[]): FactSchemas {
  const find = (name: string) => services.find(({ definition }) => definition.name === name)
  return {
    row: (service, name) => {
      const table = find(service)?.definition.tables[name]
      if (table === undefined) return undefined
      const key = table.keyFields.map(({ name: field, kind }) => [field, kind] as const)
      return { key, value: table.raw === null ? table.row : null }
    },
    event: (service, name) => find(service)?.definition.events[name]?.kind,
  }
}

/** The verdict on a bundle, now. */
export function verifyHere(bundle: Uint8Array, services: readonly KnownService[]): Verdict {
  const anchors = keptAnchors(localStorage).map((anchor) => anchorKind.fromJson(anchor as Json))
  return verify(bundle, anchors, { now: Date.now(), schemas: schemasOf(services) })
}
