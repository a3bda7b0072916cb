/**
 * Requests and responses in their envelopes: which method has which numbers and which messages.
 * Source of truth: CometBFT v0.40.0, `proto/tendermint/abci/types.proto`, Request and Response.
 */
import { ConcordatError, ProtobufReader, ProtobufWriter } from "@concordat/kernel"
import type { Message, ValueOf } from "./fields.ts"
import * as of from "./messages.ts"

type Row<Request, Response> = {
  readonly request: readonly [number: number, message: Message<Request>]
  readonly response: readonly [number: number, message: Message<Response>]
}

function method<Request, Response>(
  request: number,
  requestOf: Message<Request>,
  response: number,
  responseOf: Message<Response>,
): Row<Request, Response> {
  return { request: [request, requestOf], response: [response, responseOf] }
}

/** Every method that the engine calls. */
const METHODS = {
  echo: method(1, of.echo, 2, of.echo),
  flush: method(2, of.nothing, 3, of.nothing),
  info: method(3, of.infoRequest, 4, of.infoResponse),
  init_chain: method(5, of.initChainRequest, 6, of.initChainResponse),
  query: method(6, of.queryRequest, 7, of.queryResponse),
  check_tx: method(8, of.checkTxRequest, 9, of.execTxResult),
  commit: method(11, of.nothing, 12, of.commitResponse),
  list_snapshots: method(12, of.nothing, 13, of.listSnapshotsResponse),
  offer_snapshot: method(13, of.offerSnapshotRequest, 14, of.offerSnapshotResponse),
  load_snapshot_chunk: method(14, of.loadSnapshotChunkRequest, 15, of.loadSnapshotChunkResponse),
  apply_snapshot_chunk: method(15, of.applySnapshotChunkRequest, 16, of.applySnapshotChunkResponse),
  prepare_proposal: method(16, of.prepareProposalRequest, 17, of.prepareProposalResponse),
  process_proposal: method(17, of.processProposalRequest, 18, of.processProposalResponse),
  extend_vote: method(18, of.extendVoteRequest, 19, of.extendVoteResponse),
  verify_vote_extension: method(
    19,
    of.verifyVoteExtensionRequest,
    20,
    of.verifyVoteExtensionResponse,
  ),
  finalize_block: method(20, of.finalizeBlockRequest, 21, of.finalizeBlockResponse),
} as const

const EXCEPTION = 1

/** A method by name, its request and its response. */
export type Method = keyof typeof METHODS
export type RequestOf<M extends Method> = ValueOf<(typeof METHODS)[M]["request"][1]>
export type ResponseOf<M extends Method> = ValueOf<(typeof METHODS)[M]["response"][1]>

/** A request with its method. */
export type Request = { [M in Method]: { readonly method: M; readonly body: RequestOf<M> } }[Method]
/** A response with its method, or why there is none. */
export type Response =
  | { [M in Method]: { readonly method: M; readonly body: ResponseOf<M> } }[Method]
  | { readonly method: "exception"; readonly error: string }

const NAMES = Object.keys(METHODS) as Method[]
const byRequest = new Map(NAMES.map((name) => [METHODS[name].request[0], name]))
const byResponse = new Map(NAMES.map((name) => [METHODS[name].response[0], name]))

type AnyMessage = Message<object>

/** The one field of an envelope: as protobuf has it, the last one counts. */
function opened(frame: Uint8Array): { readonly number: number; readonly body: Uint8Array } {
  const from = new ProtobufReader(frame)
  let number = 0
  let body = frame
  while (from.next()) {
    number = from.field
    body = from.bytes()
  }
  return { number, body }
}

/**
 * The request in a frame. Throws `ConcordatError` `unknown_request` for another method, `Invalid`
 * `record_malformed` for what is no message.
 */
export function decodeRequest(frame: Uint8Array): Request {
  const { number, body } = opened(frame)
  const name = byRequest.get(number)
  if (name === undefined) {
    throw new ConcordatError("unknown_request", `Request ${number} is not known.`, {
      hint: "Install the engine version that the node names.",
      details: { number },
    })
  }
  const { decode } = METHODS[name].request[1] as AnyMessage
  return { method: name, body: decode(body) } as Request
}

function enveloped(number: number, body: Uint8Array): Uint8Array {
  return new ProtobufWriter().message(number, body).finish()
}

/** A request in its envelope, for whoever drives an application. */
export function encodeRequest<M extends Method>(
  name: M,
  body: Partial<RequestOf<M>> = {},
): Uint8Array {
  const [number, { encode }] = METHODS[name].request
  return enveloped(number, (encode as AnyMessage["encode"])(body))
}

/** A response in its envelope. */
export function encodeResponse<M extends Method>(
  name: M,
  body: Partial<ResponseOf<M>>,
): Uint8Array {
  const [number, { encode }] = METHODS[name].response
  return enveloped(number, (encode as AnyMessage["encode"])(body))
}

/** The envelope of a failure: the engine ends on it. */
export function encodeException(error: string): Uint8Array {
  return enveloped(EXCEPTION, of.exception.encode({ error }))
}

/** The response in a frame, for whoever drives an application. Throws as `decodeRequest`. */
export function decodeResponse(frame: Uint8Array): Response {
  const { number, body } = opened(frame)
  if (number === EXCEPTION) {
    return { method: "exception", error: of.exception.decode(body).error }
  }
  const name = byResponse.get(number)
  if (name === undefined) {
    throw new ConcordatError("unknown_request", `Response ${number} is not known.`, {
      details: { number },
    })
  }
  const { decode } = METHODS[name].response[1] as AnyMessage
  return { method: name, body: decode(body) } as Response
}
