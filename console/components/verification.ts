/** Verifying a bundle here: by anchors that this browser keeps, never by a server's word. */
import { anchorKind, type Json, type Verdict } from "@concordat/kernel"
import { schemasOf, verify } from "@concordat/sdk"
import { keptAnchors } from "./anchors.ts"
import type { KnownService } from "./ledger.tsx"

/** The verdict on a bundle, now. */
export function verifyHere(bundle: Uint8Array, services: readonly KnownService[]): Verdict {
  const anchors = keptAnchors(localStorage).map((anchor) => anchorKind.fromJson(anchor as Json))
  const schemas = schemasOf(services.map(({ definition }) => definition))
  return verify(bundle, anchors, { now: Date.now(), schemas })
}
