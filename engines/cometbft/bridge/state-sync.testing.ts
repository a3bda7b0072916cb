/** State sync of a bridge whose test is about something else: it serves, and takes nothing. */
import type { Application } from "../../port.ts"
import { StateSync } from "./state-sync.ts"

/** What a bridge over this application is given. */
export function servingOnly({ snapshots }: Pick<Application, "snapshots">): StateSync {
  const none = { certify: null, onRestored: async () => {}, onDoubt: () => {} }
  return new StateSync({ snapshots, ...none })
}
