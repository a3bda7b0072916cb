/** The engine that a node is opened with: the embedded one, or CometBFT as the options name it. */
import { CometEngine, type EngineConfig, type EngineLink } from "@concordat/engines/cometbft"
import type { Engine } from "@concordat/engines/port"
import { SoloEngine } from "@concordat/engines/solo"
import type { Genesis } from "@concordat/kernel"
import type { OpenOptions } from "./open.ts"

/** Between two lines about a replay under way. */
const REPLAY_LINE_BLOCKS = 10_000n

/** A CometBFT of this node's own: its program, its folder with its keys, its settings. */
export type CometChoice = {
  /** Absolute paths. */
  readonly binary: string
  readonly home: string
  readonly config: EngineConfig
  /** Whether its key may ever vote; true unless given. */
  readonly votes?: boolean
  /** Default: the program as a process of this machine. */
  readonly link?: EngineLink
}

type Failing = (failure: unknown) => void

function openComet(
  choice: CometChoice,
  { disk, clock, scheduler, data, log }: OpenOptions,
  genesis: Genesis,
  onFailure: Failing,
): Promise<Engine> {
  const { chain, time, height, validators, parameters, digest } = genesis
  return CometEngine.open({
    ...choice,
    ...{ disk, clock, scheduler, data, onFailure },
    genesis: { chain, time, height, validators, parameters, digest },
    onCut: (path, offset, bytes) =>
      log.warn("block_log_cut", "A torn tail was cut off the block log.", { path, offset, bytes }),
    onRestart: (failure) => log.warn("engine_restarted", failure.message, { failure }),
    onDoubt: (failure) =>
      log.warn("snapshot_refused", failure.message, { reason: failure.code, failure }),
    onSlow: (call, ms, stalled) =>
      log.warn(stalled ? "engine_stalled" : "engine_slow", `A call takes ${ms} ms.`, { call, ms }),
  })
}

function openSolo(options: OpenOptions, genesis: Genesis, onFailure: Failing): Promise<Engine> {
  const { disk, clock, scheduler, data, signers, log } = options
  const { chain, time: genesisTime, height: initialHeight } = genesis
  return SoloEngine.open({
    ...{ disk, clock, scheduler, data, signers },
    ...{ chain, genesisTime, initialHeight, onFailure },
    onCut: (path, offset, bytes) =>
      log.warn("block_log_cut", "A torn tail was cut off the block log.", { path, offset, bytes }),
    onReplay: (done, of) => {
      if (done % REPLAY_LINE_BLOCKS !== 0n && done !== of) return
      log.info("replay_progress", `Replayed ${done} of ${of} blocks.`, { done, of })
    },
  })
}

/** Opens the engine over the data folder; it runs once it is started. */
export function openEngine(
  options: OpenOptions,
  genesis: Genesis,
  onFailure: Failing,
): Promise<Engine> {
  const { cometbft = null } = options
  if (cometbft !== null) return openComet(cometbft, options, genesis, onFailure)
  return openSolo(options, genesis, onFailure)
}
