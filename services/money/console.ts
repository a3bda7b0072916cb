/** What the console knows of this service besides its definition. */
import type { KnownService } from "@concordat/console/components"
import { moneyService } from "./service.ts"
import { commands, entries, events } from "./texts/en.ts"

/** Pages that belong to the two entries of the rail. */
const CUSTOMERS = ["pay", "request", "payments"]
const DESKS = [
  ...["accounts", "limits", "file", "treasury", "assets", "orders", "netting", "cycles"],
  "exchange",
]

/** Money: desks of its own for everybody who works with it, and its customers. */
export const moneyInConsole: KnownService = {
  definition: moneyService,
  events,
  commands,
  others: {
    fr: () => import("./texts/fr.ts").then(({ fr }) => fr),
    ar: () => import("./texts/ar.ts").then(({ ar }) => ar),
  },
  makes: { registerAsset: "assets", openAccount: "accounts" },
  entries: [
    {
      title: entries.mine,
      about: entries["mine.about"],
      path: "mine",
      icon: "money",
      under: CUSTOMERS,
    },
    { title: entries.bank, path: "bank", icon: "organisations", under: DESKS },
  ],
  pages: {
    accounts: ({ key }) => `accounts/${String(key["account"])}`,
    assets: ({ key }) => `assets/${encodeURIComponent(String(key["asset"]))}`,
    orders: ({ key }) => `orders/${String(key["order"])}`,
    cycles: ({ key }) => `cycles/${String(key["cycle"])}`,
    entries: ({ key }) => `payments/${String(key["entry"])}`,
  },
  finds: (text) => import("./screens/find-account.ts").then(({ findAccount }) => findAccount(text)),
  screens: {
    texts: () => import("./screens/tell.ts"),
    pages: () => import("./screens.tsx").then(({ screens }) => screens),
  },
}
