/**
 * Headers from other organisations' gateways, each verified from one that is trusted: forwards by
 * the light client's rules, as few steps as they allow, backwards hash by hash.
 * Source of truth: ARCHITECTURE.md, "Light client".
 */
import {
  ConcordatError,
  type Hash,
  headerHash,
  type LightBlock,
  type LightFault,
  signedHeaderFault,
  stampMs,
  type Trusted,
  toHex,
  type Validators,
  validatorsHash,
  verifyBackwards,
  verifyCommit,
  verifyLightBlock,
} from "@concordat/kernel"
import type { Clock } from "../../seams.ts"
import type { ConsensusParams } from "../rpc/answers.ts"
import { HeaderServer } from "./server.ts"

/** What a joiner trusts, and whom it asks. */
export type JoinChoice = {
  /** Addresses of gateways with their path: `https://ledger.example.org/engine`; two at least. */
  readonly servers: readonly string[]
  readonly trust: { readonly height: bigint; readonly hash: Hash }
}

/** What a snapshot's height is certified by. */
export type Certified = {
  readonly height: bigint
  /** After the height, by the header above it. */
  readonly appHash: Hash
  readonly time: number
  readonly current: Validators
  readonly next: Validators
  readonly params: ConsensusParams
}

/** A header, or what should be of it, that is not to be trusted. */
export function untrusted(height: bigint, fault: Pick<LightFault, "reason">): ConcordatError {
  const reason = `Header ${height} does not verify: ${fault.reason}`
  return new ConcordatError("upstream_mismatch", reason, {
    hint: "Check the trusted height and hash, and ask other gateways.",
    details: { height: String(height) },
  })
}

const trustedOf = ({ header }: LightBlock, next: Validators): Trusted => ({
  ...{ chain: header.chain, height: header.height, time: stampMs(header.time) },
  ...{ nextValidators: header.nextValidators, next },
})

/** Verified headers of one chain. */
export class Headers {
  private readonly chain: string
  private readonly choice: JoinChoice
  private readonly clock: Clock
  private readonly servers: readonly HeaderServer[]
  /** By height: what is verified. */
  private readonly known = new Map<bigint, LightBlock>()

  constructor(chain: string, choice: JoinChoice, clock: Clock) {
    this.chain = chain
    this.choice = choice
    this.clock = clock
    this.servers = choice.servers.map((url) => new HeaderServer(url))
  }

  /** The first answer that one of them gives. Throws the last one's `node_unreachable`. */
  async ask<T>(question: (server: HeaderServer) => Promise<T>): Promise<T> {
    let failure: unknown
    for (const server of this.servers) {
      try {
        return await question(server)
      } catch (cause) {
        failure = cause
      }
    }
    throw failure
  }

  private async fetched(height: bigint): Promise<LightBlock> {
    return this.ask(async (server) => {
      const signed = await server.header(height)
      return { ...signed, validators: await server.validators(height) }
    })
  }

  /** The set that a verified header announces for the next height. */
  private async announced({ header }: LightBlock): Promise<Validators> {
    const next = this.known.get(header.height + 1n)
    if (next !== undefined) return next.validators
    const set = await this.ask((server) => server.validators(header.height + 1n))
    if (toHex(validatorsHash(set)) === header.nextValidators) return set
    throw untrusted(header.height, { reason: "the next set is not the one that it announces." })
  }

  /** The header that is trusted from the beginning. */
  private async anchor(): Promise<LightBlock> {
    const { height, hash } = this.choice.trust
    const held = this.known.get(height)
    if (held !== undefined) return held
    const block = await this.fetched(height)
    const { commit, validators, header } = block
    const fault =
      signedHeaderFault(block, this.chain) ?? verifyCommit(this.chain, commit, validators)
    if (fault !== null) throw untrusted(height, fault)
    if (toHex(headerHash(header)) !== hash) {
      throw untrusted(height, { reason: `it is not the trusted one, whose hash is ${hash}.` })
    }
    this.known.set(height, block)
    return block
  }

  /** The verified header of a height. Throws `upstream_mismatch`, `node_unreachable`. */
  async at(height: bigint): Promise<LightBlock> {
    const held = this.known.get(height)
    if (held !== undefined) return held
    const anchor = await this.anchor()
    const block = height > anchor.header.height ? await this.forwards(height) : null
    return block ?? this.backwards(height)
  }

  private nearest(isNearer: (height: bigint) => boolean, first: bigint, of: bigint): LightBlock {
    let best = first
    for (const height of this.known.keys()) {
      const distance = (at: bigint) => (at > of ? at - of : of - at)
      if (isNearer(height) && distance(height) < distance(best)) best = height
    }
    return this.known.get(best)!
  }

  private async forwards(height: bigint): Promise<LightBlock> {
    const { trust } = this.choice
    let from = this.nearest((at) => at < height, trust.height, height)
    for (let target = height; ; ) {
      const trusted = trustedOf(from, await this.announced(from))
      const block = await this.fetched(target)
      const fault = verifyLightBlock(trusted, block, { now: this.clock.now() })
      const middle = (from.header.height + target) / 2n
      if (fault?.rule === "trust" && middle > from.header.height) {
        target = middle
        continue
      }
      if (fault !== null) throw untrusted(target, fault)
      this.known.set(target, block)
      if (target === height) return block
      from = block
      target = height
    }
  }

  private async backwards(height: bigint): Promise<LightBlock> {
    let above = this.nearest((at) => at > height, this.choice.trust.height, height)
    while (above.header.height > height) above = await this.below(above)
    this.known.set(height, above)
    return above
  }

  /** The block below a verified one, with all its signatures. */
  async below({ header }: Pick<LightBlock, "header">): Promise<LightBlock> {
    const block = await this.fetched(header.height - 1n)
    const { commit, validators } = block
    const fault =
      verifyBackwards(header, block.header) ??
      signedHeaderFault(block, this.chain) ??
      verifyCommit(this.chain, commit, validators)
    if (fault !== null) throw untrusted(header.height - 1n, fault)
    return block
  }

  /**
   * What a node must know to go on after a height, of which two gateways say the same. Throws
   * `fork_found` where they do not, besides what `at` throws.
   */
  async certify(height: bigint): Promise<Certified> {
    const [own, above] = [await this.at(height), await this.at(height + 1n)]
    const { header, validators: current } = above
    const next = await this.announced(above)
    const params = await this.ask((server) => server.parameters(height + 1n))
    if (params.hash !== header.consensus) {
      throw untrusted(height + 1n, { reason: "the parameters are not those of its hash." })
    }
    await this.agree(above, params)
    const time = stampMs(own.header.time)
    return { height, appHash: header.app, time, current, next, params }
  }

  /** A second gateway has the same header and parameters. */
  private async agree({ header }: LightBlock, { parameters }: ConsensusParams): Promise<void> {
    const { height } = header
    const hash = toHex(headerHash(header))
    let agreed = 0
    for (const server of this.servers) {
      const same = await Promise.all([server.header(height), server.parameters(height)]).then(
        ([other, params]) =>
          toHex(headerHash(other.header)) === hash &&
          JSON.stringify(params.parameters, plain) === JSON.stringify(parameters, plain),
        () => null,
      )
      if (same === false) throw disagreement(server.url, height)
      if (same) agreed++
    }
    const due = Math.min(2, this.servers.length)
    if (agreed >= due) return
    throw new ConcordatError("node_unreachable", "Too few gateways answer to compare them.", {
      hint: "Name gateways of two organisations at least, and check that they run.",
      details: { agreed, due },
    })
  }
}

const plain = (_: string, value: unknown) => (typeof value === "bigint" ? String(value) : value)

function disagreement(url: string, height: bigint): ConcordatError {
  const reason = `${url} has another header or other parameters at height ${height}.`
  return new ConcordatError("fork_found", reason, {
    hint: "Do not join before the operators explain: one is wrong, or the ledger has split.",
    details: { url, height: String(height) },
  })
}
