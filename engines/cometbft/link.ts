/**
 * What joins a node and its engine: a process, the socket by which it is asked, the socket by which
 * it asks. A running node has `systemLink`; the simulated cluster has an engine in its own thread.
 */
import type { Clock, Scheduler } from "../seams.ts"
import { type AbciServer, type ServerOptions, serveAbci } from "./abci/index.ts"
import { EngineProcess, type ProcessOptions } from "./process/process.ts"
import { RpcClient } from "./rpc/client.ts"

/** What is asked of an engine. */
export type EngineRpc = Pick<RpcClient, "call" | "batch" | "close">

/** The engine's end of all its connections. */
export interface EngineLink {
  readonly rpc: EngineRpc
  /** The process; nothing runs before its `begin`. */
  process(
    told: Pick<ProcessOptions, "prepare" | "onRestart" | "onFailure">,
  ): Pick<EngineProcess, "pid" | "begin" | "renew" | "stop">
  /** Lets the engine connect to an application. */
  serve(options: ServerOptions): Promise<Pick<AbciServer, "close">>
}

export type SystemLinkOptions = {
  /** Absolute path of the program. */
  readonly binary: string
  readonly home: string
  /** Absolute path of the socket that the engine makes. */
  readonly rpc: string
  readonly clock: Clock
  readonly scheduler: Scheduler
}

/** A process of this machine, joined by unix sockets. */
export function systemLink({ rpc: socket, ...options }: SystemLinkOptions): EngineLink {
  return {
    rpc: new RpcClient(socket),
    process: (told) => new EngineProcess({ ...options, socket, ...told }),
    serve: serveAbci,
  }
}
