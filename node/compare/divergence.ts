/**
 * `divergence-<height>.cbor`: what a node knew when it found that its state is not the chain's. It
 * is written once and kept, beside folders that nothing may change any more.
 */

import type { Disk } from "@concordat/engines/seams"
import { type CborValue, encodeValue, fromHex } from "@concordat/kernel"
import type { Ledger } from "../ledger.ts"

/** Blocks whose changes are put down, the newest last. */
const BLOCKS_TOLD = 3n

async function changesOf(ledger: Ledger, height: bigint): Promise<CborValue> {
  const changes = await ledger.changes(height).catch(() => [])
  return changes.map(({ key, value, before, transaction, operation }) => ({
    ...{ key, value, transaction, operation },
    before: before === null ? null : fromHex(before),
  }))
}

/** Writes the file into `folder` unless it is there; answers its path. */
export async function writeDivergence(
  disk: Disk,
  folder: string,
  ledger: Ledger,
  failure: Error,
  version: string,
): Promise<string> {
  const { chain, height, appHash, stateRoot } = ledger.status()
  const path = `${folder}/divergence-${height}.cbor`
  if ((await disk.read(path)) !== null) return path
  const blocks: CborValue[] = []
  for (let at = height - BLOCKS_TOLD + 1n; at <= height; at++) {
    if (at > 0n) blocks.push({ height: at, changes: await changesOf(ledger, at) })
  }
  const told: CborValue = {
    ...{ format: 1, chain, height, version, node: process.versions.node },
    ...{ reason: failure.message, appHash: fromHex(appHash), stateRoot: fromHex(stateRoot) },
    blocks,
  }
  await disk.replace(path, encodeValue(told), 0o600)
  return path
}
