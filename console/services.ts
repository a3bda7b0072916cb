/** The services of this build: the only place of the console that knows any of them. */
import { governanceInConsole } from "@concordat/services/governance/console"
import { moneyInConsole } from "@concordat/services/money/console"
import { organisationsInConsole } from "@concordat/services/organisations/console"
import { oversightInConsole } from "@concordat/services/oversight/console"
import { provenanceInConsole } from "@concordat/services/provenance/console"
import { validatorsInConsole } from "@concordat/services/validators/console"
import type { KnownService } from "./components/ledger.tsx"

/** In the order in which they are listed. */
export const services: readonly KnownService[] = [
  provenanceInConsole,
  moneyInConsole,
  organisationsInConsole,
  governanceInConsole,
  validatorsInConsole,
  oversightInConsole,
]
