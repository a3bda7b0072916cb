/** A route for every command: its input as JSON, signed by a development ledger's principal. */
import type { Command, Operation, Service } from "@concordat/kernel"
import { receiptJson } from "../answers.ts"
import type { GatewayOptions } from "../gateway.ts"
import { replayed } from "../money/replayed.ts"
import { jsonOf } from "../requests/body.ts"
import { developmentKeys, signed, signerParameters, signersOf } from "../signing.ts"
import { component, JSON_TYPE, jsonAnswer, type Route } from "./route.ts"
import { settled } from "./settled.ts"

function commandRoute(
  options: GatewayOptions,
  service: Service,
  name: string,
  command: Command,
): Route {
  const { ledger } = options
  return {
    ...{ method: "POST", path: `/v1/${service.name}/${name}`, tag: service.name },
    access: "development",
    ...{ name: `${service.name}.${name}`, about: command.about, idempotent: true },
    more: "Signed by the gateway for a principal of a development ledger, from this machine only.",
    parameters: signerParameters,
    takes: { [JSON_TYPE]: { schema: command.input.jsonSchema() } },
    gives: { [JSON_TYPE]: component("Receipt") },
    codes: ["credential_missing", "unknown_principal", "permission_missing"],
    admit: (head) => void signersOf(developmentKeys(options, head), head.request),
    async answer(asked) {
      const input = command.input.fromJson(jsonOf(asked.body))
      const signers = signersOf(developmentKeys(options, asked), asked.request)
      const operation = { command: `${service.name}.${name}`, input } as Operation
      try {
        const receipt = await ledger.submit(signed(options, signers, [operation]))
        return jsonAnswer(receiptJson(settled(ledger.runtime, receipt)))
      } catch (failure) {
        const first = await replayed(ledger, failure)
        if (first === null) throw failure
        return jsonAnswer(first)
      }
    },
  }
}

/** All commands of all services. */
export function commandRoutes(options: GatewayOptions): readonly Route[] {
  return options.ledger.runtime.services.flatMap((service) =>
    Object.entries(service.commands).map(([name, command]) =>
      commandRoute(options, service, name, command),
    ),
  )
}
