/** The gateway's HTTP application: routes in order, one shape of answer for everything refused. */
import { nearestName, Refusal, toHex } from "@concordat/kernel"
import { type Context, Hono } from "hono"
import type { GatewayOptions } from "./gateway.ts"
import { openApi } from "./openapi/document.ts"
import { ensurePath } from "./requests/path.ts"
import { isAnswer, problemOf } from "./requests/problem.ts"
import { consoleRoutes } from "./routes/console-files.ts"
import { developmentRoutes } from "./routes/development.ts"
import { eventRoutes } from "./routes/events.ts"
import { evidenceRoutes } from "./routes/evidence.ts"
import { healthRoutes } from "./routes/health.ts"
import { provenanceRoutes } from "./routes/provenance.ts"
import { readRoutes } from "./routes/read.ts"
import { sendRoutes } from "./routes/send.ts"
import { tableRoutes } from "./routes/tables.ts"
import { securityHeaders } from "./security.ts"

const REQUEST_ID_BYTES = 8
const RETRY_SECONDS = "1"

type Environment = { Variables: { requestId: string } }
export type Gateway = Hono<Environment>

const METHODS = ["GET", "POST", "PUT"]

/** Paths that some route answers, by method; for the 405 and for the nearest name of a 404. */
function answered(app: Gateway, method: string, path: string): boolean {
  const parts = path.split("/")
  return app.routes.some((route) => {
    if (route.method !== method || route.path.endsWith("*")) return false
    const pattern = route.path.split("/")
    return (
      pattern.length === parts.length &&
      pattern.every((part, i) => part.startsWith(":") || part === parts[i])
    )
  })
}

function noRoute(app: Gateway, method: string, path: string): Refusal {
  const allow = METHODS.filter((other) => answered(app, other, path))
  if (allow.length > 0) {
    const details = { expected: allow.join(", ") }
    return new Refusal("method_unsupported", `This route has no ${method}.`, details, 405)
  }
  const known = [...new Set(app.routes.map((route) => route.path))]
  const guess = nearestName(
    path,
    known.filter((route) => !route.includes("*")),
  )
  const help = guess === null ? "" : ` Did you mean "${guess}"?`
  return new Refusal("unknown_route", `There is no such route.${help}`, {}, 404)
}

/** The problem of a failure as an answer; a fault of our own is logged with its cause. */
function problemResponse({ log }: GatewayOptions, error: unknown, requestId: string): Response {
  const problem = problemOf(error, requestId)
  const { code, status } = problem
  if (isAnswer(error)) log({ level: "info", code, requestId })
  else {
    const cause = error instanceof Error ? error.stack : String(error)
    log({ level: "error", code, requestId, cause: cause ?? "" })
  }
  const headers: Record<string, string> = {
    "Content-Type": "application/problem+json",
    "X-Request-Id": requestId,
  }
  if (status === 429 || status === 503) headers["Retry-After"] = RETRY_SECONDS
  if (status === 405) headers["Allow"] = String(problem["expected"])
  return new Response(JSON.stringify(problem), { status, headers })
}

/** The application. Tested in process by `gateway.request(…)`; `serve` puts it on a port. */
export function createGateway(options: GatewayOptions): Gateway {
  const app: Gateway = new Hono()

  const answer = (error: unknown, context: Context<Environment>) =>
    problemResponse(options, error, context.get("requestId") ?? "")

  app.use(securityHeaders)
  app.use(async (context, next) => {
    const requestId = toHex(options.random(REQUEST_ID_BYTES))
    context.set("requestId", requestId)
    context.header("X-Request-Id", requestId)
    try {
      ensurePath(context.req.raw.url)
      await next()
    } catch (error) {
      // A refusal is no Error, so the router lets it pass its own handler.
      return answer(error, context)
    }
  })

  app.route("/", healthRoutes(options))
  app.get("/openapi.json", (context) => context.json(openApi(options)))
  app.route("/v1", readRoutes(options))
  app.route("/v1", eventRoutes(options))
  app.route("/v1", developmentRoutes(options))
  app.route("/v1", provenanceRoutes(options))
  app.route("/v1", evidenceRoutes(options))
  app.route("/v1", sendRoutes(options))
  app.route("/v1", tableRoutes(options))
  app.all("/v1/*", (context) => {
    throw noRoute(app, context.req.method, context.req.path)
  })
  app.route("/", consoleRoutes(options))
  app.all("*", (context) => {
    throw noRoute(app, context.req.method, context.req.path)
  })

  app.onError((error, context) => answer(error, context))
  return app
}
