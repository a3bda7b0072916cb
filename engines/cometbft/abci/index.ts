/** ABCI 2.0 over a socket: the messages, their frames, and a server for an application. */
export {
  decodeRequest,
  decodeResponse,
  encodeRequest,
  encodeResponse,
  type Method,
  type Request,
  type RequestOf,
  type Response,
  type ResponseOf,
} from "./envelope.ts"
export { FRAME_BYTES_MAX, FrameReader } from "./frames.ts"
export type { Handlers } from "./handlers.ts"
export { consensusParams, execTxResult, validatorUpdate } from "./messages.ts"
export { type AbciServer, removeStaleSocket, type ServerOptions, serveAbci } from "./server.ts"
