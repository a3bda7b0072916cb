/** The hand-made pages of this service: decisions, one proposal, the constitution in words. */
import type { Screen } from "@concordat/console/components"
import { ConstitutionPage } from "./screens/constitution.tsx"
import { DecisionsPage } from "./screens/decisions.tsx"
import { ProposalPage } from "./screens/proposal.tsx"

/** Loaded when one of them is opened. */
export const screens: readonly Screen[] = [
  { path: "decisions", Component: DecisionsPage },
  { path: "constitution", Component: ConstitutionPage },
  { path: "proposals/$proposal", Component: ProposalPage },
]
