/** The read model of a ledger: made for its first question, on a busy machine in many seconds. */
import { askQuery, SdkError } from "@concordat/sdk"
import type { World } from "./world.ts"

/** Asks until there is one: each question waits for it some seconds. */
export async function readModelReady({ client }: World): Promise<void> {
  for (;;) {
    try {
      await askQuery(client, "money", "cycleList", { limit: 1 })
      return
    } catch (failure) {
      if (!(failure instanceof SdkError && failure.code === "read_model_behind")) throw failure
    }
  }
}
