/** The services of a bank that is measured, for threads that load them. */
import { moneyService } from "../../services/money/service.ts"
import { organisationsService } from "../../services/organisations/service.ts"

export const services = [organisationsService, moneyService]
export const servicesModule: string = import.meta.url
