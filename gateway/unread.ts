/** Requests that no route sees: what the parser refuses, and heads that are too long. */
import { randomBytes } from "node:crypto"
import type { IncomingMessage, ServerResponse } from "node:http"
import type { Duplex } from "node:stream"
import { ConcordatError, Invalid, toHex } from "@concordat/kernel"
import { HEADER_BYTES_MAX } from "./limits.ts"
import { ensureTarget, targetOf } from "./requests/path.ts"
import { problemAnswer, problemOf } from "./requests/problem.ts"
import type { Answer } from "./routes/route.ts"
import { SECURITY_HEADERS } from "./security.ts"

const REQUEST_ID_BYTES = 8
/** Bytes of a header line beside its name and value: ": ", and the end of the line. */
const LINE_BYTES = 4

/** One line a request that was refused. */
export type Log = (line: Readonly<Record<string, unknown>>) => void

function headersTooLarge(): Invalid {
  const details = { limit: HEADER_BYTES_MAX }
  return new Invalid("headers_too_large", "", "The headers have too many bytes.", details)
}

/** The refusal of what is no request. */
export function malformed(): Invalid {
  return new Invalid("request_malformed", "", "This is not a request of HTTP/1.1.")
}

/** Faults that the parser finds, by node's names of them. */
function parserFault({ code }: NodeJS.ErrnoException): Invalid | ConcordatError {
  if (code === "HPE_HEADER_OVERFLOW") return headersTooLarge()
  if (code !== "ERR_HTTP_REQUEST_TIMEOUT") return malformed()
  const hint = "Send it again, at once."
  return new ConcordatError("request_timeout", "The request took too long.", { hint })
}

/** Refuses headers and addresses that are too long, before anything is made of them. */
export function ensureHead({ rawHeaders, url = "" }: IncomingMessage): void {
  ensureTarget(targetOf(url))
  let bytes = (rawHeaders.length / 2) * LINE_BYTES
  for (const text of rawHeaders) bytes += text.length
  if (bytes > HEADER_BYTES_MAX) throw headersTooLarge()
}

/** The problem of a request that no route has seen, with all headers. */
export function unread(failure: unknown, log: Log): Answer {
  const requestId = toHex(randomBytes(REQUEST_ID_BYTES))
  const problem = problemOf(failure, requestId)
  log({ level: "info", code: problem.code, requestId })
  const answer = problemAnswer(problem)
  const more = { ...SECURITY_HEADERS, "X-Request-Id": requestId, Connection: "close" }
  return { ...answer, headers: { ...more, ...answer.headers, "Content-Type": answer.type } }
}

const lengthOf = ({ body }: Answer) => Buffer.byteLength(body as string)

/** Answers and closes: what was sent behind a bad head cannot be trusted to be a request. */
export function refuse(outgoing: ServerResponse, failure: unknown, log: Log): void {
  const answer = unread(failure, log)
  outgoing.writeHead(answer.status, { ...answer.headers, "Content-Length": lengthOf(answer) })
  outgoing.end(answer.body)
}

/** The same where there is only a socket to write to. */
export function refuseOn(socket: Duplex, failure: unknown, log: Log): void {
  const answer = unread(failure, log)
  const headers = { ...answer.headers, "Content-Length": String(lengthOf(answer)) }
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`)
  socket.end([`HTTP/1.1 ${answer.status} Refused`, ...lines, "", answer.body].join("\r\n"))
}

/** The same where the parser gave up. */
export function refuseSocket(socket: Duplex, error: NodeJS.ErrnoException, log: Log): void {
  if (socket.writable && error.code !== "ECONNRESET") refuseOn(socket, parserFault(error), log)
  else socket.destroy()
}
