/** What the console knows of this service besides its definition. */
import type { KnownService } from "@concordat/console/components"
import { validatorsService } from "./service.ts"
import { commands, events } from "./texts/en.ts"

/** Tables and forms are generated; how the network stands is a page of the console itself. */
export const validatorsInConsole: KnownService = {
  definition: validatorsService,
  events,
  commands,
  others: {
    fr: () => import("./texts/fr.ts").then(({ fr }) => fr),
    ar: () => import("./texts/ar.ts").then(({ ar }) => ar),
  },
  entries: [],
  pages: {},
  screens: null,
}
