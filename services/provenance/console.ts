/** What the console knows of this service besides its definition. */
import type { KnownService } from "@concordat/console/components"
import { provenanceService } from "./service.ts"
import { commands, events } from "./texts/en.ts"

/** The register of documents. */
export const provenanceInConsole: KnownService = {
  definition: provenanceService,
  events,
  commands,
  entries: [],
  pages: {},
  screens: null,
}
