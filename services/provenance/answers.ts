/** What questions about documents answer, field by field: for those who build them and who show. */
import { hash, option, party, time, u32, u64 } from "@concordat/kernel"
import { className, documentState, statementKind } from "./tables.ts"

/** A statement that was registered: `event` is its place in the log, `state` what counts now. */
export const registered = {
  ...{ event: u64, statement: hash, handle: option(hash), issuer: party, by: party },
  ...{ class: className, kind: statementKind, count: u32, at: time, until: option(time) },
  state: documentState,
}
