/** Fetching evidence: bytes that verify without the gateway they came from. */
import { type Client, request } from "./client.ts"
import { writeSegment } from "./path-segment.ts"

/** A bundle for a path that an answer names in `evidence`. Throws what `request` throws. */
export function getEvidence(client: Client, path: string, from?: string): Promise<Uint8Array> {
  return request(client, from === undefined ? path : `${path}?from=${encodeURIComponent(from)}`)
}

/** A bundle that proves a row, or that there is none. Throws `unknown_route` for no table. */
export function getRowEvidence(
  client: Client,
  service: string,
  table: string,
  key: readonly string[],
  from?: string,
): Promise<Uint8Array> {
  const path = [service, table, ...key].map(writeSegment).join("/")
  return getEvidence(client, `/v1/evidence/${path}`, from)
}
