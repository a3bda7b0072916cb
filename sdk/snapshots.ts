/** Snapshots that joining nodes are served, on a development network and from its own machine. */
import { type Client, requestJson } from "./client.ts"

/** A snapshot of the state after `height`. */
export type SnapshotAnswer = {
  readonly height: string
  readonly format: number
  readonly chunks: number
  readonly hash: string
}

/** Those that the node has, the newest first. Throws `SdkError`. */
export function listSnapshots(
  client: Client,
): Promise<{ readonly snapshots: readonly SnapshotAnswer[] }> {
  return requestJson(client, "/v1/development/snapshots", { shape: { snapshots: "array" } })
}

/** Writes one of the state as it is now. Throws `SdkError`: `node_busy` while one is written. */
export function makeSnapshot(client: Client): Promise<SnapshotAnswer> {
  const headers = { "Content-Type": "application/json" }
  const init = { method: "POST", headers, body: "{}" }
  const shape = { height: /^\d+$/, hash: /^[0-9a-f]{64}$/ }
  return requestJson(client, "/v1/development/snapshots", { init, shape })
}
