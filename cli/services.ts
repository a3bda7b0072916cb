/** The services of this build: what the command line derives verbs from, and reads claims by. */
import type { Service } from "@concordat/kernel"
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
