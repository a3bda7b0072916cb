/** The hand-made pages of this service: decisions, one proposal, the constitution in words. */
import type { Screen } from "@concordat/console/components"
import { ConstitutionPage } from "./screens/constitution.tsx"
import { DecisionsPage } from "./screens/decisions.tsx"
import { ProposalPage } from "./screens/proposal.tsx"
import { tell } from "./screens/tell.ts"

/** Loaded when one of them is opened. */
export const screens: readonly Screen[] = [
  { path: "decisions", title: tell("decisions.page"), Component: DecisionsPage },
  { path: "constitution", title: tell("constitution.page"), Component: ConstitutionPage },
  { path: "proposals/$proposal", title: tell("decisions.title"), Component: ProposalPage },
]
