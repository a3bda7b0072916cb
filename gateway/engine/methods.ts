/**
 * What `/engine` answers: the part of CometBFT's RPC that its light client and its state sync ask,
 * from the node's own certified blocks. Nothing is handed on to the engine, and nothing is changed.
 * Source of truth: CometBFT v0.40.0, `rpc/core` and `light/provider/http`.
 */
import { commitHash, evidenceHash, type Json, toHex } from "@concordat/kernel"
import type { Ledger } from "@concordat/node"
import {
  blockJson,
  headerJson,
  paramsJson,
  signedHeaderJson,
  statusJson,
  validatorsJson,
} from "./forms.ts"

const PAGE_DEFAULT = 30
const PAGE_MAX = 100
const NO_EVIDENCE = toHex(evidenceHash([]))

/** Why a call has no result; the engine's clients read the words. */
export class CallFault extends Error {
  override readonly name = "CallFault"
}

type Archive = Ledger["archive"]
/** The parameters of a call, whole numbers as texts or as numbers. */
export type Params = Readonly<Record<string, Json>>

function whole(params: Params, name: string): bigint | null {
  const value = params[name]
  if (value === undefined || value === null) return null
  if (/^\d{1,15}$/.test(String(value))) return BigInt(String(value))
  throw new CallFault(`${name} is no whole number`)
}

/** The height that is asked for, in the words by which clients know why it is not there. */
function heightOf({ first, last }: Archive, params: Params, ahead = 0n): bigint {
  const height = whole(params, "height") ?? last
  if (height > last + ahead) {
    const tip = `the current blockchain height ${last}`
    throw new CallFault(`height ${height} must be less than or equal to ${tip}`)
  }
  if (height >= first && height > 0n) return height
  throw new CallFault(`height ${height} is not available, lowest height is ${first}`)
}

async function blockAt(archive: Archive, height: bigint) {
  const block = await archive.block(height)
  if (block !== null) return block
  throw new CallFault(`height ${height} is not available, lowest height is ${archive.first}`)
}

async function commit({ archive }: Ledger, params: Params): Promise<Json> {
  const height = heightOf(archive, params)
  return signedHeaderJson(await blockAt(archive, height), await archive.block(height + 1n))
}

async function header({ archive }: Ledger, params: Params): Promise<Json> {
  const block = await blockAt(archive, heightOf(archive, params))
  return { header: headerJson(block.header) }
}

async function validators({ archive }: Ledger, params: Params): Promise<Json> {
  const height = heightOf(archive, params, 1n)
  const set = archive.validators(height)
  const wanted = Number(whole(params, "per_page") ?? PAGE_DEFAULT)
  const size = wanted < 1 || wanted > PAGE_MAX ? PAGE_DEFAULT : wanted
  const page = Number(whole(params, "page") ?? 1)
  const from = (page - 1) * size
  const pages = Math.max(1, Math.ceil(set.length / size))
  if (page < 1 || page > pages) throw new CallFault(`page should be within [1, ${pages}] range`)
  const turns = await archive.priorities(height).catch(() => {
    throw new CallFault("the engine does not answer now")
  })
  return validatorsJson(height, set, turns, { from, size })
}

async function consensusParams({ archive }: Ledger, params: Params): Promise<Json> {
  const height = heightOf(archive, params, 1n)
  return paramsJson(height, archive.parameters(height))
}

/** A block where all its parts are here: older versions kept no proofs of misbehaviour, for one. */
async function block({ archive }: Ledger, params: Params): Promise<Json> {
  const height = heightOf(archive, params)
  const found = await blockAt(archive, height)
  const { header } = found
  const isFirst = header.lastBlock.hash.length === 0
  const below = isFirst ? null : await archive.block(height - 1n)
  const last = below?.commit ?? null
  const isWhole = isFirst || (last !== null && toHex(commitHash(last)) === header.lastCommit)
  if (!isWhole || (header.evidence !== NO_EVIDENCE && found.proofs.length === 0)) {
    throw new CallFault(`block ${height} is not whole here; its header and commit are`)
  }
  return blockJson(found, last)
}

async function status({ archive, chain }: Ledger, version: string): Promise<Json> {
  if (archive.last === 0n) throw new CallFault("there is no block yet")
  const [first, last] = [
    await blockAt(archive, archive.first),
    await blockAt(archive, archive.last),
  ]
  return statusJson(chain, version, first, last)
}

/** The result of a call, or null where there is no such method. Throws `CallFault`. */
export function resultOf(
  ledger: Ledger,
  version: string,
  method: string,
  params: Params,
): Promise<Json> | null {
  switch (method) {
    case "health":
      return Promise.resolve({})
    case "status":
      return status(ledger, version)
    case "commit":
      return commit(ledger, params)
    case "header":
      return header(ledger, params)
    case "block":
      return block(ledger, params)
    case "validators":
      return validators(ledger, params)
    case "consensus_params":
      return consensusParams(ledger, params)
    default:
      return null
  }
}
