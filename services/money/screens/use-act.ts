/** An act of a page: entered, checked by a dry run, sent, final; a refusal leads back. */
import {
  type Problem,
  problemOf,
  useActing,
  useClient,
  useRefresh,
} from "@concordat/console/components"
import type { JsonObject } from "@concordat/kernel"
import { type Call, type CheckAnswer, call, type Receipt, rehearse } from "@concordat/sdk"
import { useState } from "react"

/** Where an act stands. */
export type ActStage =
  | { readonly at: "entering"; readonly problem: Problem | null }
  | { readonly at: "checking" }
  | { readonly at: "checked" | "sending"; readonly asked: Call; readonly answer: CheckAnswer }
  | { readonly at: "final"; readonly asked: Call; readonly receipt: Receipt }

/** The act, and what can be done with it. */
export type ActWork = {
  readonly stage: ActStage
  /** Makes a dry run of a command of money, signed by others besides where they are named. */
  check(command: string, input: JsonObject, cosigners?: readonly string[]): Promise<void>
  send(): Promise<void>
  /** Back to what was entered. */
  back(): void
}

const ENTERING: ActStage = { at: "entering", problem: null }

/** An act of the acting principal. */
export function useAct(): ActWork {
  const client = useClient()
  const refresh = useRefresh()
  const { principal } = useActing()
  const [stage, setStage] = useState<ActStage>(ENTERING)
  const failed = (failure: unknown) => setStage({ at: "entering", problem: problemOf(failure) })
  return {
    stage,
    async check(command, input, cosigners = []) {
      const others = cosigners.filter((one) => one !== principal)
      const whole = { command: `money.${command}`, input, cosigners: others }
      const asked = principal === null ? whole : { ...whole, as: principal }
      setStage({ at: "checking" })
      try {
        setStage({ at: "checked", asked, answer: await rehearse(client, asked) })
      } catch (failure) {
        failed(failure)
      }
    },
    async send() {
      if (stage.at !== "checked") return
      const { asked } = stage
      setStage({ ...stage, at: "sending" })
      try {
        setStage({ at: "final", asked, receipt: await call(client, asked) })
        refresh()
      } catch (failure) {
        failed(failure)
      }
    },
    back: () => setStage(ENTERING),
  }
}
