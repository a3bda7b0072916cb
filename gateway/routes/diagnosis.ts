/** What the node's doctor says of it: the first cause that holds, and what to do about it. */
import { type Json, Refusal, time } from "@concordat/kernel"
import type { Diagnosis } from "@concordat/node"
import type { GatewayOptions } from "../gateway.ts"
import { component, JSON_TYPE, jsonAnswer, type Route } from "./route.ts"

/** A diagnosis as JSON. `well`: nothing needs to be done. */
export function diagnosisJson(diagnosis: Diagnosis): Json {
  const { node, height, cause, findings, checks } = diagnosis
  const well = cause?.level !== "fault" && checks.every(({ ok }) => ok)
  return {
    ...{ node, time: time.toJson(diagnosis.time), height: height?.toString() ?? null, well },
    ...{ cause, findings, checks },
  }
}

/** `/v1/status/diagnosis`. */
export function diagnosisRoutes({ doctor = null }: GatewayOptions): readonly Route[] {
  return [
    {
      ...{ method: "GET", path: "/v1/status/diagnosis", name: "diagnosis", tag: "ledger" },
      access: "read",
      about: "What keeps this node from deciding, if anything does, and what to do about it",
      more: "Causes in the order of the doctor's table; the answer may be two seconds old.",
      gives: { [JSON_TYPE]: component("Diagnosis") },
      async answer() {
        if (doctor === null) {
          throw new Refusal("unknown_route", "This node has no doctor.", {}, 404)
        }
        return jsonAnswer(diagnosisJson(await doctor()))
      },
    },
  ]
}
