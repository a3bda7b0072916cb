/** Who a caller of a development ledger may act as. A production ledger has no such route. */
import { Refusal } from "@concordat/kernel"
import { Hono } from "hono"
import type { GatewayOptions } from "../gateway.ts"

/** What every screen and answer of the development sign-in says. */
export const DEVELOPMENT_NOTICE =
  "Development ledger: the gateway holds these keys. What is signed here proves nothing to others."

export function developmentRoutes({ development, ledger }: GatewayOptions): Hono {
  const routes = new Hono()
  routes.get("/development", (context) => {
    if (development === null || ledger.profile !== "development") {
      throw new Refusal("unknown_route", "This ledger has no development sign-in.", {}, 404)
    }
    return context.json({
      notice: DEVELOPMENT_NOTICE,
      principals: development.principals,
      default: development.default.principal,
      class: development.default.class,
    })
  })
  return routes
}
