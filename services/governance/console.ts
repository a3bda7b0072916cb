/** What the console knows of this service besides its definition. */
import type { KnownService } from "@concordat/console/components"
import { governanceService } from "./service.ts"
import { commands, events } from "./texts/en.ts"

/** How the members decide. */
export const governanceInConsole: KnownService = {
  definition: governanceService,
  events,
  commands,
  entries: [{ title: "Decisions", path: "decisions", icon: "ballot" }],
  pages: { proposals: ({ key }) => `proposals/${String(key["proposal"])}` },
  screens: () => import("./screens.tsx").then(({ screens }) => screens),
}
