/**
 * What is behind the projector's door: it asks for what comes next, brings it into the read model,
 * and answers questions in between. It holds no block that it has not asked for.
 */
import { ConcordatError } from "@concordat/kernel"
import type { FromProjector, QueryAnswer, ToProjector } from "./messages.ts"
import type { ProjectorCore } from "./projector-core.ts"

/** How it reaches its core and whoever started it. */
export type Door = {
  open(): Promise<{ readonly core: ProjectorCore; readonly close: () => Promise<void> }>
  tell(message: FromProjector): void
  /** From here on messages are heard. */
  listen(hear: (message: ToProjector) => void): void
}

type Tell = Door["tell"]

function wants(core: ProjectorCore, tell: Tell): void {
  tell({ kind: "want", want: core.want, rows: core.rows })
}

async function answered(core: ProjectorCore, message: ToProjector, tell: Tell): Promise<void> {
  if (message.kind === "step") {
    await core.take(message.step)
    wants(core, tell)
  } else if (message.kind === "query") {
    const { id, text, parameters } = message
    const answer: QueryAnswer | string = await core
      .query(text, parameters)
      .catch((failure) => String(failure))
    if (typeof answer === "string") tell({ kind: "refused", id, reason: answer })
    else tell({ kind: "answer", id, answer })
  }
}

/** Opens the read model and serves until it is told to end. What fails is told. */
export async function serve({ open, tell, listen }: Door): Promise<void> {
  const failed = (failure: unknown) => {
    const reason = failure instanceof Error ? failure.message : String(failure)
    tell({ kind: "failed", reason, code: failure instanceof ConcordatError ? failure.code : null })
  }
  try {
    const { core, close } = await open()
    const ended = async () => {
      await close()
      tell({ kind: "ended" })
    }
    listen((message) => {
      const done = message.kind === "end" ? ended() : answered(core, message, tell)
      done.catch(failed)
    })
    wants(core, tell)
  } catch (failure) {
    failed(failure)
  }
}
