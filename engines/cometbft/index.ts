/** The CometBFT engine and what it takes to run one: its program, its keys, its folder. */
export {
  COMETBFT_VERSION,
  findBinary,
  provideBinary,
} from "./binary/index.ts"
export { CometEngine, type CometOptions } from "./cometbft.ts"
export type { EngineConfig } from "./home/config.ts"
export {
  type EngineKeys,
  ensureKeys,
  ensureNodeKey,
  type VotingKey,
  votingKey,
} from "./home/keys.ts"
export { Headers, type JoinChoice } from "./join/headers.ts"
export type { EngineLink, EngineRpc } from "./link.ts"
export { commandOf } from "./process/command-of.ts"
export { engineOver } from "./process/orphan.ts"
export { rollBackEngine } from "./process/rollback.ts"
export { peersOf, standingOf } from "./rpc/answers.ts"
export { RpcClient } from "./rpc/client.ts"
export { misbehaviourIn } from "./rpc/proofs.ts"
