/** The gateway's HTTP application: its routes, and one shape of answer for everything refused. */
import { type Context, Hono } from "hono"
import { Door, type Keeper, operatorsDoor } from "./access/door.ts"
import { tokenRoutes } from "./access/routes.ts"
import { engineRoutes } from "./engine/routes.ts"
import { Feed } from "./feed/feed.ts"
import { feedRoutes } from "./feed/routes.ts"
import type { GatewayOptions } from "./gateway.ts"
import { governanceRoutes } from "./governance/routes.ts"
import { moneyRoutes } from "./money/routes.ts"
import { openApi } from "./openapi/document.ts"
import { provenanceRoutes } from "./provenance/routes.ts"
import { queryRoutes } from "./queries/routes.ts"
import { BodyRoom } from "./requests/body.ts"
import { Idempotency } from "./requests/idempotency.ts"
import {
  type Desk,
  type Environment,
  prepare,
  respond,
  respondBy,
  respondOtherwise,
} from "./respond.ts"
import { type AdminOptions, adminRoutes } from "./routes/admin.ts"
import { changesRoutes } from "./routes/changes.ts"
import { codeRoutes } from "./routes/codes.ts"
import { commandRoutes } from "./routes/commands.ts"
import { consoleAnswer } from "./routes/console-files.ts"
import { developmentRoutes } from "./routes/development.ts"
import { diagnosisRoutes } from "./routes/diagnosis.ts"
import { eventRoutes } from "./routes/events.ts"
import { evidenceRoutes } from "./routes/evidence.ts"
import { healthRoutes } from "./routes/health.ts"
import { noRoute } from "./routes/lookup.ts"
import { readRoutes } from "./routes/read.ts"
import { type Answer, jsonAnswer, type Route } from "./routes/route.ts"
import { sendRoutes } from "./routes/send.ts"
import { tableRoutes } from "./routes/tables.ts"
import { votingRoutes } from "./routes/voting.ts"
import { Issuer } from "./sign-in/issuer.ts"
import { SignIn, signInRoutes } from "./sign-in/routes.ts"
import { Sessions } from "./sign-in/sessions.ts"

/** The application: `gateway.request(…)` in process, `gateway.fetch` behind a server. */
export type Gateway = Hono<Environment> & { readonly feed: Feed }

/** Any application that can be put on a port. */
export type Served = Hono<Environment> & { readonly feed?: Feed }

/** The sign-in of a gateway that is known at an issuer. */
function signInOf(door: Door): SignIn | null {
  const { access, random } = door.options
  if (!access?.signIn) return null
  return new SignIn(door, new Issuer(access.signIn, () => door.now), new Sessions(random))
}

/** All routes; a service's own come before the generated ones and win over them. */
function routesOf(options: GatewayOptions, feed: Feed, door: Door): readonly Route[] {
  const routes = [
    ...healthRoutes(options),
    ...tokenRoutes(door),
    ...signInRoutes(door, signInOf(door)),
    ...readRoutes(options),
    ...diagnosisRoutes(options),
    ...votingRoutes(options),
    ...changesRoutes(options),
    ...eventRoutes(options),
    ...queryRoutes(options),
    ...feedRoutes(feed),
    ...developmentRoutes(options),
    ...sendRoutes(options),
    ...codeRoutes(options),
    ...governanceRoutes(options),
    ...provenanceRoutes(options),
    ...moneyRoutes(options),
    ...evidenceRoutes(options),
    ...engineRoutes(options),
    ...tableRoutes(options),
    ...commandRoutes(options),
  ]
  let described: Answer | null = null
  const description: Route = {
    ...{ method: "GET", path: "/openapi.json", name: "openapi", tag: "ledger" },
    access: "public",
    about: "This description",
    gives: { "application/json": { type: "object" } },
    answer() {
      described ??= jsonAnswer(openApi(options, [...routes, description], door.open))
      return described
    },
  }
  return [...routes, description]
}

/** The pattern of a template for the router: `/v1/blocks/{height}` → `/v1/blocks/:height`. */
const patternOf = ({ path }: Route) => path.replaceAll(/\{([^}]+)\}/g, ":$1")

/** Routes as an application; `page` may answer a path that has none. */
function application(
  options: Desk["options"],
  door: Keeper,
  routes: readonly Route[],
  page: (path: string, accepts: string) => Answer | null,
): Hono<Environment> {
  const desk: Desk = { options, door, room: new BodyRoom(), idempotency: new Idempotency() }
  const app = new Hono<Environment>()
  for (const route of routes) {
    const prepared = prepare(route)
    app.on(route.method, patternOf(route), (context) => respondBy(desk, prepared, context))
  }
  const otherwise = (context: Context<Environment>) =>
    respondOtherwise(desk, context, (path) => {
      const { method } = context.req
      const accepts = context.req.header("accept-encoding") ?? ""
      const found = ["GET", "HEAD"].includes(method) ? page(path, accepts) : null
      return found ?? noRoute(routes, method, path)
    })
  app.all("*", otherwise)
  app.onError((failure) =>
    respond(desk, "none", () => {
      throw failure
    }),
  )
  return app
}

/** The application. Tested in process by `gateway.request(…)`; `serve` puts it on a port. */
export function createGateway(options: GatewayOptions): Gateway {
  const door = new Door(options)
  const feed = new Feed(options, door)
  const page = (path: string, accepts: string) => consoleAnswer(options, path, accepts)
  return Object.assign(application(options, door, routesOf(options, feed, door), page), { feed })
}

/** What a node answers its operators, on an address of its own that only this machine reaches. */
export function createAdmin(options: AdminOptions): Served {
  return application(options, operatorsDoor, adminRoutes(options), () => null)
}
