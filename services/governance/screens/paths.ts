/** Where governance has its pages and forms. */
import { writeSegment } from "@concordat/sdk"

const ROOT = "/services/governance"
/** The form to propose by, and the constitution in words. */
export const PROPOSE = `${ROOT}/commands/propose`
export const SIGNAL_READY = `${ROOT}/commands/signalReady`
export const CONSTITUTION = `${ROOT}/constitution`

/** The page of a proposal. */
export function proposalPath(proposal: string): string {
  return `${ROOT}/proposals/${writeSegment(proposal)}`
}

/** The generated page of its row, with evidence. */
export function recordPath(proposal: string): string {
  return `${ROOT}/tables/proposals/${writeSegment(proposal)}`
}

/** The form of a command about a proposal, filled in. */
export function actPath(command: "execute" | "withdraw" | "hold", proposal: string) {
  return `${ROOT}/commands/${command}?${new URLSearchParams({ proposal })}`
}

/** The generated page of a freeze, with evidence. */
export function freezePath(scope: string): string {
  return `${ROOT}/tables/freezes/${writeSegment(scope)}`
}
