/** Who a caller of a development ledger may act as. A production ledger has no such route. */
import { Refusal, record } from "@concordat/kernel"
import { snapshotJson } from "../answers.ts"
import type { GatewayOptions } from "../gateway.ts"
import { jsonOf } from "../requests/body.ts"
import { developmentKeys } from "../signing.ts"
import { component, JSON_TYPE, jsonAnswer, type Route } from "./route.ts"

const nothing = record({})

/** What every screen and answer of the development sign-in says. */
const DEVELOPMENT_NOTICE =
  "Development ledger: the gateway holds these keys. What is signed here proves nothing to others."

/** Snapshots for joiners, listed and asked for by whoever keeps a development network. */
function snapshotRoutes(options: GatewayOptions): readonly Route[] {
  const { ledger } = options
  const base = {
    path: "/v1/development/snapshots",
    tag: "ledger",
    access: "development",
  } as const
  return [
    {
      ...{ ...base, method: "GET", name: "snapshots" },
      about: "Snapshots that joining nodes are served, the newest first",
      gives: { [JSON_TYPE]: component("Snapshots") },
      codes: ["credential_missing"],
      async answer(asked) {
        developmentKeys(options, asked)
        return jsonAnswer({ snapshots: (await ledger.snapshots()).map(snapshotJson) })
      },
    },
    {
      ...{ ...base, method: "POST", name: "makeSnapshot" },
      about: "Write a snapshot of the state as it is now",
      takes: { [JSON_TYPE]: { schema: { type: "object", maxProperties: 0 }, example: {} } },
      gives: { [JSON_TYPE]: component("Snapshot") },
      codes: ["credential_missing", "node_busy", "unknown_field"],
      async answer(asked) {
        developmentKeys(options, asked)
        nothing.fromJson(jsonOf(asked.body))
        return jsonAnswer(snapshotJson(await ledger.makeSnapshot()))
      },
    },
  ]
}

/** `/v1/development` and below. */
export function developmentRoutes(options: GatewayOptions): readonly Route[] {
  const { development, ledger } = options
  return [
    ...snapshotRoutes(options),
    {
      ...{ method: "GET", path: "/v1/development", name: "development", tag: "ledger" },
      access: "public",
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
