/** What the console knows of this service besides its definition. */
import type { KnownService } from "@concordat/console/components"
import { governanceService } from "./service.ts"
import { commands, events } from "./texts/en.ts"

/** How the members decide. */
export const governanceInConsole: KnownService = {
  definition: governanceService,
  events,
  commands,
  others: {
    fr: () => import("./texts/fr.ts").then(({ fr }) => fr),
    ar: () => import("./texts/ar.ts").then(({ ar }) => ar),
  },
  entries: [
    { title: "Decisions", path: "decisions", icon: "ballot", under: ["proposals", "constitution"] },
  ],
  pages: { proposals: ({ key }) => `proposals/${String(key["proposal"])}` },
  attention: () => import("./screens/attention.ts").then(({ attention }) => attention),
  screens: {
    texts: () => import("./screens/tell.ts"),
    pages: () => import("./screens.tsx").then(({ screens }) => screens),
  },
}
