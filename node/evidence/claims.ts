/** The claims of a bundle, each with its proof, all as they hold after one block. */
import {
  absenceProof,
  type Bundle,
  encodeResult,
  existenceProof,
  type Hash,
  type Header,
  hashOf,
  leafHashOf,
  type MerkleLog,
  MerkleTree,
  type RawRow,
  type StateTrie,
  sha256,
  type TrieView,
} from "@concordat/kernel"
import { nodeRefusal } from "../ledger/refusal.ts"
import type { ClaimRequest } from "../ledger.ts"
import type { BlockFacts } from "../store/block-facts.ts"
import type { Rows } from "../store/rows.ts"

type Claim = Bundle["claims"][number]

/** Where claims find what they prove. */
export type ClaimSource = {
  readonly height: bigint
  readonly rows: Rows
  readonly trie: StateTrie
  readonly log: MerkleLog
  /** Entries of the log after `height`. */
  readonly logSize: bigint
  /** The leaf at a position below `logSize`. */
  readonly leafAt: (position: bigint) => Uint8Array
  /** The block at `height`, for a claim about a transaction in it. */
  readonly block: {
    readonly header: Header
    readonly transactions: readonly Uint8Array[]
    readonly facts: BlockFacts
  }
}

const hashes = (path: readonly Uint8Array[]): Hash[] => path.map((hash) => hashOf(hash))

function unknown(message: string): never {
  throw nodeRefusal("unknown_record", message)
}

/** Where rows are proved. */
type RowSource = Pick<ClaimSource, "rows" | "trie" | "height">

function viewAt({ trie, height }: RowSource): TrieView {
  return trie.at(height) ?? unknown("The state of this height is no longer kept.")
}

function eventClaim(source: ClaimSource, index: bigint): Claim {
  if (index >= source.logSize) unknown(`The log has no event ${index} at this height.`)
  const path = hashes(source.log.inclusion(index, source.logSize))
  return { event: { index, leaf: source.leafAt(index), path } }
}

type ValueClaim = Extract<Claim, { value: unknown }>

/** A row of this height with its proof. Throws `Refusal` `unknown_record`. */
export function valueClaim(source: RowSource, key: Uint8Array): ValueClaim {
  const value = source.rows.at(key, source.height)
  const proof = value === null ? null : existenceProof(viewAt(source), key, value)
  if (value === null || proof === null) return unknown("There is no such row at this height.")
  return { value: { key, value, proof } }
}

/** That this height has no such row. Throws `Refusal` `unknown_record`. */
export function absenceClaim(
  source: RowSource,
  key: Uint8Array,
): Extract<Claim, { absence: unknown }> {
  const { rows, height } = source
  const rowAt = (path: Uint8Array): RawRow => {
    const neighbour = rows.keyOfPath(path) ?? unknown("A neighbour's key is not kept.")
    return { key: neighbour, value: rows.at(neighbour, height) ?? unknown("Nor its value.") }
  }
  const proof = absenceProof(viewAt(source), key, rowAt)
  if (proof === null) return unknown("There is such a row at this height.")
  return { absence: { key, proof } }
}

function transactionClaim({ block }: ClaimSource, id: Hash): Claim {
  const { header, transactions, facts } = block
  const index = facts.results.findIndex((result) => result.id === id)
  const result = facts.results[index]
  const bytes = transactions[index]
  if (result === undefined || bytes === undefined) return unknown("The block has it not.")
  const { code, data, cost } = result
  const all = new MerkleTree(transactions.map((one) => leafHashOf(sha256(one))))
  const results = new MerkleTree(facts.results.map((one) => leafHashOf(encodeResult(one))))
  return {
    transaction: {
      ...{ bytes, index, header, data, cost },
      total: transactions.length,
      path: hashes(all.path(index)),
      outcome: code,
      resultPath: hashes(results.path(index)),
    },
  }
}

/** One claim with its proof. Throws `Refusal` `unknown_record` for what does not hold. */
export function claimOf(source: ClaimSource, request: ClaimRequest): Claim {
  if ("event" in request) return eventClaim(source, request.event)
  if ("value" in request) return valueClaim(source, request.value)
  if ("absence" in request) return absenceClaim(source, request.absence)
  return transactionClaim(source, request.transaction)
}
