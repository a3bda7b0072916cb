/**
 * What a validator signed last, which guards it from signing twice. Source of truth: CometBFT
 * v0.40.0, `privval/file.go`. The file is made once; an older one in its place would be a memory
 * of nothing that came since, and so is none at all.
 */
import { ConcordatError, toHex, VOTE } from "@concordat/kernel"
import type { BlockArchive } from "../../port.ts"
import type { Disk } from "../../seams.ts"
import { ABSENT_BLOCKS, ownAddress } from "../join/absence.ts"

const FILE_MODE = 0o600
const UNSIGNED = '{"height":"0","round":0,"step":0}'

const pathIn = (home: string) => `${home}/data/priv_validator_state.json`

/** The height that was signed last, 0 for none; null where that cannot be read. */
async function signedLast(disk: Disk, home: string): Promise<bigint | null> {
  try {
    const file = await disk.read(pathIn(home))
    const { height } = JSON.parse(new TextDecoder().decode(file ?? new Uint8Array()))
    return BigInt(height)
  } catch {
    return null
  }
}

/**
 * Makes the memory of an engine that has no data; answers whether it remembers any vote. Throws
 * `ConcordatError` `signer_state_missing` where there are data without it.
 */
export async function ensureMemory(disk: Disk, home: string): Promise<boolean> {
  const path = pathIn(home)
  if ((await disk.read(path)) !== null) return (await signedLast(disk, home)) !== 0n
  if ((await disk.list(`${home}/data`)).length > 0) {
    throw new ConcordatError("signer_state_missing", `${path} is gone: it could sign twice.`, {
      hint: "Bring the file back. If it is lost, take this validator out of the set first.",
      details: { path },
    })
  }
  await disk.replace(path, new TextEncoder().encode(UNSIGNED), FILE_MODE)
  return false
}

/**
 * Compares the memory with the last blocks that are held here. Throws `ConcordatError`
 * `signer_state_stale` where one of them has a later vote of this key.
 */
export async function ensureFresh(disk: Disk, home: string, archive: BlockArchive): Promise<void> {
  const signed = await signedLast(disk, home)
  if (signed === null || archive.last === 0n) return
  const address = await ownAddress(disk, home)
  for (let back = 0n; back < ABSENT_BLOCKS && archive.last - back > signed; back++) {
    const block = await archive.block(archive.last - back)
    const voted = block?.commit.signatures.some(
      (vote) => vote.flag !== VOTE.absent && toHex(vote.address) === address,
    )
    if (block === null || voted !== true) continue
    const path = pathIn(home)
    const reason = `${path} knows votes up to ${signed}, block ${block.height} has a later one.`
    throw new ConcordatError("signer_state_stale", reason, {
      hint: "Bring the latest one back; if it is lost, let the node begin anew without its data.",
      details: { path, signed: String(signed), height: String(block.height) },
    })
  }
}
