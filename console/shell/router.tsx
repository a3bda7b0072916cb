/**
 * The addresses of the console. A page reads the segments that vary from the address itself, as key
 * parts are escaped there in a way that routers do not know.
 */
import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
} from "@tanstack/react-router"
import type { FunctionComponent } from "react"
import { NotFound } from "../pages/not-found.tsx"
import { OverviewPage } from "../pages/overview/overview.tsx"
import { Frame } from "./frame.tsx"

const root = createRootRoute({ component: Frame, notFoundComponent: NotFound })

const page = (path: string, component: FunctionComponent) =>
  createRoute({ getParentRoute: () => root, path, component })

/** Pages that are loaded when they are opened. */
const explorer = () => import("../pages/explorer/pages.ts")
const services = () => import("../pages/services/pages.tsx")
const organisations = () => import("../pages/organisations/pages.ts")
const network = () => import("../pages/network/network.tsx")
const inbox = () => import("../pages/inbox/inbox.tsx")
const search = () => import("../pages/search/search.tsx")
const access = () => import("../pages/access/access.tsx")
const reference = () => import("../pages/reference/reference.tsx")
const codes = () => import("../pages/codes/code.tsx")

const routes = [
  page("/", OverviewPage),
  page("/blocks", lazyRouteComponent(explorer, "BlocksPage")),
  page("/blocks/$height", lazyRouteComponent(explorer, "BlockPage")),
  page("/transactions", lazyRouteComponent(explorer, "TransactionsPage")),
  page("/transactions/$id", lazyRouteComponent(explorer, "TransactionPage")),
  page("/events", lazyRouteComponent(explorer, "EventsPage")),
  page("/events/$position", lazyRouteComponent(explorer, "EventPage")),
  page("/organisations", lazyRouteComponent(organisations, "OrganisationsPage")),
  page("/organisations/$organisation", lazyRouteComponent(organisations, "OrganisationPage")),
  page("/organisations/$organisation/$name", lazyRouteComponent(organisations, "PrincipalPage")),
  page("/network", lazyRouteComponent(network, "NetworkPage")),
  page("/inbox", lazyRouteComponent(inbox, "InboxPage")),
  page("/search", lazyRouteComponent(search, "SearchPage")),
  page("/access", lazyRouteComponent(access, "AccessPage")),
  page("/reference", lazyRouteComponent(reference, "ReferencePage")),
  page("/codes/$code", lazyRouteComponent(codes, "CodePage")),
  page("/services", lazyRouteComponent(services, "ServicesPage")),
  page("/services/$service", lazyRouteComponent(services, "ServicePages")),
  page("/services/$service/$", lazyRouteComponent(services, "ServicePages")),
]

/** Parameters stay texts: the router would read numbers out of them, and round an amount. */
const searchAsText = {
  parseSearch: (search: string) => Object.fromEntries(new URLSearchParams(search)),
  stringifySearch: (given: object) => {
    const query = new URLSearchParams(given as Record<string, string>).toString()
    return query === "" ? "" : `?${query}`
  },
}

/** The router. */
export const router = createRouter({
  routeTree: root.addChildren(routes),
  ...searchAsText,
  defaultPendingMs: 150,
  scrollRestoration: true,
})
