/** The engine's folder as it must be before it starts. Only the owner can enter it. */
import { ConcordatError, equalBytes } from "@concordat/kernel"
import type { Disk } from "../../seams.ts"
import { configText, type EngineConfig } from "./config.ts"
import { type EngineGenesis, engineGenesisText } from "./genesis.ts"
import { ensureMemory } from "./memory.ts"

const FOLDER_MODE = 0o700
const FILE_MODE = 0o600

async function writeGenesis(disk: Disk, path: string, genesis: EngineGenesis): Promise<void> {
  const text = new TextEncoder().encode(engineGenesisText(genesis))
  const kept = await disk.read(path)
  if (kept === null) return disk.replace(path, text, FILE_MODE)
  if (equalBytes(kept, text)) return
  throw new ConcordatError("genesis_mismatch", `${path} is of another genesis than the ledger's.`, {
    hint: "Keep the engine's folder and the ledger's together, or begin both anew.",
    details: { path },
  })
}

/**
 * Writes the folder; `config.toml` each time, all else once. Throws `ConcordatError`
 * `genesis_mismatch` or `signer_state_missing`.
 */
export async function writeHome(
  disk: Disk,
  home: string,
  config: EngineConfig,
  genesis: EngineGenesis,
): Promise<void> {
  await disk.makeFolder(home, FOLDER_MODE)
  await disk.makeFolder(`${home}/config`, FOLDER_MODE)
  await disk.makeFolder(`${home}/data`, FOLDER_MODE)
  await writeGenesis(disk, `${home}/config/genesis.json`, genesis)
  const remembers = await ensureMemory(disk, home)
  const text = new TextEncoder().encode(configText(config, remembers))
  await disk.replace(`${home}/config/config.toml`, text, FILE_MODE)
}
