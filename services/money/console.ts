/** What the console knows of this service besides its definition. */
import type { KnownService } from "@concordat/console/components"
import { moneyService } from "./service.ts"
import { commands, events } from "./texts/en.ts"

/** Money: tables and forms of its definition, in sentences. */
export const moneyInConsole: KnownService = {
  definition: moneyService,
  events,
  commands,
  others: {
    fr: () => import("./texts/fr.ts").then(({ fr }) => fr),
    ar: () => import("./texts/ar.ts").then(({ ar }) => ar),
  },
  makes: { registerAsset: "assets", openAccount: "accounts" },
  entries: [],
  pages: {},
  screens: null,
}
