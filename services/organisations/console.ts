/** What the console knows of this service besides its definition. */
import type { KnownService } from "@concordat/console/components"
import { organisationsService } from "./service.ts"
import { commands, events } from "./texts/en.ts"

/** Organisations have pages of the console itself: it names parties everywhere. */
export const organisationsInConsole: KnownService = {
  definition: organisationsService,
  events,
  commands,
  others: {
    fr: () => import("./texts/fr.ts").then(({ fr }) => fr),
    ar: () => import("./texts/ar.ts").then(({ ar }) => ar),
  },
  makes: { admit: "organisations", addPrincipal: "principals", addKey: "keys" },
  entries: [],
  pages: {},
  screens: null,
}
