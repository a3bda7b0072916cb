/**
 * What the modelled engine answers its node over RPC, in CometBFT's own forms.
 * Source of truth: CometBFT v0.40, `rpc/core`.
 */
import type { EngineRpc } from "@concordat/engines/cometbft"
import { ConcordatError, type Json, sha256, toHex, utf8 } from "@concordat/kernel"
import { blockJson, signedHeaderJson, validatorsJson } from "../../../gateway/engine/forms.ts"
import type { SimulatedEngine } from "./engine.ts"

/** Of a thousand transactions that are handed over, how many the engine has no room for. */
const FULL_PERMILLE = 5

/** A peer's id from its name. */
export function nodeIdOf(name: string): string {
  return toHex(sha256(utf8(`node ${name}`))).slice(0, 40)
}

function unreachable(): ConcordatError {
  return new ConcordatError("node_unreachable", "The engine does not answer.")
}

function archived(engine: SimulatedEngine, height: bigint) {
  const { chain } = engine.world
  if (height > engine.saved || height < engine.first) throw unreachable()
  const block = chain.block(height)
  const { header, transactions, proofs } = block
  const isTip = height === engine.saved
  return {
    height,
    header,
    transactions,
    proofs,
    commit: (isTip ? null : block.canonical) ?? block.commit,
  }
}

function standing({ name, saved, first, isReady }: SimulatedEngine): Json {
  const oldest = saved < first ? 0n : first
  return {
    node_info: { id: nodeIdOf(name) },
    sync_info: {
      ...{ latest_block_height: String(saved), earliest_block_height: String(oldest) },
      catching_up: !isReady,
    },
  }
}

function answer(engine: SimulatedEngine, method: string, params: Record<string, unknown>): Json {
  const height = () => BigInt(String(params["height"]))
  switch (method) {
    case "status":
      return standing(engine)
    case "commit": {
      const above = height() < engine.saved ? archived(engine, height() + 1n) : null
      return signedHeaderJson(archived(engine, height()), above)
    }
    case "block":
      return blockJson(archived(engine, height()), null)
    case "validators": {
      // Any validator may propose here: whose turn it is, nobody counts.
      const set = engine.world.chain.validators(height())
      return validatorsJson(height(), set, null, { from: 0, size: set.length })
    }
    case "net_info": {
      const peers = engine.world.engines.filter((other) => other !== engine && other.run?.alive)
      return { peers: peers.map(({ name }) => ({ node_info: { id: nodeIdOf(name) } })) }
    }
    case "dial_peers":
      return {}
    default:
      throw unreachable()
  }
}

/** The RPC of an engine for one life of its node. */
export function rpcOf(engine: SimulatedEngine, isRunning: () => boolean): EngineRpc {
  const { timeline, chance, counters } = engine.world
  const arrive = async () => {
    await timeline.sleep(chance.below(3))
    if (!isRunning()) throw unreachable()
  }
  return {
    async call(method, params = {}) {
      await arrive()
      return answer(engine, method, params)
    },
    async batch(calls) {
      await arrive()
      const { mempool, ready } = engine.run!
      return calls.map(({ params }) => {
        if (!ready) return { error: "cannot broadcast: node is catching up" }
        const bytes = new Uint8Array(Buffer.from(String(params?.["tx"]), "base64"))
        if (mempool.knows(bytes)) return { error: "tx already exists in cache" }
        if (chance.mille(FULL_PERMILLE)) {
          counters.fault("no room in the engine's queue")
          return { error: "mempool is full" }
        }
        void mempool.receive(bytes)
        return { result: {} }
      })
    },
    close() {},
  }
}
