/** French: every text of the console except the verify page's. */
import { accessTexts } from "./fr-access.ts"
import { componentTexts } from "./fr-components.ts"
import { explorerTexts } from "./fr-explorer.ts"
import { inboxTexts } from "./fr-inbox.ts"
import { networkTexts } from "./fr-network.ts"
import { organisationsTexts } from "./fr-organisations.ts"
import { overviewTexts } from "./fr-overview.ts"
import { referenceTexts } from "./fr-reference.ts"
import { searchTexts } from "./fr-search.ts"
import { servicesTexts } from "./fr-services.ts"
import { shellTexts } from "./fr-shell.ts"

/** The messages by key. */
export const fr = {
  ...componentTexts,
  ...shellTexts,
  ...overviewTexts,
  ...explorerTexts,
  ...servicesTexts,
  ...organisationsTexts,
  ...inboxTexts,
  ...networkTexts,
  ...searchTexts,
  ...accessTexts,
  ...referenceTexts,
} as const
