/** The services of this build: the only place of the node that knows any of them. */
import type { Service } from "@concordat/kernel"
import { governanceService } from "@concordat/services/governance"
import { organisationsService } from "@concordat/services/organisations"
import { provenanceService } from "@concordat/services/provenance"

/** In any order; the runtime puts dependencies first. */
export const services: readonly Service[] = [
  organisationsService,
  governanceService,
  provenanceService,
]

/** Where threads find this module. */
export const servicesModule: string = import.meta.url
