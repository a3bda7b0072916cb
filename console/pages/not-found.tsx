/** An address that leads nowhere, with the ways that lead somewhere. */

import { buttonClass } from "../components/button.tsx"
import { EmptyState } from "../components/empty-state.tsx"
import { Link, usePath } from "../components/link.tsx"
import { Page, Panel } from "../components/panel.tsx"
import { tell } from "../texts/tell.ts"

/** The page. */
export function NotFound() {
  const path = usePath()
  return (
    <Page title={tell("notFound.title")}>
      <Panel flush>
        <EmptyState why={tell("notFound.why", { path })}>
          <Link to="/" className={buttonClass("primary")}>
            {tell("notFound.overview")}
          </Link>
          <Link to="/search" className={buttonClass()}>
            {tell("notFound.search")}
          </Link>
        </EmptyState>
      </Panel>
    </Page>
  )
}
