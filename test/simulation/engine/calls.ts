/**
 * Calls into an application by real frames of ABCI 2.0: encoded, decoded and answered as over the
 * socket, so that no array is shared between the two sides. One call at a time on each connection.
 */
import { Bug } from "@concordat/kernel"
import { replyTo } from "../../../engines/cometbft/abci/handlers.ts"
import type { ServerOptions } from "../../../engines/cometbft/abci/index.ts"
import {
  decodeRequest,
  decodeResponse,
  encodeRequest,
  type Method,
  type RequestOf,
  type ResponseOf,
} from "../../../engines/cometbft/abci/index.ts"
import type { Life } from "../world/machine.ts"

/** What the node answers by. */
export type Handlers = ServerOptions["handlers"]

/** The four connections of CometBFT. */
const CONNECTIONS: Readonly<Partial<Record<Method, string>>> = {
  ...{ check_tx: "mempool", info: "query", query: "query" },
  ...{ list_snapshots: "snapshot", offer_snapshot: "snapshot" },
  ...{ load_snapshot_chunk: "snapshot", apply_snapshot_chunk: "snapshot" },
}

type CallsOptions = {
  readonly life: Life
  readonly handlers: Handlers
  readonly isAlive: () => boolean
  /** The application failed: the engine ends. */
  readonly failed: (cause: unknown) => void
}

/** The calls of one process. */
export class Calls {
  private readonly options: CallsOptions
  private readonly queues = new Map<string, Promise<unknown>>()

  constructor(options: CallsOptions) {
    this.options = options
  }

  /** The answer, or null where one of the two processes ended before. */
  async call<M extends Method>(
    method: M,
    body: Partial<RequestOf<M>>,
  ): Promise<ResponseOf<M> | null> {
    return (await this.answered(method, body))?.body ?? null
  }

  /** The answer with its bytes. */
  async answered<M extends Method>(method: M, body: Partial<RequestOf<M>>) {
    const queue = CONNECTIONS[method] ?? "consensus"
    const before = this.queues.get(queue) ?? Promise.resolve()
    const call = before.then(() => this.ask(method, body))
    this.queues.set(queue, call)
    return call
  }

  private async ask<M extends Method>(method: M, body: Partial<RequestOf<M>>) {
    const { life, handlers, isAlive, failed } = this.options
    if (!isAlive()) return null
    const request = decodeRequest(encodeRequest(method, body))
    const { frame, failure } = await life.run(() => replyTo(handlers, request))
    if (!isAlive()) return null
    if (failure !== null) {
      life.run(() => failed(failure))
      return null
    }
    const response = decodeResponse(frame)
    if (response.method !== method) throw new Bug(`${response.method} answers ${method}`)
    return { body: response.body as ResponseOf<M>, frame }
  }
}
