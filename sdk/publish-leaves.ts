/** Publishing the leaf file of a batch: the gateway keeps it if it gives the registered root. */
import type { Hash } from "@concordat/kernel"
import { type Client, request } from "./client.ts"

/** Bytes of one part: whole leaves, as many as a gateway takes at a time. */
const PART_BYTES = 4_194_304

/**
 * Sends the leaves, 32 bytes each, in as many parts as they need. Throws `SdkError`:
 * `unknown_statement`, `batch_root_mismatch`, `wrong_state` where somebody else is sending too.
 */
export async function publishLeaves(
  client: Client,
  statement: Hash,
  leaves: Uint8Array,
): Promise<void> {
  for (let start = 0; start < leaves.length; start += PART_BYTES) {
    const part = leaves.subarray(start, start + PART_BYTES)
    await request(client, `/v1/provenance/batches/${statement}`, {
      method: "PUT",
      headers: {
        "Content-Type": "application/octet-stream",
        "Content-Range": `bytes ${start}-${start + part.length - 1}/${leaves.length}`,
      },
      body: new Uint8Array(part),
    })
  }
}
