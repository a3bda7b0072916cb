/** Arabic: every text of the console except the verify page's. */
import { accessTexts } from "./ar-access.ts"
import { componentTexts } from "./ar-components.ts"
import { explorerTexts } from "./ar-explorer.ts"
import { inboxTexts } from "./ar-inbox.ts"
import { networkTexts } from "./ar-network.ts"
import { organisationsTexts } from "./ar-organisations.ts"
import { overviewTexts } from "./ar-overview.ts"
import { referenceTexts } from "./ar-reference.ts"
import { searchTexts } from "./ar-search.ts"
import { servicesTexts } from "./ar-services.ts"
import { shellTexts } from "./ar-shell.ts"

/** The messages by key. */
export const ar = {
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
