/** The doctor inside a running node: it judges the process it lives in. */
import type { Clock } from "@concordat/engines/seams"
import type { Ledger } from "../ledger.ts"
import { diagnose } from "./diagnose.ts"
import type { Diagnosis } from "./finding.ts"
import { gather, ledgerFacts, type NodePlace } from "./gather.ts"
import { fileLimit } from "./machine.ts"

/** Whoever asks sooner gets the answer of before: asking costs a second and some calls. */
const KEPT_MS = 2_000

export type LiveOptions = {
  readonly ledger: Pick<Ledger, "status">
  readonly place: NodePlace
  readonly version: string
  readonly clock: Clock
}

/** Answers the diagnosis of this node, at most one at a time. */
export function liveDoctor({ ledger, place, version, clock }: LiveOptions) {
  let last: { readonly at: number; readonly answer: Promise<Diagnosis> } | null = null
  const judged = async (): Promise<Diagnosis> => {
    const facts = await gather(place, {
      ...{ process: "runs", probe: false, now: () => clock.now() },
      ledger: async () => ledgerFacts(ledger.status()),
    })
    const { engine } = place
    return diagnose(facts, {
      ...{ version, node: process.versions.node, portsTaken: [] },
      sockets: engine === null ? [] : [engine.rpc],
      fileLimit: await fileLimit("self"),
    })
  }
  return (): Promise<Diagnosis> => {
    if (last === null || clock.elapsed() - last.at > KEPT_MS) {
      last = { at: clock.elapsed(), answer: judged() }
    }
    return last.answer
  }
}
