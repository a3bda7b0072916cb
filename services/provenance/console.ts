/** What the console knows of this service besides its definition. */
import type { KnownService } from "@concordat/console/components"
import { provenanceService } from "./service.ts"
import { commands, events } from "./texts/en.ts"

/** The register of documents. */
export const provenanceInConsole: KnownService = {
  definition: provenanceService,
  events,
  commands,
  others: {
    fr: () => import("./texts/fr.ts").then(({ fr }) => fr),
    ar: () => import("./texts/ar.ts").then(({ ar }) => ar),
  },
  entries: [
    {
      title: "Register",
      about: "Drop a file: only its salted fingerprint is registered, the file stays here.",
      path: "register",
      icon: "upload",
    },
    { title: "Documents", path: "documents", icon: "documents" },
  ],
  pages: {
    items: ({ key }) => `documents/${String(key["issuer"])}/${String(key["handle"])}`,
  },
  screens: {
    texts: () => import("./screens/tell.ts"),
    pages: () => import("./screens.tsx").then(({ screens }) => screens),
  },
}
