/**
 * The addresses of the console. A page reads the segments that vary from the address itself, as key
 * parts are escaped there in a way that routers do not know.
 */
import { createRootRoute, createRoute, createRouter } from "@tanstack/react-router"
import { Frame } from "./frame.tsx"
import { NotFound } from "./not-found.tsx"
import { ScreenPage } from "./screen-page.tsx"

const root = createRootRoute({ component: Frame, notFoundComponent: NotFound })

const routes = [
  createRoute({
    getParentRoute: () => root,
    path: "/services/$service/$",
    component: ScreenPage,
  }),
]

/** The router. */
export const router = createRouter({
  routeTree: root.addChildren(routes),
  defaultPendingMs: 150,
  scrollRestoration: true,
})
