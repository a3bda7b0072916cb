/** The read model of a ledger: made for its first question, on a busy machine in many seconds. */
import { askQuery, SdkError, status } from "@concordat/sdk"
import type { World } from "./world.ts"

/** Asks until it is where the ledger is: each question waits for that some seconds. */
export async function readModelReady({ client }: World): Promise<void> {
  const { height: at } = await status(client)
  for (;;) {
    try {
      await askQuery(client, "money", "cycleList", { at, limit: 1 })
      return
    } catch (failure) {
      if (!(failure instanceof SdkError && failure.code === "read_model_behind")) throw failure
    }
  }
}
