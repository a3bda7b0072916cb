/**
 * The application as the engine sees it: every call of ABCI 2.0 answered through the port. The
 * bridge keeps what the two sides count differently: the height that lives in memory, the arrays
 * of what waits, the sets and parameters by height.
 * Source of truth: CometBFT v0.40.0, `spec/abci/abci++_methods.md` and its 13 requirements.
 */
import { Bug, bytesName, ConcordatError, Refusal } from "@concordat/kernel"
import { perturb } from "../../perturb.ts"
import type {
  Application,
  EngineStatus,
  InitChainAnswer,
  NamedProposal,
  TxResult,
} from "../../port.ts"
import type { Schedule } from "../../solo/schedule.ts"
import type { Handlers, RequestOf, ResponseOf } from "../abci/index.ts"
import type { StateSync } from "./state-sync.ts"
import {
  checkUpdates,
  finalizedOf,
  msOf,
  namedProposalOf,
  paramsOf,
  proposalOf,
  provenOf,
  resultOf,
  signersOf,
  updatesOf,
} from "./translate.ts"
import type { WaitingBytes } from "./waiting-bytes.ts"

const ABCI_MAJOR = "2."
/** Enumerations of the protocol. */
const PROPOSAL = { accept: 1, reject: 2 } as const
const VOTE_EXTENSION_ACCEPT = 1
/** Where the engine may be asked for a row of the state. */
const STATE_PATH = "state"

/** The answer about what passed its check above this very state. */
const PASSED: TxResult = { code: 0, data: new Uint8Array(), gasUsed: 0n, log: "" }

export type BridgeOptions = {
  readonly application: Application
  readonly waiting: WaitingBytes
  /** Whether a node may connect, by its id: 40 hex digits. */
  readonly admits: (id: string) => boolean
  /** Makes the schedule of a new ledger. */
  readonly begin: (answer: InitChainAnswer & { readonly height: bigint }) => Promise<void>
  /** The four calls about snapshots. */
  readonly stateSync: StateSync
  /** Null until there is one. */
  readonly schedule: () => Schedule | null
  /** The block is decided; its results are known and not committed yet. */
  readonly onFinalized: (proposal: NamedProposal) => void
  /** The state of this height is committed. `signers`: as the port's status says. */
  readonly onCommitted: (proposal: NamedProposal, signers: Signers) => void
  /** No block above that of this height is executed, and why. */
  readonly onEnd?: (height: bigint, why: ConcordatError) => void
}

type Signers = EngineStatus["signers"]
type Finalized = {
  readonly proposal: NamedProposal
  readonly appHash: Uint8Array
  readonly signers: Signers
}

/** One application, and all that an engine asks of it. */
export class Bridge {
  private readonly options: BridgeOptions
  private begun: { readonly request: string; readonly answer: InitChainAnswer } | null = null
  private readonly checking = new Map<string, Promise<TxResult>>()
  private finalized: Finalized | null = null
  /** Nothing is checked while the state changes; null: it does not now. */
  private committing: Promise<unknown> | null = null
  private committed: Finalized | null = null
  /** Whether the application judges no block any more. */
  private ending = false

  constructor(options: BridgeOptions) {
    this.options = options
  }

  /** What the server calls. */
  get handlers(): Handlers {
    return {
      ...this.options.stateSync.calls,
      info: (request) => this.info(request),
      init_chain: (request) => this.initChain(request),
      query: (request) => this.query(request),
      check_tx: async ({ tx }) => resultOf(await this.check(tx)),
      prepare_proposal: (request) => this.prepare(request),
      process_proposal: (request) => this.process(request),
      extend_vote: () => ({}),
      verify_vote_extension: () => ({ status: VOTE_EXTENSION_ACCEPT }),
      finalize_block: (request) => this.finalize(request),
      commit: () => this.commit(),
    }
  }

  /**
   * The last height that the engine need not give again: while this process lives, the one in
   * memory; at its start, the one on disk. The blocks between come from the engine's own store.
   */
  private async info({ abci_version }: RequestOf<"info">): Promise<Partial<ResponseOf<"info">>> {
    if (abci_version !== "" && !abci_version.startsWith(ABCI_MAJOR)) {
      const reason = `The engine speaks ABCI ${abci_version}, this node ${ABCI_MAJOR}x.`
      throw new ConcordatError("engine_unsupported", reason, {
        hint: "Install CometBFT 0.40.0.",
        details: { found: abci_version, expected: `${ABCI_MAJOR}x` },
      })
    }
    const { version, appVersion, height, appHash } = await this.options.application.info()
    const last = this.committed
    return {
      version,
      app_version: appVersion,
      last_block_height: last?.proposal.height ?? height,
      last_block_app_hash: last?.appHash ?? appHash,
    }
  }

  private async initChain(request: RequestOf<"init_chain">): Promise<ResponseOf<"init_chain">> {
    const { chain_id: chain, initial_height: height } = request
    const time = msOf(request.time)
    const name = `${chain} ${height} ${time}`
    if (this.begun === null) {
      perturb("init.before")
      const answer = await this.options.application.initChain({ chain, time, height })
      await this.options.begin({ ...answer, height })
      perturb("init.after")
      this.begun = { request: name, answer }
    }
    if (this.begun.request !== name) throw new Bug("the engine begins another ledger")
    const { validators, parameters, appVersion, appHash } = this.begun.answer
    return {
      validators: updatesOf(validators),
      consensus_params: paramsOf(parameters, appVersion),
      app_hash: appHash,
    }
  }

  /** Whether a peer may connect: an address proves nothing, an id does; or a row with its proof. */
  private async query(request: RequestOf<"query">): Promise<Partial<ResponseOf<"query">>> {
    const { path } = request
    const [, by, of = ""] = /^\/p2p\/filter\/(addr|id)\/(.+)$/.exec(path) ?? []
    if (by === "addr") return { code: 0 }
    if (by === "id") {
      return this.options.admits(of) ? { code: 0 } : { code: 1, log: "peer_not_admitted" }
    }
    if (path === STATE_PATH) return this.proven(request)
    return { code: 1, log: "unknown_route" }
  }

  private async proven({
    data,
    height,
  }: RequestOf<"query">): Promise<Partial<ResponseOf<"query">>> {
    try {
      return provenOf(await this.options.application.prove(data, height))
    } catch (failure) {
      if (failure instanceof Refusal || failure instanceof ConcordatError) {
        return { code: 1, log: failure.code, height }
      }
      throw failure
    }
  }

  /**
   * One check of a transaction above one state, whoever asks: the engine, the proposer, the sender.
   * Signatures are passed over where this bridge saw them verified, not where the engine says so.
   */
  async check(bytes: Uint8Array): Promise<TxResult> {
    const name = bytesName(bytes)
    const running = this.checking.get(name)
    if (running !== undefined) return running
    const check = this.checkOnce(bytes)
    this.checking.set(name, check)
    try {
      return await check
    } finally {
      this.checking.delete(name)
    }
  }

  private async checkOnce(bytes: Uint8Array): Promise<TxResult> {
    // Again after each wait: the next commit may have begun meanwhile.
    while (this.committing !== null) await this.committing
    const { waiting, application } = this.options
    const { commits } = waiting
    const known = waiting.find(bytes)
    if (known !== undefined && waiting.isCurrent(known)) return PASSED
    const transaction = known?.bytes ?? bytes
    const recheck = known !== undefined
    const result = await application.checkTx({ transaction, recheck, time: null })
    if (result.code !== 0) waiting.drop(bytes)
    else waiting.admit(transaction, commits)
    return result
  }

  /** The arrays that are known for these bytes, so that nothing is kept or checked twice. */
  private known(txs: readonly Uint8Array[]): readonly Uint8Array[] {
    return txs.map((bytes) => this.options.waiting.arrayOf(bytes))
  }

  private async prepare(
    request: RequestOf<"prepare_proposal">,
  ): Promise<Partial<ResponseOf<"prepare_proposal">>> {
    const { waiting, application } = this.options
    const offered: Uint8Array[] = []
    for (const bytes of request.txs) {
      const { code } = await this.check(bytes)
      const known = code === 0 ? waiting.find(bytes) : undefined
      if (known !== undefined) offered.push(known.bytes)
    }
    const maxBytes = Number(request.max_tx_bytes)
    const txs = await application.prepareProposal({ ...proposalOf(request, offered), maxBytes })
    return { txs }
  }

  private async process(
    request: RequestOf<"process_proposal">,
  ): Promise<Partial<ResponseOf<"process_proposal">>> {
    if (this.ending) return { status: PROPOSAL.reject } // It votes for no block, and lives on.
    const proposal = namedProposalOf(request, this.known(request.txs))
    const refused = await this.options.application.processProposal(proposal)
    return { status: refused === null ? PROPOSAL.accept : PROPOSAL.reject }
  }

  private async finalize(
    request: RequestOf<"finalize_block">,
  ): Promise<Partial<ResponseOf<"finalize_block">>> {
    const schedule = this.options.schedule()
    if (schedule === null) throw new Bug("a block before the ledger has begun")
    const proposal = namedProposalOf(request, this.known(request.txs))
    perturb("finalize.before")
    const answer = await this.options.application.finalizeBlock(proposal)
    perturb("finalize.after")
    const { height } = proposal
    const { validatorUpdates, parameters, results } = answer
    checkUpdates(schedule.validators(height + 1n), validatorUpdates)
    if (results.length !== request.txs.length) throw new Bug("not one result a transaction")
    if (schedule.update(height, validatorUpdates, parameters)) await schedule.save()
    this.finalized = { proposal, appHash: answer.appHash, signers: signersOf(request) }
    this.options.onFinalized(proposal)
    return finalizedOf(answer, schedule.parameters(height).appVersion)
  }

  private async commit(): Promise<Partial<ResponseOf<"commit">>> {
    const { finalized } = this
    if (finalized === null) throw new Bug("commit without a finalized block")
    perturb("commit.before")
    const commit = this.options.application.commit().then((answer) => {
      this.committed = finalized
      this.finalized = null
      this.options.waiting.committed(finalized.proposal.transactions)
      return answer
    })
    this.committing = commit
      .catch(() => {})
      .then(() => {
        this.committing = null
      })
    const { retainHeight, end = null } = await commit
    perturb("commit.after")
    this.options.onCommitted(finalized.proposal, finalized.signers)
    if (end !== null) {
      this.ending = true
      this.options.onEnd?.(finalized.proposal.height, end)
    }
    return { retain_height: retainHeight }
  }
}
