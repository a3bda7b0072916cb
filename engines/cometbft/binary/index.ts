/** The pinned programs of CometBFT: where they are, and how they come to be there. */
export {
  type BinaryOptions,
  COMETBFT_VERSION,
  type CommandName,
  findBinary,
  isPinned,
  provideBinary,
} from "./binary.ts"
