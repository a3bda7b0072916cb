/** Who a caller of a development ledger may act as. A production ledger has no such route. */
import { Refusal } from "@concordat/kernel"
import type { GatewayOptions } from "../gateway.ts"
import { component, JSON_TYPE, jsonAnswer, type Route } from "./route.ts"

/** What every screen and answer of the development sign-in says. */
const DEVELOPMENT_NOTICE =
  "Development ledger: the gateway holds these keys. What is signed here proves nothing to others."

/** `/v1/development`. */
export function developmentRoutes({ development, ledger }: GatewayOptions): readonly Route[] {
  return [
    {
      ...{ method: "GET", path: "/v1/development", name: "development", tag: "ledger" },
      about: "Who a caller may act as, on a development ledger",
      gives: { [JSON_TYPE]: component("Development") },
      answer() {
        if (development === null || ledger.profile !== "development") {
          throw new Refusal("unknown_route", "This ledger has no development sign-in.", {}, 404)
        }
        return jsonAnswer({
          notice: DEVELOPMENT_NOTICE,
          principals: development.principals,
          default: development.default.principal,
          class: development.default.class,
        })
      },
    },
  ]
}
