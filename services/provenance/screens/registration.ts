/**
 * Registering a document step by step: the file is read in a worker, committed and sealed, the call
 * rehearsed, shown, sent; then its evidence is fetched and put into the file. What was entered
 * stays through every refusal, and so does the secret: without it there is no evidence.
 */
import { type Problem, problemOf, useClient, useRefresh } from "@concordat/console/components"
import {
  type CheckAnswer,
  type Client,
  call,
  getDocumentEvidence,
  type PreparedDocument,
  prepareDocument,
  type Receipt,
  type Registration,
  rehearse,
} from "@concordat/sdk"
import type { FinishedDocument } from "@concordat/sdk/document"
import { useRef, useState } from "react"
import type { FileFacts } from "./file.worker.ts"
import { type FileDesk, openFileDesk } from "./file-desk.ts"

const SECRET_BYTES = 16

/** A file that may be registered, and what was found out about it. */
export type Chosen = { readonly file: File; readonly facts: FileFacts }

/** A document whose registration is final. */
export type Registered = { readonly prepared: PreparedDocument; readonly receipt: Receipt }

/** The steps after the last look. */
export type Step = "register" | "prove" | "attach"

/** How far it is. */
export type Stage =
  | { readonly at: "entering"; readonly problem: Problem | null }
  | { readonly at: "reading" | "checking" }
  | { readonly at: "checked"; readonly prepared: PreparedDocument; readonly answer: CheckAnswer }
  | { readonly at: "working"; readonly step: Step }
  | ({ readonly at: "unproven"; readonly problem: Problem } & Registered)
  | ({ readonly at: "done"; readonly finished: FinishedDocument } & Registered)

/** What is said of the document; the secret is made here. */
export type Said = Omit<Registration, "secret">

/** The registration of one document after the other. */
export type RegistrationWork = {
  readonly stage: Stage
  readonly chosen: Chosen | null
  /** Resolves to whether the file may be registered. */
  choose(file: File): Promise<boolean>
  /** Something was changed: what was checked holds no longer. */
  changed(): void
  check(said: Said): Promise<void>
  send(): Promise<void>
  /** Fetches the evidence of what is registered once more. */
  prove(): Promise<void>
  anew(): void
}

const ENTERING: Stage = { at: "entering", problem: null }

/** Fetches what the ledger says, and puts it into the file. */
async function finish(
  client: Client,
  desk: FileDesk,
  { file }: Chosen,
  { prepared }: Registered,
  progress: (step: Step) => void,
): Promise<FinishedDocument> {
  const { organisation, handle } = prepared.document
  progress("prove")
  const answer = await getDocumentEvidence(client, { organisation, handle })
  progress("attach")
  return desk.finish(file, prepared.document, answer)
}

/** The work, for one page. */
export function useRegistration(): RegistrationWork {
  const client = useClient()
  const refresh = useRefresh()
  const kept = useRef<FileDesk | null>(null)
  const [chosen, setChosen] = useState<Chosen | null>(null)
  const [stage, setStage] = useState<Stage>(ENTERING)
  const desk = () => {
    kept.current ??= openFileDesk()
    return kept.current
  }
  const failed = (failure: unknown) => setStage({ at: "entering", problem: problemOf(failure) })
  const prove = async (registered: Registered) => {
    try {
      const step = (at: Step) => setStage({ at: "working", step: at })
      const finished = await finish(client, desk(), chosen!, registered, step)
      setStage({ at: "done", ...registered, finished })
    } catch (failure) {
      setStage({ at: "unproven", ...registered, problem: problemOf(failure) })
    }
  }
  return {
    stage,
    chosen,
    async choose(file) {
      setStage({ at: "reading" })
      try {
        setChosen({ file, facts: await desk().inspect(file) })
        setStage(ENTERING)
        return true
      } catch (failure) {
        setChosen(null)
        failed(failure)
        return false
      }
    },
    changed: () => setStage(ENTERING),
    async check(said) {
      setStage({ at: "checking" })
      try {
        const secret = crypto.getRandomValues(new Uint8Array(SECRET_BYTES))
        const asked = { ...said, secret }
        const prepared = await prepareDocument(client, chosen!.facts.digest, asked)
        setStage({ at: "checked", prepared, answer: await rehearse(client, prepared.call) })
      } catch (failure) {
        failed(failure)
      }
    },
    async send() {
      if (stage.at !== "checked") return
      const { prepared } = stage
      setStage({ at: "working", step: "register" })
      try {
        const receipt = await call(client, prepared.call)
        refresh()
        await prove({ prepared, receipt })
      } catch (failure) {
        failed(failure)
      }
    },
    async prove() {
      if (stage.at === "unproven") await prove(stage)
    },
    anew() {
      setChosen(null)
      setStage(ENTERING)
    },
  }
}
