/** What an application offers the engine, and how one frame becomes its reply. */
import { ConcordatError } from "@concordat/kernel"
import {
  decodeRequest,
  encodeException,
  encodeResponse,
  type Method,
  type Request,
  type RequestOf,
  type ResponseOf,
} from "./envelope.ts"

type Answer<T> = T | Promise<T>

/**
 * One function a method. The server itself answers `echo` and `flush`; a method without a function
 * gets an exception, as does one that throws: then the engine ends, and nothing is signed.
 */
export type Handlers = {
  readonly [M in Exclude<Method, "echo" | "flush">]?: (
    request: RequestOf<M>,
  ) => Answer<Partial<ResponseOf<M>>>
}

type AnyHandler = (request: Request["body"]) => Answer<object>

/** A reply that can be sent, and why the connection ends with it, if it does. */
export type Reply = { readonly frame: Uint8Array; readonly failure: unknown }

function answered(request: Request, body: object): Reply {
  return { frame: encodeResponse(request.method, body), failure: null }
}

/** The reply to a request that failed. */
export function failed(failure: unknown): Reply {
  const reason = failure instanceof Error ? failure.message : String(failure)
  return { frame: encodeException(reason), failure }
}

function handlerOf(handlers: Handlers, { method }: Request): AnyHandler {
  if (method === "echo") return (body) => body
  if (method === "flush") return () => ({})
  const handler = handlers[method]
  if (handler !== undefined) return handler as AnyHandler
  throw new ConcordatError("unknown_request", `This application does not answer ${method}.`, {
    hint: "Install the engine version that the node names.",
    details: { method },
  })
}

/** The request in a frame, or the failure that it is not one. */
export function opened(frame: Uint8Array): Request | Reply {
  try {
    return decodeRequest(frame)
  } catch (failure) {
    return failed(failure)
  }
}

/** The reply to a request; a promise only where the handler answers with one. Never throws. */
export function replyTo(handlers: Handlers, request: Request): Answer<Reply> {
  try {
    const answer = handlerOf(handlers, request)(request.body)
    if (!(answer instanceof Promise)) return answered(request, answer)
    return answer.then((body) => answered(request, body)).catch(failed)
  } catch (failure) {
    return failed(failure)
  }
}
