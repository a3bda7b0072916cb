/** The console around its pages: the ledger that it asks, its memory of answers, the router. */
import { createClient } from "@concordat/sdk"
import { QueryClient, QueryClientProvider } from "@tanstack/react-query"
import { RouterProvider } from "@tanstack/react-router"
import { LedgerProvider } from "../components/ledger.tsx"
import { services } from "../services.ts"
import { asking } from "./asking.ts"
import { router } from "./router.tsx"

/** How long an answer counts as fresh, in milliseconds: several parts of a page ask the same. */
const FRESH_MS = 1_000

const client = createClient({ url: "", ...asking() })
const answers = new QueryClient({
  // Asked even when the browser calls itself offline: a ledger may run on this very machine.
  defaultOptions: { queries: { retry: false, staleTime: FRESH_MS, networkMode: "always" } },
})

/** The application. */
export function App() {
  return (
    <QueryClientProvider client={answers}>
      <LedgerProvider client={client} services={services}>
        <RouterProvider router={router} />
      </LedgerProvider>
    </QueryClientProvider>
  )
}
