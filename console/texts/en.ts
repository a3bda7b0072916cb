/** English: every text of the console except the verify page's. */
import { accessTexts } from "./en-access.ts"
import { componentTexts } from "./en-components.ts"
import { explorerTexts } from "./en-explorer.ts"
import { inboxTexts } from "./en-inbox.ts"
import { networkTexts } from "./en-network.ts"
import { organisationsTexts } from "./en-organisations.ts"
import { overviewTexts } from "./en-overview.ts"
import { referenceTexts } from "./en-reference.ts"
import { searchTexts } from "./en-search.ts"
import { servicesTexts } from "./en-services.ts"
import { shellTexts } from "./en-shell.ts"

/** The messages by key. */
export const en = {
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
