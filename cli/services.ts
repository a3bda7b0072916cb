/** The services of this build: what the command line derives verbs from, and reads claims by. */
import type { Command, Service } from "@concordat/kernel"
import { governanceService } from "@concordat/services/governance"
import { moneyService } from "@concordat/services/money"
import { organisationsService } from "@concordat/services/organisations"
import { oversightService } from "@concordat/services/oversight"
import { provenanceService } from "@concordat/services/provenance"
import { validatorsService } from "@concordat/services/validators"

/** In any order. */
export const services: readonly Service[] = [
  organisationsService,
  governanceService,
  validatorsService,
  oversightService,
  provenanceService,
  moneyService,
]

/** A command of this build by its full name. */
export function definitionOf(command: string): Command {
  const [service, name = ""] = command.split(".")
  return services.find((one) => one.name === service)!.commands[name]!
}
