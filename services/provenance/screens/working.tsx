/** The last steps of a registration, while they run. */
import { Panel, StepList, type StepState } from "@concordat/console/components"
import type { Step } from "./registration.ts"
import { tell } from "./tell.ts"

const STEPS: readonly Step[] = ["register", "prove", "attach"]

/** The steps; announced as they pass. */
export function Working({ step }: { readonly step: Step }) {
  const now = STEPS.indexOf(step)
  const stateOf = (at: number): StepState => {
    if (at === now) return "running"
    return at < now ? "passed" : "waiting"
  }
  return (
    <Panel title={tell("register.working")}>
      <div role="status">
        <StepList
          steps={STEPS.map((one, at) => ({
            name: tell(`register.step.${one}`),
            state: stateOf(at),
          }))}
        />
      </div>
    </Panel>
  )
}
