/** The console around its pages: the ledger that it asks, its memory of answers, the router. */
import { createClient } from "@concordat/sdk"
import { MantineProvider } from "@mantine/core"
import { QueryClient, QueryClientProvider } from "@tanstack/react-query"
import { RouterProvider } from "@tanstack/react-router"
import { LedgerProvider } from "../components/ledger.tsx"
import { services } from "../services.ts"
import { router } from "./router.tsx"

/** How long an answer counts as fresh, in milliseconds: several parts of a page ask the same. */
const FRESH_MS = 1_000

const client = createClient({ url: "" })
const answers = new QueryClient({
  defaultOptions: { queries: { retry: false, staleTime: FRESH_MS } },
})

/** The nonce of this answer, without which the policy of the page drops our styles. */
function nonce(): string {
  return document.querySelector<HTMLMetaElement>("meta[name=concordat-nonce]")?.content ?? ""
}

/** The application. Colours follow our own tokens, so Mantine's scheme is fixed. */
export function App() {
  return (
    <MantineProvider forceColorScheme="light" withCssVariables={false} getStyleNonce={nonce}>
      <QueryClientProvider client={answers}>
        <LedgerProvider client={client} services={services}>
          <RouterProvider router={router} />
        </LedgerProvider>
      </QueryClientProvider>
    </MantineProvider>
  )
}
