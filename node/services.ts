/** The services of this build: the only place of the node that knows any of them. */
import type { Service } from "@concordat/kernel"
import { governanceService } from "@concordat/services/governance"
import { moneyService } from "@concordat/services/money"
import { organisationsService } from "@concordat/services/organisations"
import { oversightService } from "@concordat/services/oversight"
import { provenanceService } from "@concordat/services/provenance"
import { validatorsService } from "@concordat/services/validators"
import { mayConnect, organisationOf, peersOf } from "@concordat/services/validators/network"
import type { NetworkRegister } from "./register.ts"

/** In any order; the runtime puts dependencies first. */
export const services: readonly Service[] = [
  organisationsService,
  governanceService,
  validatorsService,
  oversightService,
  provenanceService,
  moneyService,
]

/** The network by the rows of the service of validators. */
export const register: NetworkRegister = { organisationOf, mayConnect, peersOf }

/** Where threads find this module. */
export const servicesModule: string = import.meta.url
