/** From a request to its answer: what every route demands, and what every answer carries. */
import { toHex } from "@concordat/kernel"
import type { Context } from "hono"
import type { Caller } from "./access/access.ts"
import { type Quota, RateLimited } from "./access/buckets.ts"
import type { Keeper } from "./access/door.ts"
import type { GatewayOptions } from "./gateway.ts"
import { BODY_BYTES_MAX } from "./limits.ts"
import { acceptedType } from "./requests/accept.ts"
import { type BodyRoom, mediaType, readBody } from "./requests/body.ts"
import type { Idempotency } from "./requests/idempotency.ts"
import { queryOf } from "./requests/parameters.ts"
import { ensureTarget, pathOf, segment, targetOf } from "./requests/path.ts"
import { isAnswer, problemAnswer, problemOf } from "./requests/problem.ts"
import type { Answer, Asked, Head, Route } from "./routes/route.ts"
import { ensureOwnOrigin, SECURITY_HEADERS } from "./security.ts"

const REQUEST_ID_BYTES = 8
const NO_BODY = new Uint8Array()

/** What the server tells of a connection; nothing of it is there within this process. */
export type Connection = {
  readonly incoming?: {
    readonly url?: string
    readonly socket?: { readonly remoteAddress?: string | undefined }
  }
}
export type Environment = { Bindings: Connection }

/** What all requests of one gateway share. */
export type Desk = {
  readonly options: Pick<GatewayOptions, "random" | "after" | "log" | "answered">
  readonly door: Keeper
  readonly room: BodyRoom
  readonly idempotency: Idempotency
}

/** The request's target as it was sent; the `Request` has it with `..` taken out. */
function sentTarget({ env, req }: Context<Environment>): string {
  return targetOf(env?.incoming?.url ?? req.raw.url)
}

/** Where the caller is; a connection that is gone already may have been anybody's. */
function peerOf({ env }: Context<Environment>): string | null {
  return env?.incoming === undefined ? null : (env.incoming.socket?.remoteAddress ?? "gone")
}

/** The segments that stand where the template has names. */
function segmentsOf(template: string, target: string): Readonly<Record<string, string>> {
  if (!template.includes("{")) return {}
  const parts = pathOf(target).split("/")
  const named: Record<string, string> = {}
  for (const [i, part] of template.split("/").entries()) {
    if (part.startsWith("{")) named[part.slice(1, -1)] = segment(parts[i] ?? "")
  }
  return named
}

/** A route with what each of its requests is compared with, worked out once. */
export type Prepared = {
  readonly route: Route
  /** Query parameters, media types of bodies, media types of answers. */
  readonly known: readonly string[]
  readonly taken: readonly string[]
  readonly offered: readonly string[]
  /** What its requests are counted as; null: they are not. */
  readonly quota: Quota | null
}

/** Questions of whether all is well are never too many. */
const UNCOUNTED = ["health", "admin"]

function quotaOf({ tag, name, access, method }: Route): Quota | null {
  if (UNCOUNTED.includes(tag)) return null
  if (name === "feed") return "subscriptions"
  const sends = method !== "GET" && (access === "send" || access === "development")
  return sends ? "submissions" : "reads"
}

/** A route made ready for its requests. */
export function prepare(route: Route): Prepared {
  const { parameters = [], takes = {}, gives } = route
  const query = parameters.filter(({ place }) => place === "query")
  return {
    route,
    known: query.map(({ name }) => name),
    taken: Object.keys(takes),
    offered: Object.keys(gives),
    quota: quotaOf(route),
  }
}

async function bodyOf(desk: Desk, { route, taken }: Prepared, request: Request) {
  if (taken.length === 0) return { type: "", body: NO_BODY }
  const type = mediaType(request.headers, taken)
  const limit = route.takes![type]!.limit ?? BODY_BYTES_MAX
  const body = await readBody(request, { after: desk.options.after, room: desk.room, limit })
  return { type, body }
}

/** What is learned of a request on the way to its answer. */
type Told = { caller: Caller | null; readonly headers: Record<string, string> }

/** One request by its route. */
async function answerOf(
  desk: Desk,
  prepared: Prepared,
  context: Context<Environment>,
  requestId: string,
  told: Told,
): Promise<Answer> {
  const { route, known, offered, quota } = prepared
  const { door } = desk
  const request = context.req.raw
  const target = sentTarget(context)
  ensureTarget(target)
  ensureOwnOrigin(request)
  const knock = { request, peer: peerOf(context) }
  told.caller = door.stranger(knock)
  const caller = await door.caller(knock)
  told.caller = caller
  if (quota !== null) Object.assign(told.headers, door.take(quota, caller))
  door.ensure(route.access, caller, knock)
  const head: Head = {
    request,
    path: segmentsOf(route.path, target),
    query: route.anyQuery ? {} : queryOf(target, known),
    accepted: route.redirects ? "" : acceptedType(request.headers.get("accept"), offered),
    peer: knock.peer,
    ...{ requestId, caller },
    spend: (count) => void (quota !== null && door.take(quota, caller, count)),
  }
  route.admit?.(head)
  const asked: Asked = { ...head, ...(await bodyOf(desk, prepared, request)) }
  const work = async () => route.answer(asked)
  if (!route.idempotent) return work()
  const place = `${route.method} ${pathOf(target)} ${caller.principal ?? ""}`
  return desk.idempotency.answer(place, asked, work)
}

/** The problem of a failure; a fault of our own is logged with its cause. */
function failed({ options: { log } }: Desk, failure: unknown, requestId: string): Answer {
  const problem = problemOf(failure, requestId)
  const { code } = problem
  if (isAnswer(failure)) log({ level: "info", code, requestId })
  else {
    const cause = failure instanceof Error ? failure.stack : String(failure)
    log({ level: "error", code, requestId, cause: cause ?? "" })
  }
  return problemAnswer(problem)
}

function responseOf(answer: Answer, requestId: string): Response {
  const { status, type, body, headers, cookies = [] } = answer
  const all = {
    ...SECURITY_HEADERS,
    ...(type === "" ? {} : { "Content-Type": type }),
    "X-Request-Id": requestId,
    ...headers,
  }
  const response = new Response(body, { status, headers: all })
  for (const cookie of cookies) response.headers.append("Set-Cookie", cookie)
  return response
}

/** Runs `answer` and makes a response of whatever becomes of it; `route` is its metrics' label. */
export async function respond(
  desk: Desk,
  route: string,
  answer: (requestId: string, told: Told) => Answer | Promise<Answer>,
): Promise<Response> {
  const requestId = toHex(desk.options.random(REQUEST_ID_BYTES))
  const told: Told = { caller: null, headers: {} }
  let given: Answer
  try {
    given = await answer(requestId, told)
  } catch (failure) {
    given = failed(desk, failure, requestId)
    if (failure instanceof RateLimited) Object.assign(told.headers, failure.headers)
  }
  if (given.status === NOT_FOUND && told.caller !== null) desk.door.missed(told.caller)
  desk.options.answered?.(route, given.status)
  return responseOf({ ...given, headers: { ...given.headers, ...told.headers } }, requestId)
}

const NOT_FOUND = 404

/** The response of a route. */
export function respondBy(
  desk: Desk,
  prepared: Prepared,
  context: Context<Environment>,
): Promise<Response> {
  const { name } = prepared.route
  return respond(desk, name, (requestId, told) =>
    answerOf(desk, prepared, context, requestId, told),
  )
}

/** The response where there is no route: whatever the path, it is looked at first. */
export function respondOtherwise(
  desk: Desk,
  context: Context<Environment>,
  answer: (path: string) => Answer,
): Promise<Response> {
  return respond(desk, "none", (_, told) => {
    const target = sentTarget(context)
    ensureTarget(target)
    ensureOwnOrigin(context.req.raw)
    told.caller = desk.door.stranger({ request: context.req.raw, peer: peerOf(context) })
    return answer(pathOf(target))
  })
}
