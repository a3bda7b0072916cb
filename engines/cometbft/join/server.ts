/**
 * One gateway that answers for another organisation's archive: `/engine`, JSON-RPC by POST, in the
 * forms of CometBFT's own RPC. Nothing of it is believed before it is verified.
 */
import { ConcordatError, type LightBlock, type Validators } from "@concordat/kernel"
import type { Content } from "../archive.ts"
import {
  type ConsensusParams,
  paramsOf,
  signedHeaderOf,
  standingOf,
  transactionsOf,
  validatorsOf,
} from "../rpc/answers.ts"
import { proofsOf } from "../rpc/proofs.ts"

const TIMEOUT_MS = 15_000
const ANSWER_BYTES_MAX = 33_554_432
const PAGE = 100
/** Pages of a set: 1,000 validators may be. */
const PAGES_MAX = 10

function unreachable(url: string, cause: unknown): ConcordatError {
  return new ConcordatError("node_unreachable", `${url} does not answer.`, {
    cause,
    hint: "Check the address, and that the gateway there runs.",
    details: { url },
  })
}

async function bounded(response: Response): Promise<string> {
  const pieces: Uint8Array[] = []
  let size = 0
  for await (const piece of response.body ?? []) {
    size += piece.length
    if (size > ANSWER_BYTES_MAX) throw new Error("the answer is too long")
    pieces.push(piece)
  }
  return Buffer.concat(pieces).toString("utf8")
}

/** What other organisations' gateways are asked. Every method throws `node_unreachable`. */
export class HeaderServer {
  readonly url: string

  constructor(url: string) {
    this.url = url
  }

  private async call(method: string, params: Record<string, string> = {}): Promise<unknown> {
    const body = JSON.stringify({ jsonrpc: "2.0", id: 1, method, params })
    const headers = { "content-type": "application/json" }
    const signal = AbortSignal.timeout(TIMEOUT_MS)
    try {
      const response = await fetch(this.url, { method: "POST", headers, body, signal })
      const { result, error } = JSON.parse(await bounded(response)) as {
        result?: unknown
        error?: { message?: string; data?: string }
      }
      if (error === undefined && response.ok) return result
      throw new Error(error?.data || error?.message || `status ${response.status}`)
    } catch (cause) {
      throw unreachable(this.url, cause)
    }
  }

  /** Height of its newest block. */
  async height(): Promise<bigint> {
    return standingOf(await this.call("status")).height
  }

  async header(height: bigint): Promise<Pick<LightBlock, "header" | "commit">> {
    return signedHeaderOf(await this.call("commit", { height: String(height) }))
  }

  /** The set that signs a height, in set order as it is given. */
  async validators(height: bigint): Promise<Validators> {
    const set: Validators[number][] = []
    for (let page = 1; page <= PAGES_MAX; page++) {
      const params = { height: String(height), page: String(page), per_page: String(PAGE) }
      const { validators, total } = validatorsOf(await this.call("validators", params))
      set.push(...validators)
      if (set.length >= total || validators.length === 0) break
    }
    return set
  }

  async parameters(height: bigint): Promise<ConsensusParams> {
    return paramsOf(await this.call("consensus_params", { height: String(height) }))
  }

  async content(height: bigint): Promise<Content> {
    const block = await this.call("block", { height: String(height) })
    return { transactions: transactionsOf(block), proofs: proofsOf(block) }
  }
}
