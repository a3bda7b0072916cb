/**
 * The call-order oracle: an application that watches how an engine uses the port. One life is
 * `info initChain? ((prepareProposal | processProposal)* finalizeBlock commit)*` or a prefix of it,
 * with `info` anywhere, and `checkTx` anywhere but while `commit` runs. An engine that starts anew
 * beside a living application may finalize its last block again. A life that joins begins with
 * `(offer apply*)* offer apply+ info`; no block runs before `info` has told the snapshot's height.
 * Source of truth: CometBFT v0.40, `spec/abci/abci++_comet_expected_behavior.md`.
 */
import { toHex } from "@concordat/kernel"
import type { Application, NamedProposal, Proposal, Snapshots } from "../port.ts"

/** A method of the port. */
export type Call = keyof Omit<Application, "snapshots"> | "offer" | "apply"

/** What an engine did wrong, as an error that a test shows. */
export class CallOrderError extends Error {
  override readonly name = "CallOrderError"
}

type Life = {
  calls: Call[]
  height: bigint | null
  saidZero: boolean
  finalized: bigint | null
  /** Block and app hash of what is finalized. */
  outcome: string
  busy: Call | null
  /** Of a snapshot that is being taken: how many chunks it has. */
  chunks: number | null
  verdicts: Map<string, string | null>
}

function demand(condition: boolean, life: Life, what: string): void {
  if (condition) return
  throw new CallOrderError(`${what} (calls so far: ${life.calls.slice(-8).join(" ")})`)
}

function atNext(life: Life, call: Call, { height }: Proposal): void {
  demand(life.chunks === null, life, "a block while a snapshot is taken")
  demand(life.height !== null, life, "a block before info or initChain")
  demand(height === life.height! + 1n, life, `height ${height} after ${life.height}`)
  const again = call === "finalizeBlock" && life.finalized === height
  demand(life.finalized === null || again, life, "a block is finalized and not committed")
}

/** Offers between blocks alone, chunks after an offer that was taken. */
function watchedSnapshots(snapshots: Snapshots, life: Life): Snapshots {
  return {
    list: () => snapshots.list(),
    load: (...asked) => snapshots.load(...asked),
    async offer(offer) {
      demand(life.busy === null && life.finalized === null, life, "an offer within a block")
      life.calls.push("offer")
      const answer = await snapshots.offer(offer)
      const taken = answer === "accept"
      life.chunks = taken ? offer.snapshot.chunks : null
      if (taken) life.height = null
      return answer
    },
    async apply(index, chunk) {
      demand(life.chunks !== null, life, "a chunk without an offer that was taken")
      life.calls.push("apply")
      const answer = await snapshots.apply(index, chunk)
      const goesOn = answer === "retry" || (answer === "accept" && index + 1 !== life.chunks)
      if (!goesOn) life.chunks = null
      return answer
    },
  }
}

/** The application, watched for one process life. `calls` lists what was called, in order. */
export function watched(application: Application): Application & { readonly calls: Call[] } {
  const life: Life = {
    calls: [],
    height: null,
    saidZero: false,
    finalized: null,
    outcome: "",
    busy: null,
    chunks: null,
    verdicts: new Map(),
  }
  const alone = async <T>(call: Call, work: () => Promise<T>): Promise<T> => {
    demand(life.busy === null, life, `${call} while ${life.busy} runs`)
    life.calls.push(call)
    life.busy = call
    try {
      return await work()
    } finally {
      life.busy = null
    }
  }
  return {
    calls: life.calls,
    snapshots: watchedSnapshots(application.snapshots, life),
    mayConnect: (node) => application.mayConnect(node),
    peers: () => application.peers(),
    prove: (key, height) => application.prove(key, height),
    async info() {
      life.calls.push("info")
      const answer = await application.info()
      life.saidZero = answer.height === 0n
      if (life.height === null && !life.saidZero) life.height = answer.height
      return answer
    },
    initChain: (request) =>
      alone("initChain", () => {
        demand(life.saidZero && life.height === null, life, "initChain, though info said no zero")
        life.height = request.height - 1n
        return application.initChain(request)
      }),
    async checkTx(request) {
      demand(life.height !== null, life, "checkTx before the handshake")
      demand(life.busy !== "commit", life, "checkTx while commit runs")
      life.calls.push("checkTx")
      return application.checkTx(request)
    },
    prepareProposal: (request) =>
      alone("prepareProposal", async () => {
        atNext(life, "prepareProposal", request)
        const chosen = await application.prepareProposal(request)
        let at = 0
        for (const transaction of chosen) {
          at = request.transactions.indexOf(transaction, at) + 1
          demand(at > 0, life, "a proposal holds what was not offered, or changes the order")
        }
        return chosen
      }),
    processProposal: (request) =>
      alone("processProposal", async () => {
        atNext(life, "processProposal", request)
        const verdict = await application.processProposal(request)
        const name = toHex(request.hash)
        const before = life.verdicts.get(name)
        demand(before === undefined || before === verdict, life, "two verdicts on one block")
        life.verdicts.set(name, verdict)
        return verdict
      }),
    finalizeBlock: (request: NamedProposal) =>
      alone("finalizeBlock", async () => {
        atNext(life, "finalizeBlock", request)
        const answer = await application.finalizeBlock(request)
        const { length } = answer.results
        demand(length === request.transactions.length, life, "not one result a transaction")
        const outcome = `${toHex(request.hash)} ${toHex(answer.appHash)}`
        const again = life.finalized === request.height
        demand(!again || outcome === life.outcome, life, "two outcomes of one block")
        life.outcome = outcome
        life.finalized = request.height
        life.verdicts.clear()
        return answer
      }),
    commit: () =>
      alone("commit", async () => {
        demand(life.finalized !== null, life, "commit without finalizeBlock")
        const answer = await application.commit()
        life.height = life.finalized
        life.finalized = null
        return answer
      }),
  }
}
