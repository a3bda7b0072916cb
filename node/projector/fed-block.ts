/** A block as it is fed to the projector: bytes that lie in the store and the block log anyway. */

/** What the block log and the header say of a block. */
export type FedHeader = {
  readonly hash: Uint8Array
  readonly proposer: Uint8Array
}

/** One block, or with `header` null the genesis, which is no block. */
export type FedBlock = {
  readonly height: bigint
  readonly header: FedHeader | null
  /** After the block. */
  readonly appHash: Uint8Array
  readonly transactions: readonly Uint8Array[]
  /** As `encodeBlockFacts` wrote them. */
  readonly facts: Uint8Array
  /** As `encodeChanges` wrote them. */
  readonly record: Uint8Array
}
