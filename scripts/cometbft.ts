/**
 * The engine that networks run on and its test client, of the one version: built by Go where they
 * are not there yet, once for all clones of this machine.
 */
import { join } from "node:path"
import { type CommandName, provideBinary } from "@concordat/engines/cometbft/binary"
import { ConcordatError } from "@concordat/kernel"
import type { Found } from "./found.ts"
import { ROOT } from "./sources.ts"

const NAMES: readonly CommandName[] = ["cometbft", "abci-cli"]

/** Finds or builds both programs; the answer names the engine, or says what is missing. */
export async function cometbft(): Promise<Found> {
  const options = { environment: process.env, folder: join(ROOT, ".concordat") }
  try {
    const [engine = ""] = await Promise.all(NAMES.map((name) => provideBinary(name, options)))
    return { path: engine }
  } catch (failure) {
    if (!(failure instanceof ConcordatError)) throw failure
    return { path: null, missing: `${failure.message} ${failure.hint}` }
  }
}
