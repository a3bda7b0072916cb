/** What the console knows of this service besides its definition. */
import type { KnownService } from "@concordat/console/components"
import { oversightService } from "./service.ts"
import { commands, events } from "./texts/en.ts"

/** Orders, look-ups and their answers: tables and forms are generated. */
export const oversightInConsole: KnownService = {
  definition: oversightService,
  events,
  commands,
  others: {
    fr: () => import("./texts/fr.ts").then(({ fr }) => fr),
    ar: () => import("./texts/ar.ts").then(({ ar }) => ar),
  },
  makes: { recordOrder: "orders", requestAccess: "accesses" },
  entries: [],
  pages: {},
  screens: null,
}
