/** Fetching evidence: bytes that verify without the gateway they came from. */
import { type Client, request } from "./client.ts"
import { writeSegment } from "./path-segment.ts"

const named = (name: string, value: string | undefined): string[] =>
  value === undefined ? [] : [`${name}=${encodeURIComponent(value)}`]

/** A bundle for a path that an answer names in `evidence`. Throws what `request` throws. */
export function getEvidence(
  client: Client,
  path: string,
  from?: string,
  at?: string,
): Promise<Uint8Array> {
  const says = [...named("from", from), ...named("at", at)]
  return request(client, says.length === 0 ? path : `${path}?${says.join("&")}`)
}

/**
 * A bundle that proves a row, or that there is none, after the height `at` or the newest provable
 * one, which may have to wait for a block. Throws `unknown_route` for no table.
 */
export function getRowEvidence(
  client: Client,
  service: string,
  table: string,
  key: readonly string[],
  from?: string,
  at?: string,
): Promise<Uint8Array> {
  const path = [service, table, ...key].map(writeSegment).join("/")
  return getEvidence(client, `/v1/evidence/${path}`, from, at)
}
