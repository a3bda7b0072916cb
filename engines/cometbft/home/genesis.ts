/**
 * The engine's `genesis.json`: it fixes the first validators and parameters, and of our own genesis
 * holds the digest alone. Source of truth: CometBFT v0.40.0, `types/genesis.go`.
 */
import {
  addressText,
  type EngineParameters,
  fromHex,
  type Hash,
  inSetOrder,
  type Validators,
} from "@concordat/kernel"

const NANOS_PER_MS = 1_000_000n

/** What an engine begins with. */
export type EngineGenesis = {
  readonly chain: string
  /** Milliseconds of 1970. */
  readonly time: number
  readonly height: bigint
  readonly validators: Validators
  readonly parameters: EngineParameters
  /** Of the ledger's genesis file. */
  readonly digest: Hash
}

/** The text of `genesis.json`; 64-bit integers are texts there. */
export function engineGenesisText(genesis: EngineGenesis): string {
  const { block, evidence, keys } = genesis.parameters
  const file = {
    genesis_time: new Date(genesis.time).toISOString(),
    chain_id: genesis.chain,
    initial_height: String(genesis.height),
    consensus_params: {
      block: { max_bytes: String(block.maxBytes), max_gas: String(block.maxGas) },
      evidence: {
        max_age_num_blocks: String(evidence.maxAgeBlocks),
        max_age_duration: String(evidence.maxAgeMs * NANOS_PER_MS),
        max_bytes: String(evidence.maxBytes),
      },
      validator: { pub_key_types: keys },
      version: { app: "0" },
      abci: { vote_extensions_enable_height: "0" },
      authority: { authority: "" },
    },
    validators: inSetOrder(genesis.validators).map((validator) => ({
      address: addressText(validator).toUpperCase(),
      pub_key: {
        type: "tendermint/PubKeyEd25519",
        value: Buffer.from(fromHex(validator.key.ed25519)).toString("base64"),
      },
      power: String(validator.power),
      name: "",
    })),
    app_hash: "",
    app_state: { genesis: genesis.digest },
  }
  return `${JSON.stringify(file, null, 2)}\n`
}
