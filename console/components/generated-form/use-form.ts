/** The life of a generated form: entered, checked by a dry run, sent, final. */
import type { Command, JsonObject } from "@concordat/kernel"
import { type Call, type CheckAnswer, call, type Receipt, rehearse } from "@concordat/sdk"
import { useEffect, useRef, useState } from "react"
import type { Draft, Faults } from "../controls/control.ts"
import { useClient, useRefresh } from "../ledger.tsx"
import { type Problem, problemOf } from "../problem.ts"
import { type Drafts, faultsOf, inputOf } from "./form-input.ts"
import { dropDrafts, keepDrafts } from "./kept-draft.ts"

/** Where the form stands. */
export type Stage =
  | { readonly at: "entering"; readonly problem: Problem | null }
  | { readonly at: "checking" }
  | { readonly at: "checked"; readonly asked: Call; readonly answer: CheckAnswer }
  | { readonly at: "sending"; readonly asked: Call; readonly answer: CheckAnswer }
  | { readonly at: "final"; readonly asked: Call; readonly receipt: Receipt }

const ENTERING: Stage = { at: "entering", problem: null }

/** Who signs. */
export type Signing = { readonly as: string | null; readonly cosigners: readonly string[] }

/** The form, and what can be done with it. */
export type Form = {
  readonly drafts: Drafts
  readonly faults: Faults
  readonly stage: Stage
  readonly change: (name: string, draft: Draft) => void
  readonly check: () => Promise<void>
  readonly send: () => Promise<void>
  /** Begins anew with these drafts. */
  readonly restart: (drafts: Drafts) => void
}

/** A form of a command under its full name, `service.command`. */
export function useForm(name: string, command: Command, first: Drafts, signing: Signing): Form {
  const client = useClient()
  const refresh = useRefresh()
  const [drafts, setDrafts] = useState(first)
  const [faults, setFaults] = useState<Faults>({})
  const [stage, setStage] = useState<Stage>(ENTERING)
  const begun = useRef(false)

  useEffect(() => {
    if (begun.current) keepDrafts(sessionStorage, name, command, drafts)
  }, [name, command, drafts])

  // A dry run holds for those who would sign: others need another one.
  const signers = `${signing.as} ${signing.cosigners.join(" ")}`
  // biome-ignore lint/correctness/useExhaustiveDependencies: a change of signers is what counts.
  useEffect(() => setStage(ENTERING), [signers])

  const failed = (failure: unknown) => {
    const problem = problemOf(failure)
    const at = problem.pointer?.replace(/^\/input(?=\/)/, "")
    setFaults(at === undefined || at === "" ? {} : { [at]: problem.detail })
    setStage({ at: "entering", problem })
  }
  const check = async () => {
    const input = inputOf(command, drafts)
    const found = faultsOf(command, input)
    setFaults(found)
    if (Object.keys(found).length > 0) return setStage(ENTERING)
    const asked = callOf(name, input, signing)
    setStage({ at: "checking" })
    try {
      setStage({ at: "checked", asked, answer: await rehearse(client, asked) })
    } catch (failure) {
      failed(failure)
    }
  }
  const send = async () => {
    if (stage.at !== "checked") return
    const { asked, answer } = stage
    setStage({ at: "sending", asked, answer })
    try {
      const receipt = await call(client, asked)
      begun.current = false
      dropDrafts(sessionStorage, name)
      setStage({ at: "final", asked, receipt })
      refresh()
    } catch (failure) {
      failed(failure)
    }
  }
  return {
    drafts,
    faults,
    stage,
    change(field, draft) {
      begun.current = true
      setDrafts({ ...drafts, [field]: draft })
      setStage(ENTERING)
    },
    check,
    send,
    restart(anew) {
      begun.current = false
      dropDrafts(sessionStorage, name)
      setDrafts(anew)
      setFaults({})
      setStage(ENTERING)
    },
  }
}

function callOf(command: string, input: JsonObject, { as, cosigners }: Signing): Call {
  const asked = { command, input, cosigners }
  return as === null ? asked : { ...asked, as }
}
