/** The genesis file of a data folder: written once, compared ever after. */

import { perturb } from "@concordat/engines/perturb"
import type { Disk } from "@concordat/engines/seams"
import { ConcordatError, type Genesis, type Runtime, readGenesis } from "@concordat/kernel"

const NAME = "genesis.json"

function mismatch(path: string, found: Genesis, expected: Genesis): ConcordatError {
  const digests = `digest ${found.digest}, where ${expected.digest} is given`
  const reason = `${path} is another genesis, of ledger ${found.chain}: ${digests}.`
  return new ConcordatError("genesis_mismatch", reason, {
    hint: "Name an empty data folder with --data, or leave the genesis file out.",
    details: { path, found: found.digest, expected: expected.digest },
  })
}

/**
 * The genesis of a data folder; `given` is the text of a file for a new ledger. Throws
 * `ConcordatError` `genesis_invalid`, `genesis_mismatch` (the folder is of another ledger), or
 * `configuration_invalid` where there is none at all.
 */
export async function genesisOf(
  disk: Disk,
  data: string,
  runtime: Runtime,
  given: string | null,
): Promise<Genesis> {
  const path = `${data}/${NAME}`
  const stored = await disk.read(path)
  // The ledger may have been upgraded since; whoever begins with it anew is told by `initChain`.
  const options = { older: true }
  const wanted = given === null ? null : readGenesis(runtime, given, options)
  if (stored !== null) {
    const found = readGenesis(runtime, stored, options)
    if (wanted !== null && wanted.digest !== found.digest) throw mismatch(path, found, wanted)
    return found
  }
  if (given === null || wanted === null) {
    throw new ConcordatError("configuration_invalid", `There is no genesis file in ${data}.`, {
      hint: "Give one, or begin a development ledger with `concordat start`.",
      details: { path },
    })
  }
  perturb("genesis.write")
  await disk.replace(path, new TextEncoder().encode(given))
  return wanted
}
